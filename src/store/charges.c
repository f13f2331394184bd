#include "store/charges.h"

enum rc
charges_of(struct store *st, struct arena *a, struct str invoice,
    struct charges_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHARGES_OF);
	struct charges_row *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, invoice);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n] = (struct charges_row){
		    .invoice = invoice,
		    .level = db_col_i64(s, 0),
		    .kind = arena_dup(a, db_col_text(s, 1)),
		    .amount = money_of(db_col_i64(s, 2), db_col_text(s, 3)),
		    .day = DAY_NONE,
		};
		day_parse(db_col_text(s, 4), &v[n++].day);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
charges_add(struct store *st, const struct charges_row *row, int64_t now,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHARGE_ADD);
	char day[DAY_TEXT];

	db_text(s, 1, row->invoice);
	db_i64(s, 2, row->level);
	db_text(s, 3, row->kind);
	db_i64(s, 4, row->amount.minor);
	db_text(s, 5, str_of(row->amount.currency));
	db_text(s, 6, str_of(day_iso(row->day, day)));
	db_i64(s, 7, now);
	return store_run(s, err);
}
