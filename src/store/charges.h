#ifndef DUNMAIL_STORE_CHARGES_H
#define DUNMAIL_STORE_CHARGES_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/* charges: late interest and fixed sums as they were told. */
struct charges_row {
	struct str invoice;
	int64_t level;
	struct str kind; /* interest, fixed */
	struct money amount;
	day_t day;
};

enum rc charges_of(struct store *st, struct arena *a, struct str invoice,
    struct charges_row **out, size_t *count, struct err *err);
/* Once for an invoice, a level and a kind: the first one stays. */
enum rc charges_add(struct store *st, const struct charges_row *row,
    int64_t now, struct err *err);

#endif
