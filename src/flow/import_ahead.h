#ifndef DUNMAIL_FLOW_IMPORT_AHEAD_H
#define DUNMAIL_FLOW_IMPORT_AHEAD_H

#include "model/limits.h"
#include "store/books.h"

/*
 * import_ahead: what the ledger holds for a row of the file. Most files come
 * in the order of their ids, as the tables do: a row behind the last of the
 * table is not looked up at all, and others are met by reading on. What comes
 * out of order is looked up by its id.
 */
struct import_ahead {
	enum books_table table;
	bool ordered; /* last is known */
	char last[LIMIT_IMPORT_ID];
	size_t last_n;
	char asked[LIMIT_IMPORT_ID]; /* the id before this one */
	size_t asked_n;
	int streak; /* that were there and came in order */
	bool reading;
	struct books_scan scan;
	struct books_row row; /* where it is, while reading */
};

/* At the beginning of each transaction: others may have written. */
enum rc import_ahead_begin(struct import_ahead *ahead, struct store *st,
    enum books_table table, struct err *err);

/* It lies behind all that the table holds. */
bool import_ahead_is_new(const struct import_ahead *ahead, struct str id);

/* Spans live until the next call. RC_MISS: no such row. */
enum rc import_ahead_find(struct import_ahead *ahead, struct store *st,
    struct str id, struct books_row *out, struct err *err);

/* A row was added. */
void import_ahead_added(struct import_ahead *ahead, struct str id);

#endif
