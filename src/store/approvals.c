#include "store/approvals.h"

enum rc
approvals_ask(
    struct store *st, const struct approvals_ask *ask, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_APPROVAL_ASK);

	db_text(s, 1, ask->touch);
	db_text(s, 2, ask->why);
	db_text(s, 3, ask->hash);
	db_i64(s, 4, ask->now);
	return store_run(s, err);
}

static void
read_row(struct db_stmt *s, struct arena *a, struct approvals_row *out)
{
	*out = (struct approvals_row){
	    .why = arena_dup(a, db_col_text(s, 1)),
	    .hash = arena_dup(a, db_col_text(s, 2)),
	    .asked_at = db_col_i64(s, 3),
	    .account_name = arena_dup(a, db_col_text(s, 12)),
	};
	out->touch = (struct outbox_touch){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .state = arena_dup(a, db_col_text(s, 4)),
	    .account = arena_dup(a, db_col_text(s, 5)),
	    .sequence = arena_dup(a, db_col_text(s, 6)),
	    .step = arena_dup(a, db_col_text(s, 7)),
	    .template_name = arena_dup(a, db_col_text(s, 8)),
	    .recipient = arena_dup(a, db_col_text(s, 9)),
	    .channel = arena_dup(a, db_col_text(s, 10)),
	    .planned_at = db_col_i64(s, 11),
	};
}

enum rc
approvals_waiting(struct store *st, struct arena *a,
    const struct approvals_want *want, struct approvals_row **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_APPROVAL_WAITING);
	struct approvals_row *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, want->looked_before);
	db_i64(s, 2, want->after ? want->after->asked_at : 0);
	db_text(s, 3, want->after ? want->after->touch.id : STR(""));
	db_i64(s, 4, (int64_t)want->max);
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
approvals_get(struct store *st, struct arena *a, struct str touch,
    struct approvals_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_APPROVAL_GET);
	enum rc rc;

	db_text(s, 1, touch);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_row(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
approvals_any(struct store *st, int64_t looked_before, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_APPROVAL_IS_WAITING);

	db_i64(s, 1, looked_before);
	return store_one(s, err);
}

enum rc
approvals_looked(
    struct store *st, struct str touch, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_APPROVAL_LOOKED);

	db_text(s, 1, touch);
	db_i64(s, 2, now);
	return store_run(s, err);
}

static enum rc
close_one(struct store *st, struct str touch, const char *state, struct str by,
    int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_APPROVAL_CLOSE);

	db_text(s, 1, touch);
	db_text(s, 2, str_of(state));
	db_i64(s, 3, now);
	db_text(s, 4, by);
	return store_one(s, err);
}

enum rc
approvals_give(
    struct store *st, const struct approvals_yes *yes, struct err *err)
{
	struct db_stmt *s;
	enum rc rc = close_one(st, yes->touch, "given", yes->by, yes->now, err);

	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_TOUCH_LET_GO);
	db_text(s, 1, yes->touch);
	db_i64(s, 2, yes->now);
	db_text(s, 3, yes->reason);
	return store_run(s, err);
}

enum rc
approvals_gone(struct store *st, struct str touch, int64_t now, struct err *err)
{
	enum rc rc = close_one(st, touch, "gone", STR(""), now, err);

	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
approvals_text_met(struct store *st, struct str hash, struct str name,
    int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_MET);

	db_text(s, 1, hash);
	db_text(s, 2, name);
	db_i64(s, 3, now);
	return store_run(s, err);
}

enum rc
approvals_text_given(
    struct store *st, struct str hash, int64_t *given, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_GIVEN);
	enum rc rc;

	db_text(s, 1, hash);
	rc = db_step(s, err);
	*given = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
approvals_text_give(struct store *st, struct str hash, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TEXT_GIVE);

	db_text(s, 1, hash);
	return store_run(s, err);
}
