#include "store/passbook.h"

#include "store/ledger_read.h"

/* What every question below that lists something ends with. */
static enum rc
ended(struct db_stmt *s, enum rc rc)
{
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
counted(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	return ended(s, rc);
}

static struct str
kind_of(bool is_credit)
{
	return is_credit ? STR(PASSBOOK_CREDIT) : STR(PASSBOOK_PAYMENT);
}

static void
read_money(struct db_stmt *s, struct arena *a, struct passbook_money *out)
{
	*out = (struct passbook_money){
	    .is_credit = str_eqc(db_col_text(s, 0), PASSBOOK_CREDIT),
	    .id = arena_dup(a, db_col_text(s, 1)),
	    .day = ledger_read_day(s, 2),
	    .amount = money_of(db_col_i64(s, 3), db_col_text(s, 4)),
	    .method = arena_dup(a, db_col_text(s, 5)),
	    .note = arena_dup(a, db_col_text(s, 6)),
	    .applied = db_col_i64(s, 7),
	};
}

enum rc
passbook_monies(const struct passbook_ask *ask, struct passbook_money **out,
    size_t *count, int64_t *total, struct err *err)
{
	struct db_stmt *s = store_stmt(ask->st, SQL_PASSBOOK_MONIES_COUNT);
	struct passbook_money *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, ask->account);
	rc = counted(s, total, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(ask->st, SQL_PASSBOOK_MONIES);
	db_text(s, 1, ask->account);
	db_i64(s, 2, ask->max);
	db_i64(s, 3, ask->skip);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(ask->a, v, n, &cap, sizeof(*v));
		read_money(s, ask->a, &v[n++]);
	}
	*out = v;
	*count = n;
	return ended(s, rc);
}

enum rc
passbook_money(const struct passbook_ask *ask, bool is_credit,
    struct passbook_money *out, struct err *err)
{
	struct db_stmt *s = store_stmt(
	    ask->st, is_credit ? SQL_PASSBOOK_CREDIT : SQL_PASSBOOK_PAYMENT);
	enum rc rc;

	db_text(s, 1, ask->id);
	db_text(s, 2, ask->account);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_money(s, ask->a, out);
	db_reset(s);
	return rc;
}

/* Begun: kind, source, account, as uses and their count have them. */
static struct db_stmt *
of_source(const struct passbook_ask *ask, bool is_credit, enum sql_id name)
{
	struct db_stmt *s = store_stmt(ask->st, name);

	db_text(s, 1, kind_of(is_credit));
	db_text(s, 2, ask->id);
	db_text(s, 3, ask->account);
	return s;
}

enum rc
passbook_uses(const struct passbook_ask *ask, bool is_credit,
    struct passbook_use **out, size_t *count, int64_t *total, struct err *err)
{
	struct passbook_use *v = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *s;
	enum rc rc = counted(
	    of_source(ask, is_credit, SQL_PASSBOOK_USES_COUNT), total, err);

	if (rc != RC_OK)
		return rc;
	s = of_source(ask, is_credit, SQL_PASSBOOK_USES);
	db_i64(s, 4, ask->max);
	db_i64(s, 5, ask->skip);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct str currency = db_col_text(s, 3);

		v = arena_grow(ask->a, v, n, &cap, sizeof(*v));
		v[n++] = (struct passbook_use){
		    .invoice = arena_dup(ask->a, db_col_text(s, 0)),
		    .issued = ledger_read_day(s, 1),
		    .invoiced = money_of(db_col_i64(s, 2), currency),
		    .applied = money_of(db_col_i64(s, 4), currency),
		};
	}
	*out = v;
	*count = n;
	return ended(s, rc);
}

enum rc
passbook_invoices(const struct passbook_ask *ask, struct facts_invoice **out,
    size_t *count, int64_t *total, struct err *err)
{
	struct db_stmt *s = store_stmt(ask->st, SQL_PASSBOOK_INVOICES_COUNT);
	struct facts_invoice *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, ask->account);
	rc = counted(s, total, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(ask->st, SQL_PASSBOOK_INVOICES);
	db_text(s, 1, ask->account);
	db_i64(s, 2, ask->max);
	db_i64(s, 3, ask->skip);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(ask->a, v, n, &cap, sizeof(*v));
		ledger_read_invoice(s, 0, ask->a, &v[n++]);
	}
	*out = v;
	*count = n;
	return ended(s, rc);
}

enum rc
passbook_parts(const struct passbook_ask *ask, struct passbook_part **out,
    size_t *count, int64_t *total, struct err *err)
{
	struct db_stmt *s = store_stmt(ask->st, SQL_PASSBOOK_APPLIED_COUNT);
	struct passbook_part *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, ask->id);
	db_text(s, 2, ask->account);
	rc = counted(s, total, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(ask->st, SQL_PASSBOOK_APPLIED);
	db_text(s, 1, ask->id);
	db_text(s, 2, ask->account);
	db_i64(s, 3, ask->max);
	db_i64(s, 4, ask->skip);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(ask->a, v, n, &cap, sizeof(*v));
		v[n++] = (struct passbook_part){
		    .is_credit = str_eqc(db_col_text(s, 0), PASSBOOK_CREDIT),
		    .source = arena_dup(ask->a, db_col_text(s, 1)),
		    .amount = db_col_i64(s, 2),
		    .day = ledger_read_day(s, 3),
		};
	}
	*out = v;
	*count = n;
	return ended(s, rc);
}

enum rc
passbook_promises(const struct passbook_ask *ask, struct passbook_promise **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(ask->st, SQL_PASSBOOK_PROMISES);
	struct passbook_promise *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, ask->id);
	db_text(s, 2, ask->account);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(ask->a, v, n, &cap, sizeof(*v));
		v[n++] = (struct passbook_promise){
		    .day = ledger_read_day(s, 0),
		    .has_amount = !db_col_is_null(s, 1),
		    .amount = money_of(db_col_i64(s, 1), db_col_text(s, 2)),
		    .state = arena_dup(ask->a, db_col_text(s, 3)),
		    .made_at = db_col_i64(s, 4),
		};
	}
	*out = v;
	*count = n;
	return ended(s, rc);
}

enum rc
passbook_first(const struct passbook_ask *ask, day_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(ask->st, SQL_PASSBOOK_FIRST);
	enum rc rc;

	db_text(s, 1, ask->account);
	rc = db_step(s, err);
	*out = rc == RC_OK ? ledger_read_day(s, 0) : DAY_NONE;
	return ended(s, rc);
}
