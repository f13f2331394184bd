#ifndef DUNMAIL_STORE_SHELF_H
#define DUNMAIL_STORE_SHELF_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* shelf: which notes and mails were filed into the folder of their account, in
 * which mailbox. The caller holds the transaction where it writes. */
enum shelf_kind {
	SHELF_IN,   /* a row of inbox */
	SHELF_OUT,  /* a touch that was accepted */
	SHELF_NOTE, /* a note that no mail of the account brought */
	SHELF_KINDS
};

struct shelf_item {
	enum shelf_kind kind;
	struct str item, account;
};

/* Those of one kind that came since and are not on the shelf, oldest first. */
struct shelf_ask {
	struct str mailbox;
	enum shelf_kind kind;
	int64_t since;
	size_t max;
};
enum rc shelf_todo(struct store *st, struct arena *a,
    const struct shelf_ask *ask, struct shelf_item **out, size_t *count,
    struct err *err);
/* About to be filed; filed. */
enum rc shelf_begin(struct store *st, struct str mailbox,
    const struct shelf_item *x, int64_t now, struct err *err);
enum rc shelf_end(struct store *st, struct str mailbox,
    const struct shelf_item *x, struct err *err);
/* Begun and not ended. */
enum rc shelf_left(struct store *st, struct arena *a, struct str mailbox,
    size_t max, struct shelf_item **out, size_t *count, struct err *err);

/* Up to when all of a kind is on the shelf; 0: nothing was looked at yet. */
enum rc shelf_mark(struct store *st, struct str mailbox, enum shelf_kind kind,
    int64_t *at, struct err *err);
enum rc shelf_mark_put(struct store *st, struct str mailbox,
    enum shelf_kind kind, int64_t at, struct err *err);

struct shelf_note {
	int64_t at;
	struct str author, kind, invoice, text;
};
enum rc shelf_note(struct store *st, struct arena *a, struct str id,
    struct shelf_note *out, struct err *err);

#endif
