#ifndef DUNMAIL_STORE_SLOTS_H
#define DUNMAIL_STORE_SLOTS_H

#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

/*
 * slots: one statement for several ids. Starting a statement costs about as
 * much as finding a row; with all ids in hand it is paid once. In sql.def such
 * a statement is SQL_EACH(NAME, text), and each of its rows begins with its
 * slot: the place of the id in the list. Rows of different slots come in any
 * order unless the text says otherwise.
 */
#define SLOTS_MAX 32

struct slots {
	const struct str *ids; /* an empty one is nobody: it has no rows */
	size_t count;          /* 1 to SLOTS_MAX */
	struct str given;      /* the same for all */
};

/* SQL_NAME, bound. What it is bound to must live until slots_end. */
struct db_stmt *slots_stmt(
    struct store *st, enum sql_id name, const struct slots *slots);

/* As db_step; *slot says where the row belongs. */
enum rc slots_step(struct db_stmt *s, const struct slots *slots, size_t *slot,
    struct err *err);

/* After the last step: resets, and no more rows are no failure. */
enum rc slots_end(struct db_stmt *s, enum rc rc);

#endif
