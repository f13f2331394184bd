#include "store/hookevents.h"

enum rc
hookevents_add(struct store *st, const struct hookevent *e, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_HOOK_ADD);

	db_text(s, 1, e->source);
	db_text(s, 2, e->id);
	db_i64(s, 3, e->at);
	db_blob(s, 4, e->bytes);
	return store_one(s, err);
}

enum rc
hookevents_new(struct store *st, struct arena *a, struct str source, size_t max,
    struct hookevent **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_HOOK_NEW);
	struct hookevent *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, source);
	db_i64(s, 2, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct hookevent){
		    .source = source,
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .at = db_col_i64(s, 1),
		    .bytes = arena_dup(a, db_col_blob(s, 2)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
hookevents_waiting(struct store *st, struct str source, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_HOOK_WAITING);

	db_text(s, 1, source);
	return store_one(s, err);
}

enum rc
hookevents_settle(
    struct store *st, const struct hookevent_settled *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_HOOK_SETTLE);

	db_text(s, 1, x->source);
	db_text(s, 2, x->id);
	db_text(s, 3, str_of(x->state));
	db_text(s, 4, x->reason);
	db_i64(s, 5, x->at);
	return store_run(s, err);
}
