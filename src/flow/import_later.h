#ifndef DUNMAIL_FLOW_IMPORT_LATER_H
#define DUNMAIL_FLOW_IMPORT_LATER_H

#include "model/limits.h"
#include "store/books.h"

/*
 * import_later: new invoices, some of them written at a time. What is looked
 * up in the table, and the end of a transaction, need them written first.
 */
#define IMPORT_LATER_TEXT                                                      \
	(BOOKS_MANY * (2 * LIMIT_IMPORT_ID + LIMIT_IMPORT_TEXT + 64))

struct import_later {
	struct books_row rows[BOOKS_MANY];
	size_t n;
	char text[IMPORT_LATER_TEXT]; /* of their cells */
	size_t used;
};

/* Copies the row, but not its batch. */
enum rc import_later_add(struct import_later *later, struct store *st,
    const struct books_row *row, struct err *err);
enum rc import_later_write(
    struct import_later *later, struct store *st, struct err *err);

#endif
