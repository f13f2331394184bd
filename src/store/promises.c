#include "store/promises.h"

static enum rc
read_invoices(struct store *st, struct arena *a, struct str id,
    struct promises_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_INVOICES);
	size_t cap = 0, cap_too = 0;
	enum rc rc;

	db_text(s, 1, id);
	while ((rc = db_step(s, err)) == RC_OK) {
		size_t n = out->invoice_count++;

		out->invoices = arena_grow(
		    a, out->invoices, n, &cap, sizeof(*out->invoices));
		out->currencies = arena_grow(
		    a, out->currencies, n, &cap_too, sizeof(*out->currencies));
		out->invoices[n] = arena_dup(a, db_col_text(s, 0));
		out->currencies[n] = arena_dup(a, db_col_text(s, 1));
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
promises_get(struct store *st, struct arena *a, struct str id,
    struct promises_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_GET);
	enum rc rc;

	*out = (struct promises_row){.day = DAY_NONE};
	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		day_parse(db_col_text(s, 0), &out->day);
		out->has_amount = !db_col_is_null(s, 1);
		out->amount = money_of(db_col_i64(s, 1), db_col_text(s, 2));
		out->state = arena_dup(a, db_col_text(s, 4));
		out->came = db_col_i64(s, 5) - db_col_i64(s, 3);
		out->paid = db_col_i64(s, 7) > 0;
		out->account = arena_dup(a, db_col_text(s, 6));
	}
	db_reset(s);
	return rc == RC_OK ? read_invoices(st, a, id, out, err) : rc;
}

enum rc
promises_cancelled_at(struct store *st, struct arena *a, struct str account,
    int64_t at, struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_CANCELLED_AT);
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	db_i64(s, 2, at);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = arena_dup(a, db_col_text(s, 0));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
promises_broken_since(struct store *st, struct str account, int64_t at,
    int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_BROKEN_SINCE);
	enum rc rc;

	db_text(s, 1, account);
	db_i64(s, 2, at);
	rc = db_step(s, err);
	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}
