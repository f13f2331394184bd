#ifndef DUNMAIL_APP_LOCK_H
#define DUNMAIL_APP_LOCK_H

#include "base/err.h"
#include "base/str.h"

/*
 * lock: one gateway works on a ledger at a time; a second one is refused at
 * once. Held until the process ends, however it ends. RC_BAD: taken.
 */
enum rc lock_ledger(struct str ledger_path, int *fd, struct err *err);

#endif
