#include "store/visits.h"

static void
read_visit(struct db_stmt *s, struct arena *a, struct visit *out)
{
	*out = (struct visit){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .account = arena_dup(a, db_col_text(s, 1)),
	    .course = arena_dup(a, db_col_text(s, 2)),
	    .day = DAY_NONE,
	    .minute = (int)db_col_i64(s, 4),
	    .state = arena_dup(a, db_col_text(s, 5)),
	    .uid = arena_dup(a, db_col_text(s, 6)),
	    .sequence = db_col_i64(s, 7),
	    .diary_of = arena_dup(a, db_col_text(s, 8)),
	    .diary_for = arena_dup(a, db_col_text(s, 9)),
	    .diary_sequence = db_col_i64(s, 10),
	    .diary_seen = db_col_i64(s, 11),
	    .customer_due = db_col_i64(s, 12) != 0,
	};
	day_parse(db_col_text(s, 3), &out->day);
}

enum rc
visits_add(struct store *st, const struct visit *v, int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISIT_ADD);
	char day[DAY_TEXT];

	db_text(s, 1, v->id);
	db_text(s, 2, v->account);
	db_text(s, 3, v->course);
	db_text(s, 4, str_of(day_iso(v->day, day)));
	db_i64(s, 5, v->minute);
	db_text(s, 6, v->uid);
	db_i64(s, 7, at);
	return store_run(s, err);
}

enum rc
visits_change(
    struct store *st, const struct visit *v, int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISIT_STATE);
	char day[DAY_TEXT];

	db_text(s, 1, v->id);
	db_text(s, 2, v->state);
	db_text(s, 3, str_of(day_iso(v->day, day)));
	db_i64(s, 4, v->minute);
	db_i64(s, 5, v->sequence);
	db_i64(s, 6, at);
	return store_run(s, err);
}

static enum rc
read_one(struct store *st, struct arena *a, enum sql_id sql, struct str key,
    struct visit *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, sql);
	enum rc rc;

	db_text(s, 1, key);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_visit(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
visits_by_uid(struct store *st, struct arena *a, struct str uid,
    struct visit *out, struct err *err)
{
	return read_one(st, a, SQL_VISIT_BY_UID, uid, out, err);
}

enum rc
visits_get(struct store *st, struct arena *a, struct str id, struct visit *out,
    struct err *err)
{
	return read_one(st, a, SQL_VISIT_GET, id, out, err);
}

static enum rc
read_all(struct store *st, struct arena *a, enum sql_id sql, struct str key,
    struct visit **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, sql);
	struct visit *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, key);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_visit(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
visits_ahead(struct store *st, struct str account, day_t from, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISITS_AHEAD);
	char day[DAY_TEXT];

	db_text(s, 1, account);
	db_text(s, 2, str_of(day_iso(from, day)));
	return store_one(s, err);
}

enum rc
visits_cancel(struct store *st, struct str account, day_t from, int64_t at,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISITS_CANCEL);
	char day[DAY_TEXT];
	enum rc rc;

	db_text(s, 1, account);
	db_text(s, 2, str_of(day_iso(from, day)));
	db_i64(s, 3, at);
	*count = 0;
	while ((rc = db_step(s, err)) == RC_OK)
		++*count;
	db_reset(s);
	if (rc != RC_MISS)
		return rc;
	s = store_stmt(st, SQL_VISITS_OVER);
	db_text(s, 1, account);
	db_i64(s, 2, at);
	return store_run(s, err);
}

enum rc
visits_of_course(struct store *st, struct arena *a, struct str course,
    struct visit **out, size_t *count, struct err *err)
{
	return read_all(st, a, SQL_VISITS_OF_COURSE, course, out, count, err);
}

enum rc
visits_diary(struct store *st, struct arena *a, struct str account,
    struct visit **out, size_t *count, struct err *err)
{
	return read_all(st, a, SQL_VISITS_DIARY, account, out, count, err);
}

enum rc
visits_diary_accounts(struct store *st, struct arena *a, struct str **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISITS_DIARY_ACCOUNTS);
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
visits_diary_put(struct store *st, const struct visit *v, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISIT_DIARY_PUT);

	db_text(s, 1, v->id);
	db_text(s, 2, v->diary_of);
	db_text(s, 3, v->diary_for);
	db_i64(s, 4, v->diary_sequence);
	db_i64(s, 5, v->diary_seen);
	return store_run(s, err);
}

enum rc
visits_invited(struct store *st, struct arena *a, struct str account,
    struct str *contact, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_VISIT_INVITED);
	enum rc rc;

	db_text(s, 1, account);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*contact = arena_dup(a, db_col_text(s, 0));
	db_reset(s);
	return rc;
}
