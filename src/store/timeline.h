#ifndef DUNMAIL_STORE_TIMELINE_H
#define DUNMAIL_STORE_TIMELINE_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/*
 * timeline: everything that happened on an account, in the order it did:
 * mails out, mails in, notes, promises, disputes, tasks.
 */
struct timeline_entry {
	int64_t at;
	int64_t
	    order; /* within the same second, as one thing leads to another */
	struct str kind; /* out, in, note, promise, dispute, task */
	struct str what; /* step, intent, author, ... */
	struct str id;   /* of a touch, or of the mail that came in; or empty */
	struct str text;
	struct str state;
};

enum rc timeline_read(struct store *st, struct arena *a, struct str account,
    struct timeline_entry **out, size_t *count, struct err *err);

#endif
