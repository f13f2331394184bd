#ifndef DUNMAIL_DECIDE_SPOKEN_H
#define DUNMAIL_DECIDE_SPOKEN_H

#include "decide/inbound.h"

/*
 * spoken: which invoices of the account a reply is about: those it names and
 * that are the account's; else those of the mail it answers; else, when there
 * is no doubt, its only open one or its past-due ones.
 */
struct spoken {
	struct str *ids;
	size_t count;
	bool named;   /* the mail names them, or the mail it answers does */
	bool foreign; /* it names one that is not this account's */
};

void spoken_find(struct arena *a, const struct inbound *in, struct spoken *out);

/*
 * "INV-1 is wrong. INV-2 goes out on Friday." Of all that the reply speaks of,
 * what it disputes (INTENT_DISPUTE) or promises (INTENT_PROMISE): without
 * those that only sentences of the other kind name.
 */
void spoken_about(struct arena *a, const struct inbound *in,
    enum intent_kind kind, const struct spoken *all, struct spoken *out);

/* The documents asked for that the gateway can make itself. */
size_t spoken_documents(struct arena *a, const struct inbound *in,
    const struct spoken *spoken, struct intent_document **out);

/* Nothing but invoices is asked for. */
bool spoken_only_invoices(const struct inbound *in);

/* Of the promises with a day the latest, or NULL. */
const struct intent_promise *spoken_last_promise(const struct inbound *in);

/* What was promised, in the currency of the invoices unless it names one. */
struct money spoken_amount(const struct inbound *in,
    const struct spoken *spoken, const struct intent_promise *p);

/* Every day promised is within reach, and every amount is one that payments
 * of these invoices can be held against. */
bool spoken_is_believable(
    const struct inbound *in, const struct spoken *spoken);

/* None of them is open any more. */
bool spoken_all_paid(const struct inbound *in, const struct spoken *spoken);

#endif
