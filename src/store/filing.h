#ifndef DUNMAIL_STORE_FILING_H
#define DUNMAIL_STORE_FILING_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * filing: where mails lie, and where they should. A place is a folder and what
 * it calls the mail there ("uidvalidity:uid", or a Maildir name). The caller
 * holds the transaction where it writes.
 */
struct filing_at {
	struct str mailbox, folder, place, inbox;
	int64_t at;
};

/* A mail lies there, and nobody has said yet what that means. */
enum rc filing_seen(
    struct store *st, const struct filing_at *p, struct err *err);
/* It does not any more. */
enum rc filing_gone(
    struct store *st, const struct filing_at *p, struct err *err);

/* Nor anywhere in that folder, as was found out elsewhere. */
enum rc filing_left(
    struct store *st, const struct filing_at *p, struct err *err);

/* The places of a folder where a mail lies, as far as is known. */
enum rc filing_here(struct store *st, struct arena *a, struct str mailbox,
    struct str folder, struct str **places, size_t *count, struct err *err);

/* How a folder was when all of it had been looked at. */
struct filing_look {
	int64_t validity, next, held, highest;
};
/* RC_MISS: never. */
enum rc filing_look(struct store *st, struct str mailbox, struct str folder,
    struct filing_look *out, struct err *err);
enum rc filing_look_put(struct store *st, struct str mailbox, struct str folder,
    const struct filing_look *look, struct err *err);

/* Mails of the inbox folder that are handled and were never filed. */
struct filing_todo {
	struct str place, inbox, queue, intents;
	struct str from; /* queue whose folder it lies in; empty: the inbox */
};
enum rc filing_todo(struct store *st, struct arena *a, struct str mailbox,
    struct str folder, size_t max, struct filing_todo **out, size_t *count,
    struct err *err);
/* Filed ones whose row went to another queue since. */
enum rc filing_due(struct store *st, struct arena *a, struct str mailbox,
    size_t max, struct filing_todo **out, size_t *count, struct err *err);

/* It lies in that queue's folder from now on, as p says, and that is right. */
enum rc filing_put(struct store *st, const struct filing_at *p,
    struct str queue, struct err *err);
/* That place means nothing new. */
enum rc filing_settled(
    struct store *st, const struct filing_at *p, struct err *err);
/* What was due cannot be done: the mail is gone. */
enum rc filing_not_due(
    struct store *st, struct str mailbox, struct str inbox, struct err *err);

/*
 * Places that are not decided, all of a mail together: first one in the folder
 * where it was filed, then the newest. prefix: of the folders of queues, with
 * the "/".
 */
struct filing_loose {
	struct filing_at at;
	struct str state, queue;       /* of the inbox row */
	struct str filed, filed_place; /* empty: was not filed here */
	bool still;                    /* and lies where it was filed, too */
};
enum rc filing_loose(struct store *st, struct arena *a, struct str mailbox,
    struct str prefix, struct filing_loose **out, size_t *count,
    struct err *err);

#endif
