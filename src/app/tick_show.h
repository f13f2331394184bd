#ifndef DUNMAIL_APP_TICK_SHOW_H
#define DUNMAIL_APP_TICK_SHOW_H

#include "app/app.h"
#include "flow/checkout.h"
#include "flow/correction.h"
#include "flow/fetch.h"
#include "flow/filing.h"
#include "flow/plan.h"
#include "flow/posting.h"
#include "flow/receive.h"
#include "flow/send.h"
#include "flow/signin.h"

/* tick_show: what one tick did, for people and for programs. */
struct tick {
	struct app *app;
	int64_t now;
	struct fetch_stats fetched;
	struct posting_stats posted;
	struct signin_stats came;
	struct checkout_stats paid;
	struct receive_stats received;
	struct filing_stats filed;
	struct correction_stats corrected;
	struct plan_stats planned;
	struct send_stats sent;
	int64_t uncertain;
	int failures;
};

void tick_show_json(const struct tick *t);
void tick_show_text(const struct tick *t);

#endif
