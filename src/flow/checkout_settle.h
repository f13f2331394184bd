#ifndef DUNMAIL_FLOW_CHECKOUT_SETTLE_H
#define DUNMAIL_FLOW_CHECKOUT_SETTLE_H

#include "flow/checkout.h"

/*
 * checkout_settle: how a checkout stands, from what the provider said, with all
 * that follows for the account, in the caller's transaction. By what it is
 * now, never by what came before it: saying the same twice changes nothing.
 *
 *   processing   its invoices rest at once, and nothing is booked
 *   failed       they go on, customer and collector are told
 *   paid         booked
 *   refunded     booked as much less, the collector is told
 *   disputed     what the bank took back is open again, the collector is told
 *   mismatch     another amount, currency or list of invoices than ours:
 *                nothing is booked, a person looks
 */
struct checkout_settle {
	const struct flow *f;
	struct arena *a;
	int64_t now;
};

/* Writes *c. *changed: it stands otherwise now. */
enum rc checkout_settle_set(const struct checkout_settle *x, struct checkout *c,
    const struct provider_session *s, bool *changed, struct err *err);

/* It was begun and is not paid: all that an event needs to be believed for. */
enum rc checkout_settle_processing(
    const struct checkout_settle *x, struct checkout *c, struct err *err);

/* A word of theirs differs from our row in that: nothing is booked, a person
 * looks; what was booked before stays. */
enum rc checkout_settle_odd(const struct checkout_settle *x, struct checkout *c,
    const char *what, struct err *err);

/* Nothing came of it: nobody ever saw its page, or nobody can any more. */
enum rc checkout_settle_end(const struct checkout_settle *x, struct checkout *c,
    const char *why, struct err *err);

/* Something of it is for a person: a task under that name, once, and the
 * collector is told. */
enum rc checkout_settle_person(const struct checkout_settle *x,
    struct checkout *c, const char *name, struct str text, struct err *err);

#endif
