#include "flow/import_cell.h"

enum {
	C_ACCOUNT,
	C_NAME,
	C_LANGUAGE,
	C_TIMEZONE,
	C_CURRENCY,
	C_LIMIT,
	C_TERMS,
	C_SEGMENT,
	C_COLLECTOR,
	C_GLOVE,
	C_CREATED,
	C_COUNT
};

/* Slots of the account table (books.h). */
#define SLOT_CURRENCY       3
#define SLOT_LIMIT          4
#define SLOT_COLLECTOR      7
#define SLOT_GLOVE          8
#define SLOT_COLLECTOR_SAID 10
#define SLOT_GLOVE_SAID     11

static const struct import_column columns[C_COUNT] = {
    [C_ACCOUNT] = {"account", IMPORT_ID, true, IMPORT_NOWHERE},
    [C_NAME] = {"name", IMPORT_TEXT, true, 0},
    [C_LANGUAGE] = {"language", IMPORT_LOCALE, false, 1},
    [C_TIMEZONE] = {"timezone", IMPORT_ZONE, false, 2},
    [C_CURRENCY] = {"currency", IMPORT_CURRENCY, false, SLOT_CURRENCY},
    [C_LIMIT] = {"credit_limit", IMPORT_LATER, false, SLOT_LIMIT},
    [C_TERMS] = {"terms_days", IMPORT_DAYS, false, 5},
    [C_SEGMENT] = {"segment", IMPORT_TEXT, false, 6},
    [C_COLLECTOR] = {"collector", IMPORT_TEXT, false, SLOT_COLLECTOR},
    [C_GLOVE] = {"white_glove", IMPORT_FLAG, false, SLOT_GLOVE},
    [C_CREATED] = {"", IMPORT_DERIVED, false, 9},
};

static enum rc
prepare(struct import_run *run, struct import_row *row, struct err *err)
{
	(void)err;
	row->cells[C_CREATED].number = run->now; /* for a new one */
	return RC_OK;
}

/* What a person has made of it stays until the file says something new. */
static void
keep_ours(struct import_pair *pair, bool given, int slot, int said_slot,
    struct str said)
{
	struct str before =
	    pair->known ? pair->old.cells[said_slot].text : STR("");

	pair->want.cells[said_slot].text = given ? said : before;
	if (given && pair->known && str_eq(said, before))
		pair->want.cells[slot] = pair->old.cells[slot];
}

static void
keep_desk(const struct import_row *row, struct import_pair *pair)
{
	const struct import_cell *glove = &row->cells[C_GLOVE];

	keep_ours(pair, row->cells[C_COLLECTOR].given, SLOT_COLLECTOR,
	    SLOT_COLLECTOR_SAID, row->cells[C_COLLECTOR].text);
	keep_ours(pair, glove->given, SLOT_GLOVE, SLOT_GLOVE_SAID,
	    glove->number ? STR("yes") : STR(""));
}

/* The currency of the limit: the row's, else the account's, else ours. */
static struct str
limit_currency(const struct import_run *run, const struct import_pair *pair)
{
	struct str currency = pair->want.cells[SLOT_CURRENCY].text;

	return currency.n > 0 ? currency : run->flow->set->company_currency;
}

/* A limit is kept in minor units, so that it cannot outlive its currency. */
static enum rc
judge(struct import_run *run, struct import_row *row, struct import_pair *pair,
    struct err *err)
{
	const struct import_cell *limit = &row->cells[C_LIMIT];
	struct str is = pair->want.cells[SLOT_CURRENCY].text;
	struct str was = pair->old.cells[SLOT_CURRENCY].text;
	int64_t *want = &pair->want.cells[SLOT_LIMIT].number;

	(void)err;
	*want = 0;
	keep_desk(row, pair);
	if (limit->given && limit->text.n > 0)
		import_cell_amount(row, "credit_limit", limit->text,
		    limit_currency(run, pair), want);
	else if (!limit->given && pair->known)
		*want = pair->old.cells[SLOT_LIMIT].number;
	if (pair->known && !limit->given && *want != 0 && !str_eq(is, was))
		import_refuse(row,
		    "the currency changes from %.*s to %.*s and the file has "
		    "no credit_limit",
		    STR_ARG(was), STR_ARG(is));
	return RC_OK;
}

const struct import_kind import_customers = {
    .name = "customers",
    .table = BOOKS_ACCOUNT,
    .columns = columns,
    .count = C_COUNT,
    .id = C_ACCOUNT,
    .account = IMPORT_NOWHERE,
    .amount = IMPORT_NOWHERE,
    .currency = C_CURRENCY,
    .prepare = prepare,
    .judge = judge,
};
