#ifndef DUNMAIL_STORE_FOLLOWERS_H
#define DUNMAIL_STORE_FOLLOWERS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* followers: who of our people reads along at which account, and what each was
 * told. The caller holds the transaction where it writes. */
struct follower {
	struct str account, address;
	int64_t since;
};

/* RC_MISS: they do already; there is none to end. */
enum rc followers_add(struct store *st, struct arena *a,
    const struct follower *x, struct err *err);
enum rc followers_end(struct store *st, struct arena *a,
    const struct follower *x, struct err *err);

/* RC_MISS: nobody follows anything. */
enum rc followers_any(struct store *st, struct err *err);
/* Everybody who follows an account, once. */
enum rc followers_persons(struct store *st, struct arena *a, struct str **out,
    size_t *count, struct err *err);

struct follower_note {
	struct str id, account, name, author, text;
	int64_t at;
};
/* Notes since, of others than themselves, that they were not told of, by
 * account. */
struct followers_ask {
	struct str address;
	int64_t since;
	size_t max;
};
enum rc followers_news(struct store *st, struct arena *a,
    const struct followers_ask *ask, struct follower_note **out, size_t *count,
    struct err *err);
enum rc followers_told(struct store *st, struct arena *a, struct str address,
    struct str note, int64_t now, struct err *err);
/* What was told before that instant need not be known any more. */
enum rc followers_forget(struct store *st, int64_t before, struct err *err);

#endif
