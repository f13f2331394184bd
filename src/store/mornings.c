#include "store/agenda.h"
#include "store/mornings.h"

enum rc
mornings_tasks(struct store *st, struct arena *a, size_t max,
    struct mornings_task **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TASKS_OPEN);
	struct mornings_task *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct mornings_task){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		    .kind = arena_dup(a, db_col_text(s, 2)),
		    .text = arena_dup(a, db_col_text(s, 3)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
mornings_task_done(
    struct store *st, struct str id, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TASK_DONE);

	db_text(s, 1, id);
	db_i64(s, 2, now);
	return store_one(s, err);
}

enum rc
mornings_last_words(struct store *st, struct arena *a, struct str account,
    struct str *text, int64_t *at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LAST_WORDS);
	enum rc rc;

	db_text(s, 1, account);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		*text = arena_dup(a, db_col_text(s, 0));
		*at = db_col_i64(s, 1);
	}
	db_reset(s);
	return rc;
}

/* The first column of all rows of a statement that is bound. */
static enum rc
read_ids(struct db_stmt *s, struct arena *a, struct str **out, size_t *count,
    struct err *err)
{
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
mornings_snoozes(struct store *st, struct arena *a, int64_t now,
    struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SNOOZES);

	db_i64(s, 1, now);
	return read_ids(s, a, out, count, err);
}

enum rc
mornings_snooze(
    struct store *st, const struct mornings_snooze *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SNOOZE_PUT);

	db_text(s, 1, x->account);
	db_i64(s, 2, x->until);
	db_text(s, 3, x->by);
	db_i64(s, 4, x->now);
	return store_run(s, err);
}

enum rc
mornings_due(struct store *st, struct arena *a, const struct mornings_due *want,
    struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_AGENDA_ACCOUNTS);

	db_i64(s, 1, want->until);
	db_text(s, 2, want->after);
	db_i64(s, 3, (int64_t)want->max);
	return read_ids(s, a, out, count, err);
}

enum rc
mornings_planned(struct store *st, struct arena *a, size_t max,
    struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_ABOUT_TO_GO);

	db_i64(s, 1, (int64_t)max);
	return read_ids(s, a, out, count, err);
}

enum rc
mornings_unskip(
    struct store *st, struct str account, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REST_SKIPS_END);
	enum rc rc, last = RC_MISS;

	db_text(s, 1, account);
	db_i64(s, 2, now);
	while ((rc = db_step(s, err)) == RC_OK)
		last = RC_OK;
	db_reset(s);
	return rc == RC_MISS ? last : rc;
}
