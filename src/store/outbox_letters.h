#ifndef DUNMAIL_STORE_OUTBOX_LETTERS_H
#define DUNMAIL_STORE_OUTBOX_LETTERS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * outbox_letters: the bytes of letters in the ledger. The first letter of a
 * kind in a transaction is kept whole, and is the base of those that follow:
 * they are packed (port/pack.h). Large ones are kept whole as well.
 */
struct outbox_letters;

/* For one transaction: what it knows of bases does not outlive a rollback. In
 * the arena. */
struct outbox_letters *outbox_letters_new(struct store *st, struct arena *a);
struct store *outbox_letters_store(struct outbox_letters *l);

/* The number of the letter in *id. */
enum rc outbox_letters_keep(struct outbox_letters *l, struct str like,
    struct str bytes, int64_t *id, struct err *err);

/* The letter of the row that a statement is on: behind the touch its bytes as
 * kept, size, sum, base and bytes of the base. RC_BAD: it is damaged. */
enum rc outbox_letters_read(
    struct db_stmt *s, struct arena *a, struct str *bytes, struct err *err);

#endif
