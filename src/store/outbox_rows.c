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

/* Reminders that went to an account. */
struct sent {
	struct sent_one {
		int64_t planned_at;
		struct str id;
		struct str message_id;
	} * v;
	size_t n, cap;
};

static bool
same_episode(struct db_stmt *s, const struct outbox_touch *t)
{
	return db_col_i64(s, 2) == t->episode &&
	       str_eq(db_col_text(s, 1), t->sequence);
}

static void
read_sent(struct db_stmt *s, struct arena *a, struct sent *out)
{
	out->v = arena_grow(a, out->v, out->n, &out->cap, sizeof(*out->v));
	out->v[out->n++] = (struct sent_one){
	    .planned_at = db_col_i64(s, 3),
	    .id = arena_dup(a, db_col_text(s, 4)),
	    .message_id = arena_dup(a, db_col_text(s, 5)),
	};
}

static int
by_time(const void *pa, const void *pb)
{
	const struct sent_one *a = pa, *b = pb;

	if (a->planned_at != b->planned_at)
		return a->planned_at < b->planned_at ? -1 : 1;
	return str_cmp(a->id, b->id);
}

static void
make_thread(struct arena *a, struct sent *sent, struct outbox_rows *out)
{
	size_t n = sent->n < THREAD_MAX ? sent->n : THREAD_MAX;

	if (n == 0)
		return;
	qsort(sent->v, sent->n, sizeof(*sent->v), by_time);
	out->thread = arena_array(a, n, sizeof(*out->thread));
	out->thread_count = n;
	for (size_t i = 0; i < n; i++)
		out->thread[i] = sent->v[i].message_id;
}

/* Here and not in the statement: of all that ever went to an account, few are
 * of this episode. */
static enum rc
read_threads(struct store *st, struct arena *a, const struct slots *accounts,
    const struct outbox_touch *const *touches, struct outbox_rows *out,
    struct err *err)
{
	struct db_stmt *s = slots_stmt(st, SQL_TOUCH_SENT, accounts);
	struct sent sent[SLOTS_MAX] = {{NULL, 0, 0}};
	size_t i;
	enum rc rc;

	while ((rc = slots_step(s, accounts, &i, err)) == RC_OK)
		if (same_episode(s, touches[i]))
			read_sent(s, a, &sent[i]);
	for (i = 0; i < accounts->count; i++)
		make_thread(a, &sent[i], &out[i]);
	return slots_end(s, rc);
}

enum rc
outbox_rows(struct store *st, struct arena *a,
    const struct outbox_touch *const *touches, size_t count,
    struct outbox_rows *out, struct err *err)
{
	struct str ids[SLOTS_MAX], accounts[SLOTS_MAX] = {{NULL, 0}};
	struct slots by_id = {.ids = ids, .count = count};
	struct slots by_account = {.ids = accounts, .count = count};
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		out[i] = (struct outbox_rows){0};
		ids[i] = touches[i]->id;
		if (str_eqc(touches[i]->kind, "reminder"))
			accounts[i] = touches[i]->account;
	}
	rc = read_lines(st, a, &by_id, out, err);
	return rc == RC_OK ? read_threads(st, a, &by_account, touches, out, err)
			   : rc;
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
