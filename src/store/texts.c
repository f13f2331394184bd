#include "store/texts.h"

enum rc
texts_take(struct store *st, const struct texts_row *row, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_TAKE);

	db_text(s, 1, row->touch);
	db_text(s, 2, row->channel);
	db_text(s, 3, row->number);
	db_i64(s, 4, row->at);
	db_i64(s, 5, row->asked);
	db_i64(s, 6, row->parts);
	db_i64(s, 7, row->cost);
	return store_run(s, err);
}

enum rc
texts_near(struct store *st, const struct texts_row *row, int64_t since,
    int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_NEAR);
	enum rc rc;

	db_text(s, 1, row->number);
	db_i64(s, 2, since);
	db_i64(s, 3, row->asked);
	db_text(s, 4, row->touch);
	rc = db_step(s, err);
	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}

enum rc
texts_used(struct store *st, int64_t since, int64_t *count, int64_t *cost,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_USED);
	enum rc rc;

	db_i64(s, 1, since);
	rc = db_step(s, err);
	*count = rc == RC_OK ? db_col_i64(s, 0) : 0;
	*cost = rc == RC_OK ? db_col_i64(s, 1) : 0;
	db_reset(s);
	return rc;
}

enum rc
texts_sent(struct store *st, const struct texts_said *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_SENT);

	db_text(s, 1, x->touch);
	db_text(s, 2, x->sid);
	db_text(s, 3, x->state);
	db_i64(s, 4, x->at);
	return store_one(s, err);
}

enum rc
texts_state(struct store *st, const struct texts_said *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_STATE);

	db_text(s, 1, x->touch);
	db_text(s, 2, x->state);
	db_i64(s, 3, x->at);
	db_text(s, 4, x->code);
	return store_run(s, err);
}

static enum rc
set_text(struct store *st, enum sql_id what, struct str touch, struct str value,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, what);

	db_text(s, 1, touch);
	db_text(s, 2, value);
	return store_run(s, err);
}

enum rc
texts_answered(
    struct store *st, struct str touch, struct str by, struct err *err)
{
	return set_text(st, SQL_TEXT_ANSWERED, touch, by, err);
}

enum rc
texts_key(struct store *st, struct str touch, struct str keys, struct err *err)
{
	return set_text(st, SQL_TEXT_KEY, touch, keys, err);
}

static void
read_row(struct db_stmt *s, struct arena *a, struct texts_row *out)
{
	*out = (struct texts_row){
	    .touch = arena_dup(a, db_col_text(s, 0)),
	    .channel = arena_dup(a, db_col_text(s, 1)),
	    .number = arena_dup(a, db_col_text(s, 2)),
	    .at = db_col_i64(s, 3),
	    .asked = db_col_i64(s, 4) != 0,
	    .sid = arena_dup(a, db_col_text(s, 5)),
	    .state = arena_dup(a, db_col_text(s, 6)),
	    .code = arena_dup(a, db_col_text(s, 7)),
	    .answered_by = arena_dup(a, db_col_text(s, 8)),
	    .keys = arena_dup(a, db_col_text(s, 9)),
	};
}

static enum rc
find(struct store *st, struct arena *a, enum sql_id what, struct str key,
    struct texts_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, what);
	enum rc rc;

	db_text(s, 1, key);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_row(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
texts_get(struct store *st, struct arena *a, struct str touch,
    struct texts_row *out, struct err *err)
{
	return find(st, a, SQL_TEXT_GET, touch, out, err);
}

enum rc
texts_of_sid(struct store *st, struct arena *a, struct str sid,
    struct texts_row *out, struct err *err)
{
	return find(st, a, SQL_TEXT_OF_SID, sid, out, err);
}

enum rc
texts_last(struct store *st, struct arena *a, struct str number,
    struct texts_row *out, struct err *err)
{
	return find(st, a, SQL_TEXT_LAST, number, out, err);
}

enum rc
texts_uncertain(struct store *st, struct arena *a, int64_t since,
    int64_t before, struct texts_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_UNCERTAIN);
	struct texts_row *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, since);
	db_i64(s, 2, before);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_row(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
texts_looked(struct store *st, struct str touch, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_LOOKED);

	db_text(s, 1, touch);
	db_i64(s, 2, now);
	return store_run(s, err);
}
