#include "store/waiting.h"

enum rc
waiting_put(struct store *st, const struct waiting *w, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_WAITING_PUT);

	db_text(s, 1, w->kind);
	db_text(s, 2, w->id);
	db_text(s, 3, w->account);
	db_text(s, 4, w->row);
	db_text(s, 5, w->batch);
	db_i64(s, 6, w->at);
	return store_run(s, err);
}

enum rc
waiting_get(struct store *st, struct waiting *w, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_WAITING_GET);
	enum rc rc;

	db_text(s, 1, w->kind);
	db_text(s, 2, w->id);
	rc = db_step(s, err);
	if (rc != RC_OK) {
		db_reset(s);
		return rc;
	}
	w->account = db_col_text(s, 0);
	w->row = db_col_text(s, 1);
	w->batch = db_col_text(s, 2);
	w->at = db_col_i64(s, 3);
	return RC_OK;
}

enum rc
waiting_drop(struct store *st, struct str kind, struct str id, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_WAITING_DROP);

	db_text(s, 1, kind);
	db_text(s, 2, id);
	return store_run(s, err);
}

enum rc
waiting_count(struct store *st, struct str kind, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_WAITING_COUNT);
	enum rc rc;

	db_text(s, 1, kind);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = db_col_i64(s, 0);
	db_reset(s);
	return rc;
}

enum rc
waiting_ready(struct store *st, struct arena *a, const struct waiting *after,
    size_t max, struct waiting **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_WAITING_READY);
	struct waiting *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, after->kind);
	db_text(s, 2, after->id);
	db_i64(s, 3, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct waiting){.kind = after->kind,
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		    .row = arena_dup(a, db_col_text(s, 2)),
		    .batch = arena_dup(a, db_col_text(s, 3)),
		    .at = db_col_i64(s, 4)};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
