#ifndef DUNMAIL_STORE_SQLTEXT_H
#define DUNMAIL_STORE_SQLTEXT_H

#include "base/buf.h"
#include "port/db.h"

/*
 * sqltext: the one place where the engines' text differs. A comment becomes a
 * clause where the engine wants it:
 *
 * SQLTEXT_SKIP ends the inner SELECT of a statement that claims rows; without
 * the clause two workers on PostgreSQL would claim the same row.
 *
 * SQLTEXT_KEYED ends a table whose rows shall lie in the order of their key
 * and nowhere else.
 */
#define SQLTEXT_SKIP  "/*SKIP LOCKED*/"
#define SQLTEXT_KEYED "/*WITHOUT ROWID*/"

void sqltext_expand(
    const char *sql, const struct db_ways *ways, struct buf *out);

#endif
