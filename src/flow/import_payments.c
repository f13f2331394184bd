#include "flow/import_applied.h"

enum {
	C_ACCOUNT,
	C_PAYMENT,
	C_RECEIVED,
	C_AMOUNT,
	C_CURRENCY,
	C_METHOD,
	C_REFERENCE,
	C_INVOICE,
	C_APPLIED,
	C_COUNT
};

static const struct import_column columns[C_COUNT] = {
    [C_ACCOUNT] = {"account", IMPORT_ID, true, 0},
    [C_PAYMENT] = {"payment", IMPORT_ID, true, IMPORT_NOWHERE},
    [C_RECEIVED] = {"received", IMPORT_DAY, true, 1},
    [C_AMOUNT] = {"amount", IMPORT_AMOUNT, true, 2},
    [C_CURRENCY] = {"currency", IMPORT_CURRENCY, true, 3},
    [C_METHOD] = {"method", IMPORT_TEXT, false, 4},
    [C_REFERENCE] = {"reference", IMPORT_TEXT, false, 5},
    [C_INVOICE] = {"invoice", IMPORT_ID, false, IMPORT_NOWHERE},
    [C_APPLIED] = {"applied", IMPORT_AMOUNT, false, IMPORT_NOWHERE},
};

static enum rc
prepare(struct import_run *run, struct import_row *row, struct err *err)
{
	(void)run;
	(void)err;
	import_applied_read(
	    row, "payment", &row->cells[C_INVOICE], &row->cells[C_APPLIED]);
	return RC_OK;
}

const struct import_kind import_payments = {
    .name = "payments",
    .table = BOOKS_PAYMENT,
    .columns = columns,
    .count = C_COUNT,
    .id = C_PAYMENT,
    .account = C_ACCOUNT,
    .amount = C_AMOUNT,
    .currency = C_CURRENCY,
    .many = true,
    .applied_as = "payment",
    .prepare = prepare,
    .judge = import_applied_judge,
};
