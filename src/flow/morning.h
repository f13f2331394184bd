#ifndef DUNMAIL_FLOW_MORNING_H
#define DUNMAIL_FLOW_MORNING_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "store/outbox.h"
#include "store/standstill.h"

/*
 * morning: each business day of the company, from [staff] worklist_at on, each
 * collector gets a worklist, if there is something to do, and with [staff]
 * digest what is about to be sent to their accounts until the next one. Once:
 * by the day and the collector. Whatever the gates: a ledger that is stale is
 * worked with by people.
 */
enum rc morning_round(const struct flow *f, int64_t now, struct err *err);

/* One morning. Both parts read only; what they ask for is written together. */
struct morning {
	const struct flow *f;
	struct arena *keep; /* lives as long as the morning */
	struct arena *a;    /* for one pile of accounts */
	struct facts_account us;
	int64_t now, until; /* of the digest: the next morning */
	struct str day;
	bool stands; /* one of ours holds everything */
	struct standstill still;
	struct outbox_touch *touches; /* to be written */
	size_t touch_count, touch_cap;
};

enum rc morning_list(struct morning *m, struct err *err);   /* worklists */
enum rc morning_digest(struct morning *m, struct err *err); /* digests */

/* Who looks after the account today; in the arena `keep`. */
struct str morning_reader(struct morning *m, const struct facts_account *facts);
/* A mail to that person. */
void morning_mail(struct morning *m, const char *template_name, struct str to,
    struct str params, int64_t at);
/* On one line, cut. */
struct str morning_line(struct arena *a, struct str text, size_t max);

#endif
