#include "store/cases.h"

#include "model/names.h"

enum rc
cases_add(struct store *st, const struct cases_row *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_ADD);

	db_text(s, 1, c->touch);
	db_text(s, 2, c->inbox);
	db_text(s, 3, c->account);
	db_text(s, 4, c->person);
	db_i64(s, 5, c->at);
	db_text(s, 6, c->told);
	db_i64(s, 7, c->told_at);
	db_i64(s, 8, c->late_at);
	return store_run(s, err);
}

enum rc
cases_told(struct store *st, const struct cases_row *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_TOLD);

	db_text(s, 1, c->touch);
	db_text(s, 2, c->told);
	db_i64(s, 3, c->told_at);
	db_text(s, 4, c->digest);
	db_i64(s, 5, c->late_at);
	return store_run(s, err);
}

enum rc
cases_any(struct store *st, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_ANY);

	db_i64(s, 1, now);
	return store_one(s, err);
}

enum rc
cases_count(struct store *st, struct str person, int64_t since,
    struct cases_count *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_COUNT);
	enum rc rc;

	*out = (struct cases_count){0};
	db_text(s, 1, person);
	db_i64(s, 2, since);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		out->singles = db_col_i64(s, 0);
		out->listed = db_col_i64(s, 1);
		out->waits = db_col_i64(s, 2) > 0;
	}
	db_reset(s);
	return rc;
}

enum rc
cases_persons(struct store *st, struct arena *a, struct str **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_PERSONS);
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

static enum rc
read_rows(struct db_stmt *s, struct arena *a, struct cases_row **out,
    size_t *count, struct err *err)
{
	struct cases_row *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct cases_row){
		    .touch = arena_dup(a, db_col_text(s, 0)),
		    .inbox = arena_dup(a, db_col_text(s, 1)),
		    .account = arena_dup(a, db_col_text(s, 2)),
		    .person = arena_dup(a, db_col_text(s, 3)),
		    .at = db_col_i64(s, 4),
		    .told = arena_dup(a, db_col_text(s, 5)),
		    .told_at = db_col_i64(s, 6),
		    .digest = arena_dup(a, db_col_text(s, 7)),
		    .late_at = db_col_i64(s, 8),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
cases_waiting(struct store *st, struct arena *a, struct str person, size_t max,
    struct cases_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_WAITING);

	db_text(s, 1, person);
	db_i64(s, 2, (int64_t)max);
	return read_rows(s, a, out, count, err);
}

enum rc
cases_of_digest(struct store *st, struct arena *a, struct str digest,
    struct cases_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_OF_DIGEST);

	db_text(s, 1, digest);
	return read_rows(s, a, out, count, err);
}

enum rc
cases_late(struct store *st, struct arena *a, int64_t now, size_t max,
    struct cases_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_LATE);

	db_i64(s, 1, now);
	db_i64(s, 2, (int64_t)max);
	return read_rows(s, a, out, count, err);
}

enum rc
cases_unwatch(struct store *st, struct str touch, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_UNWATCH);

	db_text(s, 1, touch);
	return store_run(s, err);
}

enum rc
cases_is_open(struct store *st, const struct cases_row *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_IS_OPEN);

	db_text(s, 1, c->inbox);
	return store_one(s, err);
}

enum rc
cases_is_answered(struct store *st, const struct cases_row *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_IS_ANSWERED);

	db_text(s, 1, c->account);
	db_i64(s, 2, c->at);
	db_text(s, 3, c->touch);
	return store_one(s, err);
}

enum rc
cases_promises(struct store *st, struct str account, struct cases_promises *out,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_PROMISES);
	enum rc rc;

	*out = (struct cases_promises){0};
	db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct str state = db_col_text(s, 0);

		if (str_eqc(state, "kept"))
			out->kept = db_col_i64(s, 1);
		else if (str_eqc(state, "broken"))
			out->broken = db_col_i64(s, 1);
		else if (str_eqc(state, "open"))
			out->open = db_col_i64(s, 1);
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
cases_notes(struct store *st, struct arena *a, struct str account,
    struct cases_note **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASE_NOTES);
	struct str bank = str_of(name_intent(INTENT_BANK_DETAILS));
	struct cases_note *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct cases_note){
		    .at = db_col_i64(s, 0),
		    .author = arena_dup(a, db_col_text(s, 1)),
		    .kind = arena_dup(a, db_col_text(s, 2)),
		    .text = arena_dup(a, db_col_text(s, 3)),
		    .inbox = arena_dup(a, db_col_text(s, 5)),
		    .bank = str_find(db_col_text(s, 4), bank) != STR_NPOS,
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
