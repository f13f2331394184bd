#ifndef DUNMAIL_STORE_PROMISES_H
#define DUNMAIL_STORE_PROMISES_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/* promises: one promise as it stands, open or not, with its invoices. */
struct promises_row {
	struct str account, state;
	day_t day;
	bool has_amount;
	struct money amount; /* without a currency when it names no amount */
	int64_t came;        /* applied to its invoices since it was made */
	bool paid;           /* some of that, or before, was money */
	struct str *invoices;
	struct str *currencies; /* of each invoice */
	size_t invoice_count;
};

/* RC_MISS: there is none. */
enum rc promises_get(struct store *st, struct arena *a, struct str id,
    struct promises_row *out, struct err *err);

/* Ids of those that were cancelled at that instant. */
enum rc promises_cancelled_at(struct store *st, struct arena *a,
    struct str account, int64_t at, struct str **out, size_t *count,
    struct err *err);

/* How many were broken after that instant. */
enum rc promises_broken_since(struct store *st, struct str account, int64_t at,
    int64_t *out, struct err *err);

#endif
