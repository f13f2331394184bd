#ifndef DUNMAIL_FLOW_HOURLY_H
#define DUNMAIL_FLOW_HOURLY_H

#include "flow/flow.h"

/* hourly: how many reminders may still go within this hour, by the cap of
 * the settings. */
enum rc hourly_left(
    const struct flow *f, int64_t now, int64_t *left, struct err *err);

#endif
