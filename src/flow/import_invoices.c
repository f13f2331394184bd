#include "flow/import_applied.h"

enum {
	C_ACCOUNT,
	C_INVOICE,
	C_ISSUED,
	C_DUE,
	C_AMOUNT,
	C_CURRENCY,
	C_PO,
	C_COUNT
};

static const struct import_column columns[C_COUNT] = {
    [C_ACCOUNT] = {"account", IMPORT_ID, true, 0},
    [C_INVOICE] = {"invoice", IMPORT_ID, true, IMPORT_NOWHERE},
    [C_ISSUED] = {"issued", IMPORT_DAY, true, 1},
    [C_DUE] = {"due", IMPORT_DAY, true, 2},
    [C_AMOUNT] = {"amount", IMPORT_AMOUNT, true, 3},
    [C_CURRENCY] = {"currency", IMPORT_CURRENCY, true, 4},
    [C_PO] = {"po", IMPORT_TEXT, false, 5},
};

static enum rc
prepare(struct import_run *run, struct import_row *row, struct err *err)
{
	struct str issued = row->cells[C_ISSUED].text;
	struct str due = row->cells[C_DUE].text;

	(void)run;
	(void)err;
	if (str_cmp(due, issued) < 0) /* ISO dates sort as text */
		import_refuse(row, "due %.*s is before issued %.*s",
		    STR_ARG(due), STR_ARG(issued));
	return RC_OK;
}

static enum rc
judge(struct import_run *run, struct import_row *row, struct import_pair *pair,
    struct err *err)
{
	int64_t applied = 0;
	enum rc rc;

	import_applied_same_owner(run->kind, row, pair);
	if (!pair->known ||
	    pair->want.cells[3].number >= pair->old.cells[3].number)
		return RC_OK;
	rc = books_invoice_applied(run->store, row->id, &applied, err);
	if (rc == RC_OK)
		import_applied_covers(run->kind, row, pair, applied);
	return rc;
}

const struct import_kind import_invoices = {
    .name = "invoices",
    .table = BOOKS_INVOICE,
    .columns = columns,
    .count = C_COUNT,
    .id = C_INVOICE,
    .account = C_ACCOUNT,
    .amount = C_AMOUNT,
    .currency = C_CURRENCY,
    .plain = true,
    .prepare = prepare,
    .judge = judge,
};
