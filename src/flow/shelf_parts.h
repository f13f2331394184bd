#ifndef DUNMAIL_FLOW_SHELF_PARTS_H
#define DUNMAIL_FLOW_SHELF_PARTS_H

#include "base/arena.h"
#include "flow/shelf.h"
#include "store/shelf.h"

/* shelf_parts: what the files of shelf share. Between them only. */
struct imap;

struct shelf {
	const struct flow *f;
	const struct mailbox_settings *box;
	struct imap *imap; /* NULL: not connected, or a Maildir */
	struct arena *a;   /* of one mail */
	struct arena *rows;
	int64_t now;
};

struct shelf_mail {
	struct str folder; /* "dunmail/accounts/C-1" */
	struct str key;    /* of a file in a Maildir */
	struct str id;     /* Message-ID without <> */
	struct str raw;    /* with CRLF for a server */
};

/* The mail of an item, into x->a. RC_MISS: there is none. */
enum rc shelf_mail(struct shelf *x, const struct shelf_item *it,
    struct shelf_mail *out, struct err *err);

/* Into its folder; again: it may lie there already. */
enum rc shelf_put(
    struct shelf *x, const struct shelf_mail *m, bool again, struct err *err);
void shelf_hang_up(struct shelf *x);

#endif
