#include "store/filing.h"

static void
bind_place(struct db_stmt *s, const struct filing_at *p)
{
	db_text(s, 1, p->mailbox);
	db_text(s, 2, p->folder);
	db_text(s, 3, p->place);
}

enum rc
filing_seen(struct store *st, const struct filing_at *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_SEEN);

	bind_place(s, p);
	db_text(s, 4, p->inbox);
	db_i64(s, 5, p->at);
	return store_run(s, err);
}

enum rc
filing_gone(struct store *st, const struct filing_at *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_GONE);

	bind_place(s, p);
	db_i64(s, 4, p->at);
	return store_run(s, err);
}

enum rc
filing_left(struct store *st, const struct filing_at *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_LEFT);

	db_text(s, 1, p->mailbox);
	db_text(s, 2, p->folder);
	db_text(s, 3, p->inbox);
	db_i64(s, 4, p->at);
	return store_run(s, err);
}

enum rc
filing_here(struct store *st, struct arena *a, struct str mailbox,
    struct str folder, struct str **places, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_HERE);
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = arena_dup(a, db_col_text(s, 0));
	}
	db_reset(s);
	*places = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
filing_look(struct store *st, struct str mailbox, struct str folder,
    struct filing_look *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_LOOK);
	enum rc rc;

	*out = (struct filing_look){0};
	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct filing_look){db_col_i64(s, 0), db_col_i64(s, 1),
		    db_col_i64(s, 2), db_col_i64(s, 3)};
	db_reset(s);
	return rc;
}

enum rc
filing_look_put(struct store *st, struct str mailbox, struct str folder,
    const struct filing_look *look, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_LOOK_PUT);

	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	db_i64(s, 3, look->validity);
	db_i64(s, 4, look->next);
	db_i64(s, 5, look->held);
	db_i64(s, 6, look->highest);
	return store_run(s, err);
}

static enum rc
read_todo(struct db_stmt *s, struct arena *a, struct filing_todo **out,
    size_t *count, struct err *err)
{
	struct filing_todo *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct filing_todo){
		    .place = arena_dup(a, db_col_text(s, 0)),
		    .inbox = arena_dup(a, db_col_text(s, 1)),
		    .queue = arena_dup(a, db_col_text(s, 2)),
		    .intents = arena_dup(a, db_col_text(s, 3)),
		    .from = arena_dup(a, db_col_text(s, 4)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
filing_todo(struct store *st, struct arena *a, struct str mailbox,
    struct str folder, size_t max, struct filing_todo **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_TODO);

	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	db_i64(s, 3, (int64_t)max);
	return read_todo(s, a, out, count, err);
}

enum rc
filing_due(struct store *st, struct arena *a, struct str mailbox, size_t max,
    struct filing_todo **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_DUE);

	db_text(s, 1, mailbox);
	db_i64(s, 2, (int64_t)max);
	return read_todo(s, a, out, count, err);
}

enum rc
filing_settled(struct store *st, const struct filing_at *p, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_SETTLED);

	bind_place(s, p);
	return store_run(s, err);
}

static enum rc
remember(struct store *st, const struct filing_at *p, struct str queue,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_PUT);

	db_text(s, 1, p->mailbox);
	db_text(s, 2, p->inbox);
	db_text(s, 3, queue);
	db_text(s, 4, p->place);
	db_i64(s, 5, p->at);
	return store_run(s, err);
}

/* A place that was not told is found by the next look. */
enum rc
filing_put(struct store *st, const struct filing_at *p, struct str queue,
    struct err *err)
{
	enum rc rc = remember(st, p, queue, err);

	if (rc != RC_OK || str_is_empty(p->place))
		return rc;
	rc = filing_seen(st, p, err);
	return rc == RC_OK ? filing_settled(st, p, err) : rc;
}

enum rc
filing_not_due(
    struct store *st, struct str mailbox, struct str inbox, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_NOT_DUE);

	db_text(s, 1, mailbox);
	db_text(s, 2, inbox);
	return store_run(s, err);
}

enum rc
filing_loose(struct store *st, struct arena *a, struct str mailbox,
    struct str prefix, struct filing_loose **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FILING_LOOSE);
	struct filing_loose *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, mailbox);
	db_text(s, 2, prefix);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct filing_loose){
		    .at = {.mailbox = mailbox,
			.folder = arena_dup(a, db_col_text(s, 0)),
			.place = arena_dup(a, db_col_text(s, 1)),
			.inbox = arena_dup(a, db_col_text(s, 2))},
		    .state = arena_dup(a, db_col_text(s, 3)),
		    .queue = arena_dup(a, db_col_text(s, 4)),
		    .filed = arena_dup(a, db_col_text(s, 5)),
		    .filed_place = arena_dup(a, db_col_text(s, 6)),
		    .still = db_col_i64(s, 7) != 0,
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
