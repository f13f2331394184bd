#include "flow/import_applied.h"

enum {
	C_ACCOUNT,
	C_CREDIT,
	C_ISSUED,
	C_AMOUNT,
	C_CURRENCY,
	C_REASON,
	C_INVOICE,
	C_APPLIED,
	C_COUNT
};

static const struct import_column columns[C_COUNT] = {
    [C_ACCOUNT] = {"account", IMPORT_ID, true, 0},
    [C_CREDIT] = {"credit", IMPORT_ID, true, IMPORT_NOWHERE},
    [C_ISSUED] = {"issued", IMPORT_DAY, true, 1},
    [C_AMOUNT] = {"amount", IMPORT_AMOUNT, true, 2},
    [C_CURRENCY] = {"currency", IMPORT_CURRENCY, true, 3},
    [C_REASON] = {"reason", IMPORT_TEXT, false, 4},
    [C_INVOICE] = {"invoice", IMPORT_ID, false, IMPORT_NOWHERE},
    [C_APPLIED] = {"applied", IMPORT_AMOUNT, false, IMPORT_NOWHERE},
};

static enum rc
prepare(struct import_run *run, struct import_row *row, struct err *err)
{
	(void)run;
	(void)err;
	import_applied_read(
	    row, "credit", &row->cells[C_INVOICE], &row->cells[C_APPLIED]);
	return RC_OK;
}

const struct import_kind import_credits = {
    .name = "credits",
    .table = BOOKS_CREDIT,
    .columns = columns,
    .count = C_COUNT,
    .id = C_CREDIT,
    .account = C_ACCOUNT,
    .amount = C_AMOUNT,
    .currency = C_CURRENCY,
    .many = true,
    .applied_as = "credit",
    .prepare = prepare,
    .judge = import_applied_judge,
};
