#ifndef DUNMAIL_FLOW_CHECKOUT_BOOK_H
#define DUNMAIL_FLOW_CHECKOUT_BOOK_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/checkouts.h"

/*
 * checkout_book: the money of a checkout in the ledger. What is booked follows
 * from the checkout alone: received, less what was paid back or withdrawn, on
 * its invoices in their order as far as they are open; the rest is unapplied
 * cash. Doing it again changes nothing, and after a change it is as if it had
 * been so from the beginning.
 *
 * The truth of the ledger is the import. So our payment is only there until
 * the import brings the same one: by the provider's id, as its number or
 * within its reference; or by account, currency, amount, a day nearby, an
 * invoice of this checkout and no other way of paying. From then on it is the
 * import's (flow/import_own.h), and nothing of it is touched here.
 */
struct checkout_book {
	const struct flow *f;
	struct arena *a;
	int64_t now;
};

/* Into the ledger, in the caller's transaction, and into *c, which the caller
 * writes. *over: what came and was open on none of its invoices. */
enum rc checkout_book(const struct checkout_book *b, struct checkout *c,
    int64_t *over, struct err *err);

/* Is that imported payment this one? The caller has looked at account and
 * currency. `pays`: it pays an invoice of the checkout; `free`: it pays none
 * at all. */
struct checkout_same {
	struct str id, reference;
	struct str method; /* as somebody wrote it; may be empty */
	int64_t amount;
	day_t received;
	bool pays, free;
};
bool checkout_book_same(
    const struct checkout *c, const struct checkout_same *x);

/* After an import was taken back: those whose payment went with it are ours
 * again, and all of ours are booked anew. */
enum rc checkout_book_again(const struct checkout_book *b, struct err *err);

#endif
