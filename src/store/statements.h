#ifndef DUNMAIL_STORE_STATEMENTS_H
#define DUNMAIL_STORE_STATEMENTS_H

#include "base/arena.h"
#include "base/err.h"
#include "model/statement.h"
#include "store/store.h"

/*
 * statements: all that an account was invoiced, credited and paid, for the
 * statement of a month. It costs what the account has, not the ledger.
 */
/* By currency, then day. RC_BAD: more than LIMIT_STATEMENT_ROWS. */
enum rc statements_load(struct store *st, struct arena *a, struct str account,
    day_t month_end, struct statement_entry **out, size_t *count,
    struct err *err);

/* Has that course come to its month's end before, and since when is the
 * account on file? */
enum rc statements_before(struct store *st, struct str account,
    struct str course, bool *happened, int64_t *since, struct err *err);

#endif
