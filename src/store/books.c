#include "store/books.h"

#include <string.h>

static const struct {
	const char *layout;
	enum sql_id last, find, scan, add, change;
} tables[BOOKS_TABLES] = {
    [BOOKS_ACCOUNT] = {"ttttnnttnntt", SQL_BOOKS_ACCOUNT_LAST,
	SQL_BOOKS_ACCOUNT_FIND, SQL_BOOKS_ACCOUNT_SCAN, SQL_BOOKS_ACCOUNT_ADD,
	SQL_BOOKS_ACCOUNT_CHANGE},
    [BOOKS_CONTACT] = {"ttttttt", SQL_BOOKS_CONTACT_LAST,
	SQL_BOOKS_CONTACT_FIND, SQL_BOOKS_CONTACT_SCAN, SQL_BOOKS_CONTACT_ADD,
	SQL_BOOKS_CONTACT_CHANGE},
    [BOOKS_INVOICE] = {"tttntt", SQL_BOOKS_INVOICE_LAST, SQL_BOOKS_INVOICE_FIND,
	SQL_BOOKS_INVOICE_SCAN, SQL_BOOKS_INVOICE_ADD,
	SQL_BOOKS_INVOICE_CHANGE},
    [BOOKS_PAYMENT] = {"ttnttt", SQL_BOOKS_PAYMENT_LAST, SQL_BOOKS_PAYMENT_FIND,
	SQL_BOOKS_PAYMENT_SCAN, SQL_BOOKS_PAYMENT_ADD,
	SQL_BOOKS_PAYMENT_CHANGE},
    [BOOKS_CREDIT] = {"ttntt", SQL_BOOKS_CREDIT_LAST, SQL_BOOKS_CREDIT_FIND,
	SQL_BOOKS_CREDIT_SCAN, SQL_BOOKS_CREDIT_ADD, SQL_BOOKS_CREDIT_CHANGE},
};

const char *
books_layout(enum books_table table)
{
	return tables[table].layout;
}

static void
read_row(struct db_stmt *s, const char *layout, struct books_row *out)
{
	int i;

	out->id = db_col_text(s, 0);
	for (i = 0; layout[i]; i++) {
		if (layout[i] == 'n')
			out->cells[i].number = db_col_i64(s, i + 1);
		else
			out->cells[i].text = db_col_text(s, i + 1);
	}
	out->batch = db_col_text(s, i + 1);
}

enum rc
books_find(struct store *st, enum books_table table, struct str id,
    struct books_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, tables[table].find);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_row(s, tables[table].layout, out);
	else
		db_reset(s);
	return rc;
}

void
books_scan(struct store *st, enum books_table table, struct str from,
    int64_t max, struct books_scan *out)
{
	out->table = table;
	out->stmt = store_stmt(st, tables[table].scan);
	db_text(out->stmt, 1, from);
	db_i64(out->stmt, 2, max);
}

enum rc
books_scan_next(struct books_scan *scan, struct books_row *out, struct err *err)
{
	enum rc rc = db_step(scan->stmt, err);

	if (rc == RC_OK)
		read_row(scan->stmt, tables[scan->table].layout, out);
	return rc;
}

void
books_scan_end(struct books_scan *scan)
{
	if (scan->stmt != NULL)
		db_reset(scan->stmt);
	scan->stmt = NULL;
}

static void
bind_cells(
    struct db_stmt *s, int at, const char *layout, const struct books_row *row)
{
	for (int i = 0; layout[i]; i++) {
		if (layout[i] == 'n')
			db_i64(s, at + i, row->cells[i].number);
		else
			db_text(s, at + i, row->cells[i].text);
	}
}

static enum rc
write_row(struct db_stmt *s, const char *layout, const struct books_row *row,
    struct err *err)
{
	db_text(s, 1, row->id);
	db_text(s, 2, row->batch);
	bind_cells(s, 3, layout, row);
	return store_run(s, err);
}

enum rc
books_add_invoices(
    struct store *st, const struct books_row rows[BOOKS_MANY], struct err *err)
{
	const char *layout = tables[BOOKS_INVOICE].layout;
	struct db_stmt *s = store_stmt(st, SQL_BOOKS_INVOICE_ADD_MANY);
	int at = 1;

	db_text(s, at++, rows[0].batch);
	for (int r = 0; r < BOOKS_MANY; r++) {
		db_text(s, at++, rows[r].id);
		bind_cells(s, at, layout, &rows[r]);
		at += (int)strlen(layout);
	}
	return store_run(s, err);
}

enum rc
books_add(struct store *st, enum books_table table, const struct books_row *row,
    struct err *err)
{
	return write_row(
	    store_stmt(st, tables[table].add), tables[table].layout, row, err);
}

enum rc
books_change(struct store *st, enum books_table table,
    const struct books_row *row, struct err *err)
{
	return write_row(store_stmt(st, tables[table].change),
	    tables[table].layout, row, err);
}

enum rc
books_last(
    struct store *st, enum books_table table, struct str *id, struct err *err)
{
	struct db_stmt *s = store_stmt(st, tables[table].last);
	enum rc rc = db_step(s, err);

	if (rc == RC_OK && db_col_is_null(s, 0))
		rc = RC_MISS;
	if (rc == RC_OK)
		*id = db_col_text(s, 0);
	else
		db_reset(s);
	return rc;
}

enum rc
books_unindex(struct store *st, struct err *err)
{
	return store_run(store_stmt(st, SQL_BOOKS_INVOICE_UNINDEX), err);
}

enum rc
books_index(struct store *st, struct err *err)
{
	return store_run(store_stmt(st, SQL_BOOKS_INVOICE_INDEX), err);
}

enum rc
books_account_known(struct store *st, struct str account, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BOOKS_ACCOUNT_KNOWN);

	db_text(s, 1, account);
	return store_one(s, err);
}

enum rc
books_applied(struct store *st, struct books_application *a, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BOOKS_APPLIED);
	enum rc rc;

	db_text(s, 1, a->kind);
	db_text(s, 2, a->source);
	db_text(s, 3, a->invoice);
	rc = db_step(s, err);
	if (rc != RC_OK) {
		db_reset(s);
		return rc;
	}
	a->amount = db_col_i64(s, 0);
	a->batch = db_col_text(s, 1);
	return RC_OK;
}

enum rc
books_apply(
    struct store *st, const struct books_application *a, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BOOKS_APPLY);

	db_text(s, 1, a->kind);
	db_text(s, 2, a->source);
	db_text(s, 3, a->invoice);
	db_i64(s, 4, a->amount);
	db_text(s, 5, a->batch);
	return store_run(s, err);
}

static enum rc
one_number(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		*out = db_col_i64(s, 0);
	db_reset(s);
	return rc;
}

enum rc
books_source_applied(struct store *st, struct str kind, struct str source,
    int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_BOOKS_SOURCE_APPLIED);

	db_text(s, 1, kind);
	db_text(s, 2, source);
	return one_number(s, out, err);
}

enum rc
books_invoice_applied(
    struct store *st, struct str invoice, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INVOICE_APPLIED_SUM);

	db_text(s, 1, invoice);
	return one_number(s, out, err);
}
