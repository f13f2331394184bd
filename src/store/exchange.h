#ifndef DUNMAIL_STORE_EXCHANGE_H
#define DUNMAIL_STORE_EXCHANGE_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* exchange: what was said between one contact of an account and us, both
 * ways. Reads only. */
struct exchange_row {
	int64_t at;
	bool ours;
	struct str kind;    /* ours: reminder, answer, relay; theirs: of the
			     * form that they sent; empty: a mail */
	struct str subject; /* of ours */
	struct str params;  /* of ours: JSON, see flow/params.h */
	struct str fields;  /* of a form: JSON */
	struct str text;    /* of theirs, as the timeline has it */
};

struct exchange_ask {
	struct str account, contact;
	size_t max; /* each way */
};

/* The newest ones, oldest of these first. */
enum rc exchange_read(struct store *st, struct arena *a,
    const struct exchange_ask *ask, struct exchange_row **out, size_t *count,
    struct err *err);

/* The last mail that they got. RC_MISS: none. */
struct exchange_last {
	struct str touch, message_id, mailbox, subject;
};
enum rc exchange_last(struct store *st, struct arena *a, struct str account,
    struct str contact, struct exchange_last *out, struct err *err);

#endif
