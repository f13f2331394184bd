#include "store/statements.h"

#include "model/limits.h"
#include "store/ledger_read.h"

static void
read_row(struct db_stmt *s, struct arena *a, struct statement_entry *out)
{
	*out = (struct statement_entry){
	    .kind = (enum statement_kind)db_col_i64(s, 0),
	    .id = arena_dup(a, db_col_text(s, 1)),
	    .note = arena_dup(a, db_col_text(s, 2)),
	    .day = ledger_read_day(s, 3),
	    .due = ledger_read_day(s, 4),
	    .amount = money_of(db_col_i64(s, 5), db_col_text(s, 6)),
	    .applied = db_col_i64(s, 7),
	    .applied_then = db_col_i64(s, 8),
	};
}

enum rc
statements_load(struct store *st, struct arena *a, struct str account,
    day_t month_end, struct statement_entry **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STATEMENT_ENTRIES);
	struct statement_entry *v = NULL;
	size_t n = 0, cap = 0;
	char day[DAY_TEXT];
	enum rc rc;

	db_text(s, 1, account);
	db_text(s, 2, str_of(day_iso(month_end, day)));
	db_i64(s, 3, LIMIT_STATEMENT_ROWS + 1);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_row(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	if (n > LIMIT_STATEMENT_ROWS)
		return err_set(err, RC_BAD,
		    "more than %d invoices, credits and payments",
		    LIMIT_STATEMENT_ROWS);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
statements_before(struct store *st, struct str account, struct str course,
    bool *happened, int64_t *since, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STATEMENT_BEFORE);
	enum rc rc;

	*happened = false;
	*since = 0;
	db_text(s, 1, account);
	db_text(s, 2, course);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		*happened = db_col_i64(s, 0) != 0;
		*since = db_col_i64(s, 1);
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}
