#include "flow/import_applied.h"

#include "flow/import_cell.h"
#include "flow/import_own.h"
#include "flow/import_seen.h"

#define SHOW(s) STR_ARG(import_cell_clip(s))

/* Slots of the invoice table (books.h). */
#define INVOICE_ACCOUNT  0
#define INVOICE_AMOUNT   3
#define INVOICE_CURRENCY 4

void
import_applied_read(struct import_row *row, const char *kind,
    const struct import_cell *invoice, const struct import_cell *applied)
{
	row->applies = invoice->text.n > 0;
	if (!row->applies && applied->text.n > 0)
		import_refuse(row, "applied, but to no invoice");
	else if (row->applies && applied->text.n == 0)
		import_refuse(row,
		    "invoice %.*s, but nothing applied (write 0 for none)",
		    SHOW(invoice->text));
	row->application = (struct books_application){
	    .kind = str_of(kind),
	    .invoice = invoice->text,
	    .amount = applied->number,
	};
}

static struct str
currency_of(const struct import_kind *kind, const struct books_row *row)
{
	return row->cells[kind->columns[kind->currency].slot].text;
}

static int64_t
amount_of(const struct import_kind *kind, const struct books_row *row)
{
	return row->cells[kind->columns[kind->amount].slot].number;
}

static struct str
account_of(const struct import_kind *kind, const struct books_row *row)
{
	return row->cells[kind->columns[kind->account].slot].text;
}

void
import_applied_same_owner(const struct import_kind *kind,
    struct import_row *row, const struct import_pair *pair)
{
	struct str is, was;

	if (!pair->known)
		return;
	is = account_of(kind, &pair->want);
	was = account_of(kind, &pair->old);
	if (!str_eq(is, was))
		import_refuse(row, "%s is account %.*s's, not %.*s's",
		    kind->columns[kind->id].name, SHOW(was), SHOW(is));
	is = currency_of(kind, &pair->want);
	was = currency_of(kind, &pair->old);
	if (!str_eq(is, was))
		import_refuse(row, "the currency changes from %.*s to %.*s",
		    SHOW(was), SHOW(is));
}

static void
plain(const struct import_kind *kind, const struct books_row *row, int64_t v,
    char out[MONEY_TEXT])
{
	money_plain(money_of(v, currency_of(kind, row)), out);
}

void
import_applied_covers(const struct import_kind *kind, struct import_row *row,
    const struct import_pair *pair, int64_t applied)
{
	char is[MONEY_TEXT], has[MONEY_TEXT];
	int64_t amount = amount_of(kind, &pair->want);

	if (amount >= applied)
		return;
	plain(kind, &pair->want, amount, is);
	plain(kind, &pair->want, applied, has);
	import_refuse(
	    row, "amount %s is less than the %s that is applied", is, has);
}

/* The invoice must be of the same account and currency, and have room for
 * what this row adds to it. */
static enum rc
judge_invoice(struct import_run *run, struct import_row *row,
    const struct import_pair *pair, int64_t more, struct err *err)
{
	struct str id = row->application.invoice;
	struct books_row invoice;
	int64_t applied = 0, ours = 0;
	char has[MONEY_TEXT];
	enum rc rc = import_own_room(run, id, row->id, &ours, err);

	if (rc == RC_OK)
		rc = books_find(run->store, BOOKS_INVOICE, id, &invoice, err);

	if (rc == RC_MISS) {
		import_refuse(row, "unknown invoice %.*s", SHOW(id));
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = books_invoice_applied(run->store, id, &applied, err);
	if (rc != RC_OK)
		return rc;
	applied -= ours; /* would give way */
	if (!str_eq(invoice.cells[INVOICE_ACCOUNT].text,
		account_of(run->kind, &pair->want)))
		import_refuse(row, "invoice %.*s is account %.*s's", SHOW(id),
		    SHOW(invoice.cells[INVOICE_ACCOUNT].text));
	if (!str_eq(invoice.cells[INVOICE_CURRENCY].text,
		currency_of(run->kind, &pair->want)))
		import_refuse(row, "invoice %.*s is in %.*s", SHOW(id),
		    SHOW(invoice.cells[INVOICE_CURRENCY].text));
	if (more > invoice.cells[INVOICE_AMOUNT].number - applied) {
		plain(run->kind, &pair->want,
		    invoice.cells[INVOICE_AMOUNT].number - applied, has);
		import_refuse(
		    row, "invoice %.*s has only %s open", SHOW(id), has);
	}
	return RC_OK;
}

/* Whether the application is new, another, or as it was. */
static enum rc
compare(struct import_run *run, struct import_row *row, int64_t *was,
    struct err *err)
{
	struct books_application old = row->application;
	enum rc rc = books_applied(run->store, &old, err);

	*was = 0;
	if (rc == RC_MISS) {
		row->application_outcome = IMPORT_ADDED;
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	*was = old.amount;
	if (old.amount == row->application.amount) {
		row->application_outcome = IMPORT_UNCHANGED;
		return RC_OK;
	}
	row->application_outcome = IMPORT_CHANGED;
	if (import_seen_application(run, row, old.batch))
		import_refuse(row,
		    "invoice %.*s is here twice for this %s, with other "
		    "content",
		    SHOW(old.invoice), run->kind->applied_as);
	return RC_OK;
}

enum rc
import_applied_judge(struct import_run *run, struct import_row *row,
    struct import_pair *pair, struct err *err)
{
	int64_t was = 0, applied = 0, ours = 0, more;
	enum rc rc = RC_OK;

	import_applied_same_owner(run->kind, row, pair);
	row->application.source = row->id;
	if (row->applies)
		rc = compare(run, row, &was, err);
	if (rc == RC_OK && pair->known)
		rc = books_source_applied(run->store,
		    str_of(run->kind->applied_as), row->id, &applied, err);
	if (rc == RC_OK && pair->known)
		rc = import_own_of(
		    run, row->id, row->application.invoice, &ours, err);
	if (rc == RC_OK)
		rc = import_own_find(run, row, pair, err);
	more = row->application.amount - was;
	if (rc == RC_OK)
		import_applied_covers(
		    run->kind, row, pair, applied - ours + more);
	if (rc == RC_OK && row->applies && row->outcome != IMPORT_REFUSED &&
	    row->application_outcome != IMPORT_UNCHANGED)
		rc = judge_invoice(run, row, pair, more, err);
	return rc;
}
