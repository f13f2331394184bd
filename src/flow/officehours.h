#ifndef DUNMAIL_FLOW_OFFICEHOURS_H
#define DUNMAIL_FLOW_OFFICEHOURS_H

#include "flow/flow.h"

/* officehours: the moment by which that many business hours of the company
 * have passed since `at`. */
int64_t officehours_after(const struct flow *f, int64_t at, int64_t hours);

#endif
