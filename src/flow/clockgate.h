#ifndef DUNMAIL_FLOW_CLOCKGATE_H
#define DUNMAIL_FLOW_CLOCKGATE_H

#include "flow/flow.h"

/*
 * clockgate: after a jump of the clock, or in a ledger that was restored,
 * nothing goes out to customers until a person says so (`dunmail release`).
 * The clock is looked at once a round. A clock set by hand for the command is
 * a person's word.
 */
enum rc clockgate_round(const struct flow *f, int64_t now, struct err *err);
/* What one of ours holds goes as well. */
enum rc clockgate_release(const struct flow *f, int64_t now, struct err *err);

/* A copy of the ledger that will wait, should it ever be restored: it does
 * not know what was said after it was made. */
enum rc clockgate_hold_copy(struct store *copy, struct err *err);

#endif
