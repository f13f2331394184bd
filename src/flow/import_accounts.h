#ifndef DUNMAIL_FLOW_IMPORT_ACCOUNTS_H
#define DUNMAIL_FLOW_IMPORT_ACCOUNTS_H

#include "store/store.h"

/*
 * import_accounts: which accounts there are, and which of them a file has
 * touched. Read once; a ledger with more than fit is asked row by row.
 */
struct import_accounts;

enum rc import_accounts_load(
    struct store *st, struct import_accounts **out, struct err *err);
/* One that knows of none: each is asked for. */
struct import_accounts *import_accounts_new(void);
void import_accounts_free(struct import_accounts **accounts);

/* RC_MISS: there is no such account. */
enum rc import_accounts_known(struct import_accounts *accounts,
    struct store *st, struct str id, struct err *err);

/* The planner shall look at their credit as well. */
void import_accounts_credit(struct import_accounts *accounts);

/* The planner shall look at this account: noted until the end, or at once
 * when it is not one of those in memory. */
enum rc import_accounts_touch(struct import_accounts *accounts,
    struct store *st, struct str id, int64_t now, struct err *err);
/* ... and this is the end. */
enum rc import_accounts_wake(struct import_accounts *accounts, struct store *st,
    int64_t now, struct err *err);

#endif
