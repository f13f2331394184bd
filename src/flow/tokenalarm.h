#ifndef DUNMAIL_FLOW_TOKENALARM_H
#define DUNMAIL_FLOW_TOKENALARM_H

#include "flow/flow.h"

/*
 * tokenalarm: for each mailbox whose tokens stopped, a task and a mail to
 * staff, over a mailbox that is not hit where there is one; once for each time
 * it stopped. Needs the key.
 */
enum rc tokenalarm_round(const struct flow *f, int64_t now, struct err *err);

#endif
