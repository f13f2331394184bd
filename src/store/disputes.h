#ifndef DUNMAIL_STORE_DISPUTES_H
#define DUNMAIL_STORE_DISPUTES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/*
 * disputes: one dispute with the figures of its invoice, and how it ends. It
 * begins with deed_dispute. The caller holds the transaction.
 */
struct disputes_row {
	struct str id, account, invoice, reason, state, outcome;
	int64_t opened_at;
	bool part;           /* it is about a part of the invoice: amount */
	struct money amount; /* that part, or the whole invoice */
	int64_t invoiced;    /* minor units, as all below */
	int64_t applied;     /* to the invoice, so far */
	int64_t credited_since;
	int64_t credited; /* decided, when it is resolved */
	int64_t awaits;   /* of that, not in the ledger yet */
	struct str text;  /* the customer's words, if somebody noted them */
	struct str inbox; /* the mail that opened it; may be empty */
};

/* RC_MISS: there is none. */
enum rc disputes_get(struct store *st, struct arena *a, struct str id,
    struct disputes_row *out, struct err *err);
/* The one that is not resolved. */
enum rc disputes_of_invoice(struct store *st, struct arena *a,
    struct str invoice, struct disputes_row *out, struct err *err);

/* Those of an account that hold something back, oldest first. */
enum rc disputes_holding(struct store *st, struct arena *a, struct str account,
    struct disputes_row **out, size_t *count, struct err *err);

/* All that an invoice ever had, newest first; the last 50. */
struct disputes_ask {
	struct str account, invoice;
};
enum rc disputes_ever(struct store *st, struct arena *a,
    const struct disputes_ask *ask, struct disputes_row **out, size_t *count,
    struct err *err);

struct disputes_end {
	struct str id, outcome; /* credited, upheld, withdrawn, part */
	int64_t credited, awaits, at;
};
/* RC_MISS: it is resolved already. */
enum rc disputes_resolve(
    struct store *st, const struct disputes_end *e, struct err *err);
enum rc disputes_await(
    struct store *st, struct str id, int64_t awaits, struct err *err);

/* The reply that opened it, as it was noted, unless it speaks of bank
 * details: no mail of ours carries those. RC_MISS: none. */
enum rc disputes_words(struct store *st, struct arena *a, struct str inbox,
    struct str *out, struct err *err);

#endif
