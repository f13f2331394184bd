#ifndef DUNMAIL_STORE_REVOKED_H
#define DUNMAIL_STORE_REVOKED_H

#include "base/err.h"
#include "store/store.h"

/*
 * revoked: signed links that somebody took back before they expired. The
 * caller holds the transaction where it writes.
 */

/* One token, by its id. RC_MISS: it was taken back before. */
enum rc revoked_link(struct store *st, struct str id, struct str by,
    int64_t now, struct err *err);

/* All of an account, or of one contact there, that expire until that instant
 * (a link made today expires latest). A later instant stays. */
struct revoked_stop {
	struct str account, contact; /* contact empty: everybody's */
	int64_t until;
	struct str by;
	int64_t at;
};
enum rc revoked_all(
    struct store *st, const struct revoked_stop *x, struct err *err);

struct revoked_ask {
	struct str id, account, contact;
	int64_t expires;
};
/* RC_OK: it was taken back; RC_MISS: it was not. */
enum rc revoked_look(
    struct store *st, const struct revoked_ask *x, struct err *err);

#endif
