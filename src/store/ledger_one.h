#ifndef DUNMAIL_STORE_LEDGER_ONE_H
#define DUNMAIL_STORE_LEDGER_ONE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/facts.h"
#include "store/store.h"

/* ledger_one: the open invoices of one account with what holds them, as
 * ledger_facts has them without what was said, for somebody who waits. */
enum rc ledger_one_invoices(struct store *st, struct arena *a,
    struct str account, struct facts_account *out, struct err *err);

#endif
