#include "store/agenda.h"

#include <stdlib.h>

static enum rc
run_at(struct store *st, enum sql_id id, struct str which, int64_t at,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, id);

	db_text(s, 1, which);
	db_i64(s, 2, at);
	return store_run(s, err);
}

static enum rc
run_of(struct store *st, enum sql_id id, const struct agenda_looked *l,
    int64_t value, struct err *err)
{
	struct db_stmt *s = store_stmt(st, id);

	db_text(s, 1, l->account);
	db_text(s, 2, l->sequence);
	db_i64(s, 3, value);
	return store_run(s, err);
}

static enum rc
enrol(
    struct store *st, struct str account, struct str sequence, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ENROL);

	db_text(s, 1, account);
	db_text(s, 2, sequence);
	return store_run(s, err);
}

enum rc
agenda_look(struct store *st, struct str account, struct str sequence,
    int64_t at, struct err *err)
{
	struct agenda_looked l = {.account = account, .sequence = sequence};
	enum rc rc = enrol(st, account, sequence, err);

	return rc == RC_OK ? run_of(st, SQL_AGENDA_ADD, &l, at, err) : rc;
}

enum rc
agenda_wake(struct store *st, struct str account, int64_t at, struct err *err)
{
	return run_at(st, SQL_AGENDA_WAKE, account, at, err);
}

enum rc
agenda_enrol(struct store *st, struct str sequence, int64_t at, struct err *err)
{
	return run_at(st, SQL_ENROL_AT, sequence, at, err);
}

enum rc
agenda_follow(
    struct store *st, struct str sequence, int64_t at, struct err *err)
{
	enum rc rc = run_at(st, SQL_AGENDA_FOLLOW, sequence, at, err);

	return rc == RC_OK ? agenda_enrol(st, sequence, at, err) : rc;
}

enum rc
agenda_fill(struct store *st, struct str sequence, int64_t at, struct err *err)
{
	enum rc rc = run_at(st, SQL_AGENDA_FILL, sequence, at, err);

	return rc == RC_OK ? agenda_enrol(st, sequence, at, err) : rc;
}

enum rc
agenda_credit(struct store *st, int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_AGENDA_CREDIT);
	enum rc rc;

	db_i64(s, 1, at);
	rc = store_run(s, err);
	return rc == RC_OK ? agenda_enrol(st, STR("credit"), at, err) : rc;
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Down twice, looked at once. */
static size_t
once_each(struct str *v, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort(v, n, sizeof(*v), by_text);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !str_eq(v[kept - 1], v[i]))
			v[kept++] = v[i];
	return kept;
}

/* All rows up to that one. */
static enum rc
take_off(struct store *st, struct str sequence, int64_t at, struct str account,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_AGENDA_TAKE);

	db_text(s, 1, sequence);
	db_i64(s, 2, at);
	db_text(s, 3, account);
	return store_run(s, err);
}

enum rc
agenda_take(struct store *st, struct arena *a, const struct agenda_ask *ask,
    struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_AGENDA_DUE);
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	int64_t last = 0;
	enum rc rc;

	db_text(s, 1, ask->sequence);
	db_i64(s, 2, ask->now);
	db_i64(s, 3, (int64_t)ask->max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		last = db_col_i64(s, 0);
		v[n++] = arena_dup(a, db_col_text(s, 1));
	}
	db_reset(s);
	if (rc == RC_MISS)
		rc = n == 0 ? RC_OK
			    : take_off(st, ask->sequence, last, v[n - 1], err);
	*count = once_each(v, n);
	*out = v;
	return rc;
}

enum rc
agenda_is_due(struct store *st, const struct agenda_ask *ask, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_AGENDA_IS_DUE);

	db_text(s, 1, ask->sequence);
	db_i64(s, 2, ask->now);
	return store_one(s, err);
}

enum rc
agenda_count_due(struct store *st, int64_t now, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_AGENDA_COUNT_DUE);
	enum rc rc;

	db_i64(s, 1, now);
	rc = db_step(s, err);
	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}

enum rc
agenda_next(struct store *st, const struct agenda_looked *l, struct err *err)
{
	enum rc rc = run_of(st, SQL_AGENDA_SEEN, l, l->now, err);

	if (rc == RC_OK && l->next != 0)
		rc = run_of(st, SQL_AGENDA_ADD, l, l->next, err);
	if (rc == RC_OK && l->episode != 0)
		rc = run_of(st, SQL_EPISODE_SET, l, l->episode, err);
	return rc;
}
