#ifndef DUNMAIL_STORE_STANDSTILL_H
#define DUNMAIL_STORE_STANDSTILL_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* standstill: one of ours holds all that would go to customers. */
struct standstill {
	struct str id, reason, by;
	int64_t since;
};

/* The one that stands; out (and a) may be NULL. RC_MISS: none does. */
enum rc standstill_get(
    struct store *st, struct arena *a, struct standstill *out, struct err *err);
enum rc standstill_put(
    struct store *st, const struct standstill *x, struct err *err);
/* RC_MISS: nothing stood still. */
enum rc standstill_end(
    struct store *st, struct str by, int64_t now, struct err *err);

#endif
