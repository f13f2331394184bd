#ifndef DUNMAIL_STORE_LEDGER_READ_H
#define DUNMAIL_STORE_LEDGER_READ_H

#include "base/arena.h"
#include "model/facts.h"
#include "store/store.h"

/*
 * ledger_read: the row a statement is on, from column `at` on, as a value.
 * Between the files of ledger.h only.
 */
void ledger_read_account(
    struct db_stmt *s, int at, struct arena *a, struct account *out);
void ledger_read_contact(
    struct db_stmt *s, int at, struct arena *a, struct contact *out);
/* id, po, issued, due, amount, currency, open */
void ledger_read_invoice(
    struct db_stmt *s, int at, struct arena *a, struct facts_invoice *out);
day_t ledger_read_day(struct db_stmt *s, int at);

#endif
