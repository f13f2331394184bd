#include "store/exchange.h"

#include <stdlib.h>

/* Rows in the making. */
struct rows {
	struct arena *a;
	struct exchange_row *v;
	size_t n, cap;
};

static struct exchange_row *
add(struct rows *r)
{
	r->v = arena_grow(r->a, r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n] = (struct exchange_row){0};
	return &r->v[r->n++];
}

static void
bind(struct db_stmt *s, const struct exchange_ask *ask)
{
	db_text(s, 1, ask->account);
	db_text(s, 2, ask->contact);
	db_i64(s, 3, (int64_t)ask->max);
}

static enum rc
read_ours(struct store *st, struct rows *r, const struct exchange_ask *ask,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_EXCHANGE_OUT);
	enum rc rc;

	bind(s, ask);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct exchange_row *x = add(r);

		x->ours = true;
		x->at = db_col_i64(s, 0);
		x->kind = arena_dup(r->a, db_col_text(s, 1));
		x->subject = arena_dup(r->a, db_col_text(s, 2));
		x->params = arena_dup(r->a, db_col_text(s, 3));
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
read_theirs(struct store *st, struct rows *r, const struct exchange_ask *ask,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_EXCHANGE_IN);
	enum rc rc;

	bind(s, ask);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct exchange_row *x = add(r);

		x->at = db_col_i64(s, 0);
		if (str_eqc(db_col_text(s, 1), "portal")) {
			x->kind = arena_dup(r->a, db_col_text(s, 2));
			x->fields = arena_dup(r->a, db_col_text(s, 3));
		}
		x->text = arena_dup(r->a, db_col_text(s, 4));
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

/* Who asks stands before who answers in the same second. */
static int
by_time(const void *pa, const void *pb)
{
	const struct exchange_row *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->ours != b->ours)
		return a->ours ? 1 : -1;
	return str_cmp(
	    a->ours ? a->subject : a->text, b->ours ? b->subject : b->text);
}

enum rc
exchange_read(struct store *st, struct arena *a, const struct exchange_ask *ask,
    struct exchange_row **out, size_t *count, struct err *err)
{
	struct rows r = {.a = a};
	size_t skip;
	enum rc rc = read_ours(st, &r, ask, err);

	if (rc == RC_OK)
		rc = read_theirs(st, &r, ask, err);
	if (r.n > 1)
		qsort(r.v, r.n, sizeof(*r.v), by_time);
	skip = r.n > ask->max ? r.n - ask->max : 0;
	*out = skip > 0 ? r.v + skip : r.v;
	*count = r.n - skip;
	return rc;
}

enum rc
exchange_last(struct store *st, struct arena *a, struct str account,
    struct str contact, struct exchange_last *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_EXCHANGE_LAST);
	enum rc rc;

	db_text(s, 1, account);
	db_text(s, 2, contact);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct exchange_last){
		    .touch = arena_dup(a, db_col_text(s, 0)),
		    .message_id = arena_dup(a, db_col_text(s, 1)),
		    .mailbox = arena_dup(a, db_col_text(s, 2)),
		    .subject = arena_dup(a, db_col_text(s, 3)),
		};
	db_reset(s);
	return rc;
}
