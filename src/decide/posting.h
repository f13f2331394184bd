#ifndef DUNMAIL_DECIDE_POSTING_H
#define DUNMAIL_DECIDE_POSTING_H

#include "decide/posting_read.h"
#include "model/effect.h"

/*
 * posting: what follows from a form of the portal that was read. Pure and
 * total; a form that cannot be acted on (any more) goes to a person with its
 * words.
 */
struct posting {
	enum posting_kind kind;
	const struct posting_read *read;
	const struct facts_account *account;
	const struct contact *contact; /* NULL: the link names none */
	bool invoice_is_theirs;        /* that the request names, paid or not */
	int64_t now;
	int64_t answers, documents; /* that went to the contact today */
	int64_t documents_per_day, reply_rest_days;
};

struct posting_result {
	struct effects effects;
	unsigned intents; /* INTENT_BIT()s */
	bool refused;
	const char *answer; /* what is shown of it: "disputed" */
};

/* Not of messages, which are read like any reply, nor of new links. */
void posting_decide(
    struct arena *a, const struct posting *in, struct posting_result *out);

#endif
