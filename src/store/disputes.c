#include "store/disputes.h"

#include "model/names.h"

static void
read_row(struct db_stmt *s, struct arena *a, struct disputes_row *out)
{
	*out = (struct disputes_row){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .account = arena_dup(a, db_col_text(s, 1)),
	    .invoice = arena_dup(a, db_col_text(s, 2)),
	    .reason = arena_dup(a, db_col_text(s, 3)),
	    .state = arena_dup(a, db_col_text(s, 4)),
	    .opened_at = db_col_i64(s, 5),
	    .outcome = arena_dup(a, db_col_text(s, 6)),
	    .credited = db_col_i64(s, 7),
	    .awaits = db_col_i64(s, 8),
	    .part = !db_col_is_null(s, 9),
	    .invoiced = db_col_i64(s, 11),
	    .applied = db_col_i64(s, 12),
	    .credited_since = db_col_i64(s, 13),
	    .text = arena_dup(a, db_col_text(s, 14)),
	    .inbox = arena_dup(a, db_col_text(s, 15)),
	};
	out->amount = money_of(
	    out->part ? db_col_i64(s, 9) : out->invoiced, db_col_text(s, 10));
}

static enum rc
get(struct store *st, struct arena *a, enum sql_id name, struct str id,
    struct disputes_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, name);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_row(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
disputes_get(struct store *st, struct arena *a, struct str id,
    struct disputes_row *out, struct err *err)
{
	return get(st, a, SQL_DISPUTE_GET, id, out, err);
}

enum rc
disputes_of_invoice(struct store *st, struct arena *a, struct str invoice,
    struct disputes_row *out, struct err *err)
{
	return get(st, a, SQL_DISPUTE_OF_INVOICE, invoice, out, err);
}

static enum rc
list(struct db_stmt *s, struct arena *a, struct disputes_row **out,
    size_t *count, struct err *err)
{
	struct disputes_row *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_row(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
disputes_holding(struct store *st, struct arena *a, struct str account,
    struct disputes_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DISPUTES_HOLDING);

	db_text(s, 1, account);
	return list(s, a, out, count, err);
}

enum rc
disputes_ever(struct store *st, struct arena *a, const struct disputes_ask *ask,
    struct disputes_row **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DISPUTES_EVER);

	db_text(s, 1, ask->invoice);
	db_text(s, 2, ask->account);
	return list(s, a, out, count, err);
}

enum rc
disputes_resolve(
    struct store *st, const struct disputes_end *e, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DISPUTE_RESOLVE);

	db_text(s, 1, e->id);
	db_text(s, 2, e->outcome);
	db_i64(s, 3, e->credited);
	db_i64(s, 4, e->awaits);
	db_i64(s, 5, e->at);
	return store_one(s, err);
}

enum rc
disputes_await(struct store *st, struct str id, int64_t awaits, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DISPUTE_AWAITS);

	db_text(s, 1, id);
	db_i64(s, 2, awaits);
	return store_run(s, err);
}

enum rc
disputes_words(struct store *st, struct arena *a, struct str inbox,
    struct str *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DISPUTE_WORDS);
	struct str bank = str_of(name_intent(INTENT_BANK_DETAILS));
	enum rc rc;

	db_text(s, 1, inbox);
	rc = db_step(s, err);
	if (rc == RC_OK && str_find(db_col_text(s, 1), bank) == STR_NPOS)
		*out = arena_dup(a, db_col_text(s, 0));
	else if (rc == RC_OK)
		rc = RC_MISS;
	db_reset(s);
	return rc;
}
