#ifndef DUNMAIL_FLOW_PARAMS_H
#define DUNMAIL_FLOW_PARAMS_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"
#include "model/intent.h"

/*
 * params: what a touch's text needs beyond the ledger, as the JSON that its
 * outbox row holds. Written by apply, read by compose.
 */
struct params {
	struct str subject;     /* of the mail that is answered */
	struct str in_reply_to; /* its Message-ID without <> */
	struct str *references;
	size_t reference_count;
	const struct str *invoices; /* spoken of */
	size_t invoice_count;
	const struct intent_document *documents; /* to attach */
	size_t document_count;
	day_t promise_day; /* DAY_NONE: none */
	bool has_amount;
	struct money amount;
	struct str reason; /* of a dispute, in words */
	struct str text;   /* the words that came in, for staff */
	struct str *tasks; /* what a person has to do */
	size_t task_count;
	struct str *touches; /* that a yes is asked for, in their order */
	size_t touch_count;
};

struct str params_write(struct arena *a, const struct params *p);
/* Unreadable or missing keys read as absent. */
void params_read(struct arena *a, struct str json, struct params *out);

#endif
