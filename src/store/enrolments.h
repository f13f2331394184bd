#ifndef DUNMAIL_STORE_ENROLMENTS_H
#define DUNMAIL_STORE_ENROLMENTS_H

#include "base/err.h"
#include "store/store.h"

/*
 * enrolments: many accounts into one sequence at once. The caller holds the
 * transaction.
 */

/* The planner shall look, at `at`, at all whose invoices it looks at by
 * then. */
enum rc enrolments_follow(
    struct store *st, struct str sequence, int64_t at, struct err *err);

/* ... at all whose invoices it looks at one day. */
enum rc enrolments_fill(
    struct store *st, struct str sequence, int64_t at, struct err *err);

#endif
