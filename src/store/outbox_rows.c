#include "store/outbox.h"

#include <stdlib.h>

#define THREAD_MAX 50 /* more References help nobody */

static void
read_line(struct db_stmt *s, struct arena *a, struct outbox_line *out)
{
	*out = (struct outbox_line){
	    .invoice = arena_dup(a, db_col_text(s, 1)),
	    .step = arena_dup(a, db_col_text(s, 2)),
	    .level = db_col_i64(s, 3),
	    .occurrence = db_col_i64(s, 4),
	    .day = DAY_NONE,
	};
	day_parse(db_col_text(s, 5), &out->day);
}

static int
by_invoice(const void *pa, const void *pb)
{
	const struct outbox_line *a = pa, *b = pb;

	return str_cmp(a->invoice, b->invoice);
}

static enum rc
read_lines(struct store *st, struct arena *a, const struct slots *touches,
    struct outbox_rows *out, struct err *err)
{
	struct db_stmt *s = slots_stmt(st, SQL_TOUCH_LINES, touches);
	size_t i, cap[SLOTS_MAX] = {0};
	enum rc rc;

	while ((rc = slots_step(s, touches, &i, err)) == RC_OK) {
		struct outbox_rows *o = &out[i];

		o->lines = arena_grow(
		    a, o->lines, o->line_count, &cap[i], sizeof(*o->lines));
		read_line(s, a, &o->lines[o->line_count++]);
	}
	for (i = 0; i < touches->count; i++)
		if (out[i].line_count > 1)
			qsort(out[i].lines, out[i].line_count,
			    sizeof(*out[i].lines), by_invoice);
	return slots_end(s, rc);
}

static enum rc
read_threads(struct store *st, struct arena *a, const struct slots *touches,
    struct outbox_rows *out, struct err *err)
{
	struct db_stmt *s = slots_stmt(st, SQL_TOUCH_THREAD, touches);
	size_t i, cap[SLOTS_MAX] = {0};
	enum rc rc;

	while ((rc = slots_step(s, touches, &i, err)) == RC_OK) {
		struct outbox_rows *o = &out[i];

		if (o->thread_count == THREAD_MAX)
			continue;
		o->thread = arena_grow(
		    a, o->thread, o->thread_count, &cap[i], sizeof(*o->thread));
		o->thread[o->thread_count++] = arena_dup(a, db_col_text(s, 1));
	}
	return slots_end(s, rc);
}

enum rc
outbox_rows(struct store *st, struct arena *a, const struct slots *touches,
    struct outbox_rows *out, struct err *err)
{
	enum rc rc;

	for (size_t i = 0; i < touches->count; i++)
		out[i] = (struct outbox_rows){0};
	rc = read_lines(st, a, touches, out, err);
	return rc == RC_OK ? read_threads(st, a, touches, out, err) : rc;
}

enum rc
outbox_lines(struct store *st, struct arena *a, struct str touch,
    struct outbox_line **lines, size_t *count, struct err *err)
{
	struct slots one = {.ids = &touch, .count = 1};
	struct outbox_rows rows = {0};
	enum rc rc = read_lines(st, a, &one, &rows, err);

	*lines = rows.lines;
	*count = rows.line_count;
	return rc;
}
