#include "store/cashbook.h"

/* Rows of a text and an amount. */
static enum rc
lines(struct db_stmt *s, struct arena *a, struct checkout_line **out,
    size_t *count, struct err *err)
{
	struct checkout_line *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct checkout_line){
		    arena_dup(a, db_col_text(s, 0)), db_col_i64(s, 1)};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
cashbook_applied_to(struct store *st, struct arena *a, struct str invoice,
    struct checkout_line **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_APPLIED_TO);

	db_text(s, 1, invoice);
	return lines(s, a, out, count, err);
}

enum rc
cashbook_applied_of(struct store *st, struct arena *a, struct str source,
    struct checkout_line **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_APPLIED_OF);

	db_text(s, 1, source);
	return lines(s, a, out, count, err);
}

enum rc
cashbook_unapply(struct store *st, struct str source, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_UNAPPLY);

	db_text(s, 1, source);
	return store_run(s, err);
}

enum rc
cashbook_move(struct store *st, struct str from, struct str to, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_MOVE);
	enum rc rc;

	db_text(s, 1, from);
	db_text(s, 2, to);
	rc = store_run(s, err);
	return rc == RC_OK ? cashbook_unapply(st, from, err) : rc;
}

enum rc
cashbook_drop(struct store *st, struct str payment, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_DROP);

	db_text(s, 1, payment);
	return store_run(s, err);
}

enum rc
cashbook_since(struct store *st, struct arena *a, const struct checkout *c,
    struct str since, struct cashbook_payment **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_SINCE);
	struct cashbook_payment *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, c->account);
	db_text(s, 2, c->currency);
	db_text(s, 3, since);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct cashbook_payment){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .received = arena_dup(a, db_col_text(s, 1)),
		    .amount = db_col_i64(s, 2),
		    .reference = arena_dup(a, db_col_text(s, 3)),
		    .method = arena_dup(a, db_col_text(s, 4)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
cashbook_pays(
    struct store *st, struct str payment, struct str checkout, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CASHBOOK_PAYS);

	db_text(s, 1, payment);
	db_text(s, 2, checkout);
	return store_one(s, err);
}
