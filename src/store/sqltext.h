#ifndef DUNMAIL_STORE_SQLTEXT_H
#define DUNMAIL_STORE_SQLTEXT_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * sqltext: the one place where the engines' text differs. A statement that
 * claims rows ends its inner SELECT with the comment SQLTEXT_SKIP; where the
 * engine skips rows that others have locked, it becomes the clause for that
 * (without it two workers on PostgreSQL would claim the same row).
 */
#define SQLTEXT_SKIP "/*SKIP LOCKED*/"

void sqltext_expand(const char *sql, bool skips_locked, struct buf *out);

#endif
