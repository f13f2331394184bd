#include "store/batch.h"

#include <stdio.h>

#include "store/agenda.h"

static void
or_null(struct db_stmt *s, int i, int64_t at)
{
	if (at)
		db_i64(s, i, at);
	else
		db_null(s, i);
}

enum rc
batch_start(
    struct store *st, struct batch *b, char id[BATCH_ID], struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BATCH_SEQ);
	int64_t seq = 0;
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		seq = db_col_i64(s, 0);
	db_reset(s);
	if (rc != RC_OK)
		return rc;
	snprintf(id, BATCH_ID, "%lld", (long long)seq);
	b->id = str_of(id);
	s = store_stmt(st, SQL_BATCH_START);
	db_text(s, 1, b->id);
	db_i64(s, 2, seq);
	db_text(s, 3, b->kind);
	db_text(s, 4, b->source);
	db_text(s, 5, b->as_of);
	db_i64(s, 6, b->started_at);
	return store_run(s, err);
}

enum rc
batch_note(struct store *st, const struct batch *b, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BATCH_NOTE);

	db_text(s, 1, b->id);
	db_i64(s, 2, b->added);
	db_i64(s, 3, b->changed);
	db_i64(s, 4, b->unchanged);
	db_i64(s, 5, b->refused);
	db_i64(s, 6, b->quarantined);
	db_text(s, 7, b->totals);
	or_null(s, 8, b->finished_at);
	or_null(s, 9, b->stopped_at);
	return store_run(s, err);
}

static void
read_batch(struct db_stmt *s, struct arena *a, struct batch *out)
{
	*out = (struct batch){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .kind = arena_dup(a, db_col_text(s, 1)),
	    .source = arena_dup(a, db_col_text(s, 2)),
	    .as_of = arena_dup(a, db_col_text(s, 3)),
	    .started_at = db_col_i64(s, 4),
	    .finished_at = db_col_i64(s, 5),
	    .added = db_col_i64(s, 6),
	    .changed = db_col_i64(s, 7),
	    .unchanged = db_col_i64(s, 8),
	    .refused = db_col_i64(s, 9),
	    .quarantined = db_col_i64(s, 10),
	    .totals = arena_dup(a, db_col_text(s, 11)),
	    .undone_at = db_col_i64(s, 12),
	    .stopped_at = db_col_i64(s, 13),
	};
}

enum rc
batch_list(struct store *st, struct arena *a, size_t max, struct batch **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BATCH_LIST);
	struct batch *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_batch(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
batch_standing(
    struct store *st, struct arena *a, struct batch *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BATCH_STANDING);
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		read_batch(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
batch_wake(struct store *st, struct str batch, struct str sequence, int64_t at,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BATCH_WAKE);
	enum rc rc;

	db_text(s, 1, batch);
	db_text(s, 2, sequence);
	db_i64(s, 3, at);
	rc = store_run(s, err);
	return rc == RC_OK ? agenda_enrol(st, sequence, at, err) : rc;
}

enum rc
batch_wake_held(struct store *st, struct str batch, int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BATCH_WAKE_HELD);
	enum rc rc;

	db_text(s, 1, batch);
	db_i64(s, 2, at);
	rc = store_run(s, err);
	if (rc == RC_OK)
		rc = agenda_enrol(st, STR("disputes"), at, err);
	return rc == RC_OK ? agenda_enrol(st, STR("promise"), at, err) : rc;
}

static enum rc
mark(struct store *st, enum sql_id id, struct str batch, int64_t now,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, id);

	db_text(s, 1, batch);
	db_i64(s, 2, now);
	return store_run(s, err);
}

enum rc
batch_settle_left(
    struct store *st, struct str sequence, int64_t now, struct err *err)
{
	char id[BATCH_ID];
	enum rc rc;

	for (;;) {
		struct db_stmt *s = store_stmt(st, SQL_BATCH_LEFT);

		rc = db_step(s, err);
		if (rc == RC_OK)
			snprintf(
			    id, sizeof(id), "%.*s", STR_ARG(db_col_text(s, 0)));
		db_reset(s);
		if (rc != RC_OK)
			return rc == RC_MISS ? RC_OK : rc;
		rc = batch_wake(st, str_of(id), sequence, now, err);
		if (rc == RC_OK)
			rc = batch_wake_held(st, str_of(id), now, err);
		if (rc == RC_OK)
			rc = mark(st, SQL_BATCH_STOPPED, str_of(id), now, err);
		if (rc != RC_OK)
			return rc;
	}
}

enum rc
batch_before_add(struct store *st, struct str batch,
    const struct batch_before *b, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BEFORE_ADD);

	db_text(s, 1, batch);
	db_text(s, 2, b->kind);
	db_text(s, 3, b->id);
	db_text(s, 4, b->before);
	return store_run(s, err);
}

enum rc
batch_before_next(struct store *st, struct arena *a, struct str batch,
    const struct batch_before *after, size_t max, struct batch_before **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BEFORE_NEXT);
	struct batch_before *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, batch);
	db_text(s, 2, after->kind);
	db_text(s, 3, after->id);
	db_i64(s, 4, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].kind = arena_dup(a, db_col_text(s, 0));
		v[n].id = arena_dup(a, db_col_text(s, 1));
		v[n++].before = arena_dup(a, db_col_text(s, 2));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
batch_named(struct store *st, struct arena *a, struct str batch, size_t max,
    struct batch_named **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_UNDO_NAMED);
	struct batch_named *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, batch);
	db_i64(s, 2, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].what = arena_dup(a, db_col_text(s, 0));
		v[n].id = arena_dup(a, db_col_text(s, 1));
		v[n++].by = arena_dup(a, db_col_text(s, 2));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
batch_remove(struct store *st, struct str batch, struct err *err)
{
	/* Children before what they refer to. */
	static const enum sql_id order[] = {SQL_UNDO_APPLICATION,
	    SQL_UNDO_INVOICE, SQL_UNDO_PAYMENT, SQL_UNDO_CREDIT,
	    SQL_UNDO_CONTACT, SQL_UNDO_MEMBERSHIP, SQL_UNDO_AGENDA,
	    SQL_UNDO_VISIT, SQL_UNDO_COURSE_EVENT, SQL_UNDO_COURSE,
	    SQL_UNDO_ACCOUNT_CREDIT, SQL_UNDO_ACCOUNT, SQL_UNDO_WAITING};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof(order) / sizeof(*order);
	     i++) {
		struct db_stmt *s = store_stmt(st, order[i]);

		db_text(s, 1, batch);
		rc = store_run(s, err);
	}
	return rc;
}

enum rc
batch_undone(struct store *st, struct str batch, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BEFORE_DROP);
	enum rc rc;

	db_text(s, 1, batch);
	rc = store_run(s, err);
	if (rc == RC_OK)
		rc = mark(st, SQL_UNDO_BATCH, batch, now, err);
	return rc;
}
