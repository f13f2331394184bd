#ifndef DUNMAIL_STORE_REQUESTS_H
#define DUNMAIL_STORE_REQUESTS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/money.h"
#include "store/store.h"

/*
 * requests: what one person asks for and another decides: a hold's release, a
 * credit for a dispute. The caller holds the transaction.
 */
#define REQUESTS_RELEASE "release"
#define REQUESTS_CREDIT  "credit"

struct requests_row {
	struct str id, account;
	struct str kind;     /* as above */
	struct str subject;  /* of a credit: the invoice */
	struct money amount; /* of a credit */
	struct str why, state;
	struct str by, key; /* who asks, and the same folded */
	int64_t at;
	struct str decided_by;
	struct str touch; /* the mail that asks for the yes */
};

/* RC_MISS: the same is asked for already. */
enum rc requests_add(
    struct store *st, const struct requests_row *r, struct err *err);
/* RC_MISS: that mail asks for none. */
enum rc requests_of_touch(struct store *st, struct arena *a, struct str touch,
    struct requests_row *out, struct err *err);

struct requests_decision {
	struct str id;
	bool approved;
	struct str by, key, why;
	int64_t at;
};
/* RC_MISS: it was decided before. The table refuses one by who asked. */
enum rc requests_decide(
    struct store *st, const struct requests_decision *d, struct err *err);

#endif
