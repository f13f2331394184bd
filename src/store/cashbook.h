#ifndef DUNMAIL_STORE_CASHBOOK_H
#define DUNMAIL_STORE_CASHBOOK_H

#include "store/checkouts.h"

/*
 * cashbook: what we booked of our own accord, of payments over a provider,
 * until an import says it: rows of `payment` and `application` whose batch is
 * CHECKOUTS_BATCH. The caller holds the transaction where it writes.
 */

/* What we applied to an invoice, by source; or of a payment, by invoice. */
enum rc cashbook_applied_to(struct store *st, struct arena *a,
    struct str invoice, struct checkout_line **out, size_t *count,
    struct err *err);
enum rc cashbook_applied_of(struct store *st, struct arena *a,
    struct str source, struct checkout_line **out, size_t *count,
    struct err *err);

/* All that we applied of a payment is undone. */
enum rc cashbook_unapply(struct store *st, struct str source, struct err *err);
/* What we applied of one payment is now of another; what that one has of its
 * own stands. */
enum rc cashbook_move(
    struct store *st, struct str from, struct str to, struct err *err);
/* A payment row that no import has touched. */
enum rc cashbook_drop(struct store *st, struct str payment, struct err *err);

/* Payments of that account and currency that imports brought, received on
 * that day (ISO) or later. */
struct cashbook_payment {
	struct str id, received, reference, method;
	int64_t amount;
};
enum rc cashbook_since(struct store *st, struct arena *a,
    const struct checkout *c, struct str since, struct cashbook_payment **out,
    size_t *count, struct err *err);
/* RC_OK: that payment pays an invoice of this checkout. RC_MISS: none. */
enum rc cashbook_pays(
    struct store *st, struct str payment, struct str checkout, struct err *err);

#endif
