#include "store/drafts.h"

#define WAITING_MAX 100

enum rc
drafts_put(struct store *st, const struct drafts_row *d, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_PUT);

	db_text(s, 1, d->touch);
	db_text(s, 2, d->token);
	db_text(s, 3, d->account);
	db_text(s, 4, d->contact);
	db_text(s, 5, d->person);
	db_text(s, 6, d->recipient);
	db_text(s, 7, d->collector);
	db_text(s, 8, d->subject);
	db_text(s, 9, d->words);
	db_text(s, 10, d->state);
	db_i64(s, 11, d->at);
	db_i64(s, 12, d->due_at);
	return store_run(s, err);
}

static void
read_row(struct db_stmt *s, struct arena *a, struct drafts_row *out)
{
	*out = (struct drafts_row){
	    .touch = arena_dup(a, db_col_text(s, 0)),
	    .token = arena_dup(a, db_col_text(s, 1)),
	    .account = arena_dup(a, db_col_text(s, 2)),
	    .contact = arena_dup(a, db_col_text(s, 3)),
	    .person = arena_dup(a, db_col_text(s, 4)),
	    .recipient = arena_dup(a, db_col_text(s, 5)),
	    .collector = arena_dup(a, db_col_text(s, 6)),
	    .subject = arena_dup(a, db_col_text(s, 7)),
	    .words = arena_dup(a, db_col_text(s, 8)),
	    .state = arena_dup(a, db_col_text(s, 9)),
	    .folder = arena_dup(a, db_col_text(s, 10)),
	    .place = arena_dup(a, db_col_text(s, 11)),
	    .mine = db_col_i64(s, 12) != 0,
	    .at = db_col_i64(s, 13),
	    .due_at = db_col_i64(s, 14),
	    .gone_at = db_col_i64(s, 15),
	    .found = arena_dup(a, db_col_text(s, 16)),
	    .told_at = db_col_i64(s, 17),
	    .late_at = db_col_i64(s, 18),
	    .open = db_col_i64(s, 19) != 0,
	};
}

static enum rc
read_one(struct store *st, struct arena *a, enum sql_id sql, struct str key,
    struct drafts_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, sql);
	enum rc rc;

	db_text(s, 1, key);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_row(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
drafts_get(struct store *st, struct arena *a, struct str touch,
    struct drafts_row *out, struct err *err)
{
	return read_one(st, a, SQL_DRAFT_GET, touch, out, err);
}

enum rc
drafts_by_token(struct store *st, struct arena *a, struct str token,
    struct drafts_row *out, struct err *err)
{
	return read_one(st, a, SQL_DRAFT_BY_TOKEN, token, out, err);
}

enum rc
drafts_by_found(struct store *st, struct arena *a, struct str inbox,
    struct drafts_row *out, struct err *err)
{
	return read_one(st, a, SQL_DRAFT_BY_FOUND, inbox, out, err);
}

static enum rc
read_all(struct db_stmt *s, struct arena *a, struct drafts_row **out,
    size_t *count, struct err *err)
{
	struct drafts_row *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

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
drafts_of_person(struct store *st, struct arena *a, struct str account,
    struct str person, struct drafts_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_OF_PERSON);

	db_text(s, 1, account);
	db_text(s, 2, person);
	return read_all(s, a, out, count, err);
}

enum rc
drafts_of_box(struct store *st, struct arena *a, struct str collector,
    size_t max, struct drafts_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_OF_BOX);

	db_text(s, 1, collector);
	db_i64(s, 2, (int64_t)max);
	return read_all(s, a, out, count, err);
}

enum rc
drafts_state(
    struct store *st, struct str touch, const char *state, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_STATE);

	db_text(s, 1, touch);
	db_text(s, 2, str_of(state));
	return store_run(s, err);
}

enum rc
drafts_place(struct store *st, const struct drafts_row *d, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_PLACE);

	db_text(s, 1, d->touch);
	db_text(s, 2, d->folder);
	db_text(s, 3, d->place);
	db_i64(s, 4, d->mine);
	db_i64(s, 5, d->gone_at);
	return store_run(s, err);
}

enum rc
drafts_found(
    struct store *st, struct str touch, struct str inbox, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_FOUND);

	db_text(s, 1, touch);
	db_text(s, 2, inbox);
	return store_run(s, err);
}

enum rc
drafts_sent(struct store *st, struct str touch, int64_t at, bool changed,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_SENT);

	db_text(s, 1, touch);
	db_i64(s, 2, at);
	db_i64(s, 3, changed);
	return store_one(s, err);
}

static enum rc
void_all(struct store *st, enum sql_id sql, struct str of, int64_t at,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, sql);

	db_text(s, 1, of);
	db_i64(s, 2, at);
	return store_run(s, err);
}

enum rc
drafts_void(struct store *st, struct str course, int64_t at, struct err *err)
{
	return void_all(st, SQL_DRAFT_VOID, course, at, err);
}

enum rc
drafts_void_account(
    struct store *st, struct str account, int64_t at, struct err *err)
{
	return void_all(st, SQL_DRAFT_VOID_ACCOUNT, account, at, err);
}

enum rc
drafts_waiting(struct store *st, struct arena *a, enum drafts_which which,
    int64_t at, struct drafts_row **out, size_t *count, struct err *err)
{
	static const enum sql_id sql[] = {
	    [DRAFTS_DUE] = SQL_DRAFT_DUE,
	    [DRAFTS_LATE] = SQL_DRAFT_LATE,
	    [DRAFTS_STUCK] = SQL_DRAFT_STUCK,
	};
	struct db_stmt *s = store_stmt(st, sql[which]);

	db_i64(s, 1, at);
	db_i64(s, 2, WAITING_MAX);
	return read_all(s, a, out, count, err);
}

enum rc
drafts_told(struct store *st, struct str touch, int64_t at, int64_t late_at,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_TOLD);

	db_text(s, 1, touch);
	db_i64(s, 2, at);
	db_i64(s, 3, late_at);
	return store_run(s, err);
}

enum rc
drafts_box_down(struct store *st, struct str collector, int64_t at,
    struct str why, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_BOX_DOWN);

	db_text(s, 1, collector);
	db_i64(s, 2, at);
	db_text(s, 3, why);
	return store_run(s, err);
}

enum rc
drafts_box_up(struct store *st, struct str collector, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_BOX_UP);

	db_text(s, 1, collector);
	return store_run(s, err);
}

enum rc
drafts_box_since(
    struct store *st, struct str collector, int64_t *since, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DRAFT_BOX_SINCE);
	enum rc rc;

	db_text(s, 1, collector);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*since = db_col_i64(s, 0);
	db_reset(s);
	return rc;
}
