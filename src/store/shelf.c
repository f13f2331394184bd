#include "store/shelf.h"

static const char *const names[] = {
    [SHELF_IN] = "in", [SHELF_OUT] = "out", [SHELF_NOTE] = "note"};
static const enum sql_id todo[] = {[SHELF_IN] = SQL_SHELF_IN,
    [SHELF_OUT] = SQL_SHELF_OUT,
    [SHELF_NOTE] = SQL_SHELF_NOTE};

static enum rc
read_items(struct db_stmt *s, struct arena *a, enum shelf_kind kind,
    struct shelf_item **out, size_t *count, struct err *err)
{
	struct shelf_item *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct shelf_item){
		    .kind = kind,
		    .item = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		};
		for (int k = 0; kind == SHELF_KINDS && k < SHELF_KINDS; k++)
			if (str_eqc(db_col_text(s, 2), names[k]))
				v[n - 1].kind = (enum shelf_kind)k;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
shelf_todo(struct store *st, struct arena *a, const struct shelf_ask *ask,
    struct shelf_item **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, todo[ask->kind]);

	db_text(s, 1, ask->mailbox);
	db_i64(s, 2, ask->since);
	db_i64(s, 3, (int64_t)ask->max);
	return read_items(s, a, ask->kind, out, count, err);
}

static void
bind_item(struct db_stmt *s, struct str mailbox, const struct shelf_item *x)
{
	db_text(s, 1, mailbox);
	db_text(s, 2, str_of(names[x->kind]));
	db_text(s, 3, x->item);
	db_text(s, 4, x->account);
}

enum rc
shelf_begin(struct store *st, struct str mailbox, const struct shelf_item *x,
    int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SHELF_OPEN);

	bind_item(s, mailbox, x);
	db_i64(s, 5, now);
	return store_run(s, err);
}

enum rc
shelf_end(struct store *st, struct str mailbox, const struct shelf_item *x,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SHELF_DONE);

	bind_item(s, mailbox, x);
	return store_run(s, err);
}

enum rc
shelf_left(struct store *st, struct arena *a, struct str mailbox, size_t max,
    struct shelf_item **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SHELF_LEFT);

	db_text(s, 1, mailbox);
	db_i64(s, 2, (int64_t)max);
	return read_items(s, a, SHELF_KINDS, out, count, err);
}

enum rc
shelf_mark(struct store *st, struct str mailbox, enum shelf_kind kind,
    int64_t *at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SHELF_MARK);
	enum rc rc;

	*at = 0;
	db_text(s, 1, mailbox);
	db_text(s, 2, str_of(names[kind]));
	rc = db_step(s, err);
	if (rc == RC_OK)
		*at = db_col_i64(s, 0);
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
shelf_mark_put(struct store *st, struct str mailbox, enum shelf_kind kind,
    int64_t at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SHELF_MARK_PUT);

	db_text(s, 1, mailbox);
	db_text(s, 2, str_of(names[kind]));
	db_i64(s, 3, at);
	return store_run(s, err);
}

enum rc
shelf_note(struct store *st, struct arena *a, struct str id,
    struct shelf_note *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_SHELF_NOTE_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct shelf_note){
		    .at = db_col_i64(s, 0),
		    .author = arena_dup(a, db_col_text(s, 1)),
		    .kind = arena_dup(a, db_col_text(s, 2)),
		    .invoice = arena_dup(a, db_col_text(s, 3)),
		    .text = arena_dup(a, db_col_text(s, 4)),
		};
	db_reset(s);
	return rc;
}
