#include "store/ledger_one.h"

#include "store/ledger_read.h"

#define INVOICES_MAX 5000 /* of one answer */

/* The invoice that is being added up, if it is to be listed. */
static struct facts_invoice *
last(struct facts_account *f)
{
	return f->invoice_count ? &f->invoices[f->invoice_count - 1] : NULL;
}

/* What is paid goes again: the oldest that are open are listed. */
static bool
settle_last(struct facts_account *f)
{
	struct facts_invoice *inv = last(f);

	if (inv != NULL && inv->open.minor <= 0)
		f->invoice_count--;
	return f->invoice_count < INVOICES_MAX;
}

/* A row for each invoice, or for each payment of it. */
static enum rc
read_invoices(struct db_stmt *s, struct arena *a, struct facts_account *f,
    struct err *err)
{
	struct facts_invoice *inv = NULL;
	size_t cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		if (inv == NULL || !str_eq(inv->id, db_col_text(s, 1))) {
			if (!settle_last(f))
				return RC_MISS;
			f->invoices = arena_grow(a, f->invoices,
			    f->invoice_count, &cap, sizeof(*f->invoices));
			inv = &f->invoices[f->invoice_count++];
			ledger_read_invoice(s, 1, a, inv);
			inv->contested =
			    money_of(0, str_of(inv->open.currency));
		}
		inv->open.minor -= db_col_i64(s, 8);
	}
	settle_last(f);
	return rc;
}

/* NULL: it is not open. */
static struct facts_invoice *
find(struct facts_account *f, struct str id)
{
	for (size_t i = 0; i < f->invoice_count; i++)
		if (str_eq(f->invoices[i].id, id))
			return &f->invoices[i];
	return NULL;
}

static enum rc
read_contested(struct db_stmt *s, struct facts_account *f, struct err *err)
{
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		struct facts_invoice *inv = find(f, db_col_text(s, 0));

		if (inv == NULL)
			continue;
		inv->contested.minor = db_col_i64(s, 1);
		inv->disputed = inv->contested.minor >= inv->open.minor;
	}
	return rc;
}

static enum rc
read_promised(struct db_stmt *s, struct facts_account *f, struct err *err)
{
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		struct facts_invoice *inv = find(f, db_col_text(s, 0));

		if (inv != NULL)
			inv->promised = ledger_read_day(s, 1);
	}
	return rc;
}

enum rc
ledger_one_invoices(struct store *st, struct arena *a, struct str account,
    struct facts_account *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_FACTS_INVOICES_ONE);
	enum rc rc;

	db_text(s, 1, account);
	rc = read_invoices(s, a, out, err);
	db_reset(s);
	if (rc != RC_MISS || out->invoice_count == 0)
		return rc == RC_MISS ? RC_OK : rc;
	s = store_stmt(st, SQL_FACTS_CONTESTED_ONE);
	db_text(s, 1, account);
	rc = read_contested(s, out, err);
	db_reset(s);
	if (rc != RC_MISS)
		return rc;
	s = store_stmt(st, SQL_FACTS_PROMISED_ONE);
	db_text(s, 1, account);
	rc = read_promised(s, out, err);
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}
