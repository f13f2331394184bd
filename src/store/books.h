#ifndef DUNMAIL_STORE_BOOKS_H
#define DUNMAIL_STORE_BOOKS_H

#include <stdbool.h>

#include "base/err.h"
#include "store/store.h"

/*
 * books: writing the tables that an import fills. A row is its id and a list
 * of cells, text or number in the order of the table's layout; first_batch
 * and batch say who made and who last changed it. Results as db.h.
 */
enum books_table {
	BOOKS_ACCOUNT,
	BOOKS_CONTACT,
	BOOKS_INVOICE,
	BOOKS_PAYMENT,
	BOOKS_CREDIT,
	BOOKS_TABLES
};

#define BOOKS_CELLS 12

struct books_cell {
	struct str text;
	int64_t number;
};

struct books_row {
	struct str id;
	struct str batch;
	struct books_cell cells[BOOKS_CELLS];
};

/*
 * One letter a cell, 't' or 'n':
 *   account: name language timezone currency credit_limit terms_days segment
 *            collector white_glove created_at collector_said
 *            white_glove_said
 *   contact: account name email email_key phone role language
 *   invoice: account issued due amount currency po
 *   payment: account received amount currency method reference
 *   credit:  account issued amount currency reason
 */
const char *books_layout(enum books_table table);

/* Spans live until the next call for this table. RC_MISS: no such row. */
enum rc books_find(struct store *st, enum books_table table, struct str id,
    struct books_row *out, struct err *err);
/*
 * The rows from an id on, in the order of their ids, at most max. Rows behind
 * the one it is on may be written meanwhile; the end of the transaction is
 * its end too. One at a time for a table.
 */
struct books_scan {
	enum books_table table;
	struct db_stmt *stmt;
};
void books_scan(struct store *st, enum books_table table, struct str from,
    int64_t max, struct books_scan *out);
/* The row lives until the next call. RC_MISS: no more. */
enum rc books_scan_next(
    struct books_scan *scan, struct books_row *out, struct err *err);
void books_scan_end(struct books_scan *scan);

enum rc books_add(struct store *st, enum books_table table,
    const struct books_row *row, struct err *err);
/* Many invoices of one batch, at a third less cost. */
#define BOOKS_MANY 8
enum rc books_add_invoices(
    struct store *st, const struct books_row rows[BOOKS_MANY], struct err *err);
/*
 * Whose it is never changes, nor a contact's key: a row of another account is
 * left as it is. An index with what is only set to itself is written anew by
 * some engines, and with it most of the table's pages.
 */
enum rc books_change(struct store *st, enum books_table table,
    const struct books_row *row, struct err *err);

/* The greatest id, by its bytes, as both engines keep them; it lives until the
 * next call. RC_MISS: the table is empty. */
enum rc books_last(
    struct store *st, enum books_table table, struct str *id, struct err *err);

/*
 * Before many invoices go into a table without any: without the index by
 * account, which is made again at the end. Both within one transaction, so
 * that a stop between them changes nothing.
 */
enum rc books_unindex(struct store *st, struct err *err);
enum rc books_index(struct store *st, struct err *err);

/* RC_MISS: unknown. */
enum rc books_account_known(
    struct store *st, struct str account, struct err *err);

/* How much of a payment or credit was applied to an invoice. */
struct books_application {
	struct str kind; /* payment, credit */
	struct str source;
	struct str invoice;
	int64_t amount;
	struct str batch;
};

/* Fills in amount and batch; they live until the next call. */
enum rc books_applied(
    struct store *st, struct books_application *a, struct err *err);
enum rc books_apply(
    struct store *st, const struct books_application *a, struct err *err);
/* Sums over all invoices, and over all payments and credits. */
enum rc books_source_applied(struct store *st, struct str kind,
    struct str source, int64_t *out, struct err *err);
enum rc books_invoice_applied(
    struct store *st, struct str invoice, int64_t *out, struct err *err);

#endif
