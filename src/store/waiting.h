#ifndef DUNMAIL_STORE_WAITING_H
#define DUNMAIL_STORE_WAITING_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * waiting: the quarantine. Imported rows of accounts that are not known yet
 * wait here, and are taken in once they are. Results as db.h.
 */
struct waiting {
	struct str kind; /* invoices, payments, ... */
	struct str id;
	struct str account;
	struct str row; /* JSON: a value a column */
	struct str batch;
	int64_t at;
};

/* In the place of an earlier one with that kind and id. */
enum rc waiting_put(struct store *st, const struct waiting *w, struct err *err);
/* By kind and id; spans live until the next call. */
enum rc waiting_get(struct store *st, struct waiting *w, struct err *err);
enum rc waiting_drop(
    struct store *st, struct str kind, struct str id, struct err *err);
enum rc waiting_count(
    struct store *st, struct str kind, int64_t *out, struct err *err);

/* Those of after->kind whose account is known by now, behind after->id. */
enum rc waiting_ready(struct store *st, struct arena *a,
    const struct waiting *after, size_t max, struct waiting **out,
    size_t *count, struct err *err);

#endif
