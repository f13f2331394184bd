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

	/* Of a customer's mail that is handed to a person: */
	struct str from, from_name; /* as its header says */
	struct str contact;         /* who that is, if on file */
	struct str trust;           /* proven or not, and why */
	struct str *understood;     /* what, by which words */
	size_t understood_count;
	struct str *done; /* already, by the gateway */
	size_t done_count;
	struct str *files; /* that it brought */
	size_t file_count;
	struct str *kinds; /* of the tasks, for the draft of an answer */
	size_t kind_count;
	struct str late; /* not answered in time, by whom */
	struct str by;   /* of a person's answer: who signs it */
};

struct str params_write(struct arena *a, const struct params *p);
/* Unreadable or missing keys read as absent. */
void params_read(struct arena *a, struct str json, struct params *out);

#endif
