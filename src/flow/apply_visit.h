#ifndef DUNMAIL_FLOW_APPLY_VISIT_H
#define DUNMAIL_FLOW_APPLY_VISIT_H

#include "flow/apply.h"

/*
 * apply_visit: what a customer's calendar answered to a proposed talk:
 * accepted, declined, or moved to where they want it. Between apply.c and here
 * only.
 */
enum rc apply_visit_change(
    const struct apply *ap, const struct effect *x, struct err *err);

#endif
