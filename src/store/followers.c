#include "store/followers.h"

#include "store/ledger.h"

enum rc
followers_add(struct store *st, struct arena *a, const struct follower *x,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FOLLOWER_ADD);

	db_text(s, 1, x->account);
	db_text(s, 2, ledger_email_key(a, x->address));
	db_text(s, 3, x->address);
	db_i64(s, 4, x->since);
	return store_one(s, err);
}

enum rc
followers_end(struct store *st, struct arena *a, const struct follower *x,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FOLLOWER_END);

	db_text(s, 1, x->account);
	db_text(s, 2, ledger_email_key(a, x->address));
	return store_one(s, err);
}

enum rc
followers_any(struct store *st, struct err *err)
{
	return store_one(store_stmt(st, SQL_FOLLOWER_ANY), err);
}

enum rc
followers_persons(struct store *st, struct arena *a, struct str **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FOLLOWER_PERSONS);
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = arena_dup(a, db_col_text(s, 0));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
followers_news(struct store *st, struct arena *a,
    const struct followers_ask *ask, struct follower_note **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FOLLOWER_NEWS);
	struct follower_note *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, ledger_email_key(a, ask->address));
	db_i64(s, 2, ask->since);
	db_i64(s, 3, (int64_t)ask->max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct follower_note){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		    .name = arena_dup(a, db_col_text(s, 2)),
		    .at = db_col_i64(s, 3),
		    .author = arena_dup(a, db_col_text(s, 4)),
		    .text = arena_dup(a, db_col_text(s, 5)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
followers_told(struct store *st, struct arena *a, struct str address,
    struct str note, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FOLLOWER_TOLD);

	db_text(s, 1, ledger_email_key(a, address));
	db_text(s, 2, note);
	db_i64(s, 3, now);
	return store_run(s, err);
}

enum rc
followers_forget(struct store *st, int64_t before, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FOLLOWER_FORGET);

	db_i64(s, 1, before);
	return store_run(s, err);
}
