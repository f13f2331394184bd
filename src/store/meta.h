#ifndef DUNMAIL_STORE_META_H
#define DUNMAIL_STORE_META_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* meta: small facts about the ledger as a whole. RC_MISS: not set. */
enum rc meta_get(struct store *st, struct arena *a, const char *name,
    struct str *out, struct err *err);
enum rc meta_put(
    struct store *st, const char *name, struct str value, struct err *err);

/* Instant of the latest import that stands; 0 if there was none. */
enum rc meta_latest_import(struct store *st, int64_t *at, struct err *err);

/* Account ids after `after`, in order, at most `max`. */
enum rc meta_account_ids(struct store *st, struct arena *a, struct str after,
    size_t max, struct str **out, size_t *count, struct err *err);

#endif
