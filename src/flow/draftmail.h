#ifndef DUNMAIL_FLOW_DRAFTMAIL_H
#define DUNMAIL_FLOW_DRAFTMAIL_H

#include "flow/flow.h"

/*
 * draftmail: a personal mail that was drafted and not sent by its time reminds
 * its collector, once, and says whether the draft still lies there; when
 * nothing has come of that after so many business hours, [staff] escalation is
 * told, once. One that could not be put into their folder for hours goes to
 * them by mail. A transaction of its own.
 */
enum rc draftmail_round(const struct flow *f, int64_t now, struct err *err);

#endif
