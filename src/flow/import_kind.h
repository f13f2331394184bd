#ifndef DUNMAIL_FLOW_IMPORT_KIND_H
#define DUNMAIL_FLOW_IMPORT_KIND_H

#include "flow/import.h"
#include "flow/import_ahead.h"
#include "flow/import_later.h"
#include "store/batch.h"
#include "store/books.h"

/*
 * import_kind: how one kind of file becomes rows of the ledger. A kind is a
 * table of columns and two questions of its own; all else is shared.
 */
enum import_type {
	IMPORT_ID, /* at most 64 bytes, no control characters */
	IMPORT_TEXT,
	IMPORT_DAY,
	IMPORT_AMOUNT, /* in the row's currency, not negative */
	IMPORT_CURRENCY,
	IMPORT_LOCALE,
	IMPORT_ZONE,
	IMPORT_EMAIL,
	IMPORT_ROLE,
	IMPORT_DAYS, /* a count */
	IMPORT_FLAG,
	IMPORT_LATER,   /* the kind reads it */
	IMPORT_DERIVED, /* not in the file */
};

#define IMPORT_COLUMNS 12
#define IMPORT_NOWHERE (-1)

struct import_column {
	const char *name;
	enum import_type type;
	bool required;
	int slot; /* in the table's layout (books.h), or IMPORT_NOWHERE */
};

struct import_cell {
	bool given;   /* the file has this column */
	bool counted; /* the kind's amount, and its text is one */
	struct str text;
	int64_t number; /* amounts, counts and flags */
};

enum import_outcome {
	IMPORT_ADDED,
	IMPORT_CHANGED,
	IMPORT_UNCHANGED,
	IMPORT_REFUSED,
};

struct checkout;

struct import_row {
	struct import_cell cells[IMPORT_COLUMNS];
	int64_t line;
	struct str id;
	enum import_outcome outcome;
	bool unknown_account; /* refused for this, and put by */
	bool first;           /* of this id in the file */

	/* Payments and credits: what is applied to an invoice. */
	bool applies;
	struct books_application application;
	enum import_outcome application_outcome;
	struct checkout *own; /* a payment of ours that this one is */

	struct err why; /* if refused */
};

/* A row beside what the ledger holds for it. */
struct import_pair {
	bool known;
	struct books_row old; /* if known */
	struct books_row want;
};

struct import_accounts;
struct import_seen;
struct import_kind;

struct import_run {
	const struct flow *flow;
	struct store *store;
	int64_t now;
	const struct import_sink *sink;
	const struct import_kind *kind;
	struct batch batch;
	char batch_id[BATCH_ID];
	struct import_accounts *accounts;
	struct import_seen *seen; /* ids met and left as they were */
	struct import_ahead ahead;
	struct import_later later;
	/* The greatest id of the rows taken: one behind it is not there twice.
	 */
	char top[LIMIT_IMPORT_ID];
	size_t top_n;
	struct arena *scratch; /* of one row */
	int64_t waiting;       /* rows of this kind that wait */
	int64_t own;           /* payments over a provider; 0: none ever came */
	bool greets;           /* accounts that it adds are new customers */
	struct money sums[IMPORT_SUMS];
	size_t sum_count;
};

struct import_kind {
	const char *name;
	enum books_table table;
	const struct import_column *columns;
	size_t count;
	int id;       /* columns: */
	int account;  /* that must be known, or IMPORT_NOWHERE */
	int amount;   /* the same */
	int currency; /* the same */
	/* A text that is equal to what the ledger holds needs no other check.
	 */
	bool plain;
	/* Several rows may be about one id (one an application). */
	bool many;
	const char *applied_as; /* application.kind, or NULL */

	/* Checks over several cells; may set id and derived cells. A row that
	 * will not do is refused (import_refuse) with RC_OK. */
	enum rc (*prepare)(
	    struct import_run *run, struct import_row *row, struct err *err);
	/* May the old row become the new one? Likewise. */
	enum rc (*judge)(struct import_run *run, struct import_row *row,
	    struct import_pair *pair, struct err *err);
};

extern const struct import_kind import_customers;
extern const struct import_kind import_contacts;
extern const struct import_kind import_invoices;
extern const struct import_kind import_payments;
extern const struct import_kind import_credits;

/* In the order in which they may refer to each other; NULL at the end. */
extern const struct import_kind *const import_kind_all[];
const struct import_kind *import_kind_find(struct str name);

/* An empty row; not its reason, which is large. */
void import_row_init(struct import_row *row, int64_t line);

/* Only the first reason stands. */
void import_refuse(struct import_row *row, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
