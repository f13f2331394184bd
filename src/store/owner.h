#ifndef DUNMAIL_STORE_OWNER_H
#define DUNMAIL_STORE_OWNER_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * owner: whose an address or an invoice is, and nothing else of them: that is
 * asked of every mail. All spans go to the arena.
 */
struct owner {
	struct str account, contact;
	struct str language; /* of the account; may be empty */
};

/* Contacts, of any account, with this address (compared folded). */
enum rc owner_by_address(struct store *st, struct arena *a, struct str address,
    struct owner **out, size_t *count, struct err *err);

/* RC_MISS: no such invoice. */
enum rc owner_of_invoice(struct store *st, struct arena *a, struct str invoice,
    struct str *account, struct err *err);

#endif
