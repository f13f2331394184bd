#ifndef DUNMAIL_FLOW_DIARY_H
#define DUNMAIL_FLOW_DIARY_H

#include "flow/flow.h"

/*
 * diary: the talks with white-glove accounts in the calendars of those who hold
 * them: the account's collector is invited, again when a talk moves, and told
 * when it is off or somebody else's; the customer is told when all are off.
 * One mail an account and reader. Transactions of its own.
 */
enum rc diary_round(const struct flow *f, int64_t now, struct err *err);

/* Templates: for whom a talk is now, for whom it is not any more (staff/), and
 * for the customer (answers/). */
#define DIARY_ON       "diary"
#define DIARY_OFF      "diary-off"
#define DIARY_CUSTOMER "talks-off"

#endif
