#ifndef DUNMAIL_STORE_VERIFY_H
#define DUNMAIL_STORE_VERIFY_H

#include "base/err.h"
#include "store/store.h"

/*
 * verify: what must hold in every ledger, one statement a rule, each giving
 * the rows that break it; and that every letter unpacks to what was frozen.
 */
typedef void verify_broken(void *ctx, const char *rule, struct str what);

/* Number of rules looked at in *rules, of rows that break one in *broken. */
enum rc verify_ledger(struct store *st, verify_broken *each, void *ctx,
    int *rules, int64_t *broken, struct err *err);

#endif
