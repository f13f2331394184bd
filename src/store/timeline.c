#include "store/timeline.h"

#include <stdlib.h>

#include "base/money.h"

struct list {
	struct arena *a;
	struct timeline_entry *v;
	size_t n, cap;
	int rank; /* of the source that is read: it comes after those before */
};

#define RANK 1000000 /* more than one source can give */

static struct timeline_entry *
push(struct list *l, int64_t at, const char *kind)
{
	struct timeline_entry *e;

	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
	e = &l->v[l->n++];
	*e = (struct timeline_entry){.at = at, .kind = str_of(kind)};
	e->order = (int64_t)l->rank * RANK + (int64_t)l->n;
	return e;
}

static struct str
text(struct list *l, struct db_stmt *s, int col)
{
	return arena_dup(l->a, db_col_text(s, col));
}

static void
read_touch(struct list *l, struct db_stmt *s)
{
	int64_t settled = db_col_i64(s, 8);
	struct timeline_entry *e =
	    push(l, settled ? settled : db_col_i64(s, 7), "out");
	struct str subject = db_col_text(s, 9);

	/* What we begin comes before a reply to it, an answer after it. */
	if (str_eqc(db_col_text(s, 1), "reminder"))
		e->order -= (int64_t)l->rank * RANK;
	e->id = text(l, s, 0);
	e->what = text(l, s, db_col_text(s, 3).n > 0 ? 3 : 2);
	e->state = text(l, s, 5);
	e->text = arena_fmt(l->a, "to %.*s%s%.*s", STR_ARG(db_col_text(s, 4)),
	    subject.n ? ": " : "", STR_ARG(subject));
	if (str_eqc(e->state, "skipped") || str_eqc(e->state, "failed") ||
	    (str_eqc(e->state, "planned") && db_col_text(s, 6).n > 0))
		e->text = arena_fmt(l->a, "%.*s (%.*s)", STR_ARG(e->text),
		    STR_ARG(db_col_text(s, 6)));
}

static void
read_inbox(struct list *l, struct db_stmt *s)
{
	struct timeline_entry *e = push(l, db_col_i64(s, 1), "in");

	e->id = text(l, s, 0);
	e->what = text(l, s, 2);
	e->state = text(l, s, 6);
	e->text = arena_fmt(l->a, "%.*s%s%.*s, by %.*s, %.*s",
	    STR_ARG(db_col_text(s, 5)), db_col_text(s, 5).n ? "; " : "",
	    STR_ARG(db_col_text(s, 3)), STR_ARG(db_col_text(s, 4)),
	    STR_ARG(
		db_col_text(s, 8).n ? db_col_text(s, 8) : STR("understood")));
}

static void
read_note(struct list *l, struct db_stmt *s)
{
	struct timeline_entry *e = push(l, db_col_i64(s, 2), "note");

	e->what = text(l, s, 3);
	e->id = text(l, s, 6);
	e->text = text(l, s, 5);
	e->state = text(l, s, 4);
}

static void
read_promise(struct list *l, struct db_stmt *s)
{
	struct timeline_entry *e = push(l, db_col_i64(s, 6), "promise");
	char money[MONEY_TEXT];

	e->what = text(l, s, 1);
	e->state = text(l, s, 5);
	if (!db_col_is_null(s, 2))
		e->text = arena_fmt(l->a, "%s %.*s%s",
		    money_plain(
			money_of(db_col_i64(s, 2), db_col_text(s, 3)), money),
		    STR_ARG(db_col_text(s, 3)),
		    db_col_i64(s, 4) ? ", conditional" : "");
	else
		e->text =
		    db_col_i64(s, 4) ? STR("conditional") : STR("what is open");
}

static void
read_dispute(struct list *l, struct db_stmt *s)
{
	struct timeline_entry *e = push(l, db_col_i64(s, 4), "dispute");

	e->what = text(l, s, 2);
	e->text = text(l, s, 1);
	e->state = text(l, s, 3);
}

static void
read_task(struct list *l, struct db_stmt *s)
{
	struct timeline_entry *e = push(l, db_col_i64(s, 4), "task");

	e->what = text(l, s, 1);
	e->text = text(l, s, 2);
	e->state = text(l, s, 3);
}

static int
by_time(const void *pa, const void *pb)
{
	const struct timeline_entry *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

enum rc
timeline_read(struct store *st, struct arena *a, struct str account,
    struct timeline_entry **out, size_t *count, struct err *err)
{
	static const struct {
		enum sql_id sql;
		void (*read)(struct list *l, struct db_stmt *s);
	} sources[] = {
	    {SQL_INBOX_TIMELINE, read_inbox},
	    {SQL_NOTE_TIMELINE, read_note},
	    {SQL_DISPUTE_TIMELINE, read_dispute},
	    {SQL_PROMISE_TIMELINE, read_promise},
	    {SQL_TASK_TIMELINE, read_task},
	    {SQL_TOUCH_TIMELINE, read_touch},
	};
	struct list l = {.a = a};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct db_stmt *s = store_stmt(st, sources[i].sql);

		l.rank = (int)i + 1;
		db_text(s, 1, account);
		while ((rc = db_step(s, err)) == RC_OK)
			sources[i].read(&l, s);
		db_reset(s);
		if (rc != RC_MISS)
			return rc;
	}
	if (l.n > 1)
		qsort(l.v, l.n, sizeof(*l.v), by_time);
	*out = l.v;
	*count = l.n;
	return RC_OK;
}
