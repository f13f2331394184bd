#ifndef DUNMAIL_STORE_COLLECTORS_H
#define DUNMAIL_STORE_COLLECTORS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* collectors: who looks after accounts, as the ledger names them. */

/* RC_MISS: that address looks after nobody (compared folded). */
enum rc collectors_has(struct store *st, struct str address, struct err *err);
/* The collector whose address begins with that name; RC_MISS: none. */
enum rc collectors_find(struct store *st, struct arena *a, struct str name,
    struct str *address, struct err *err);
/* RC_MISS: it is theirs already, or there is no such account. */
enum rc collectors_put(
    struct store *st, struct str account, struct str address, struct err *err);

#endif
