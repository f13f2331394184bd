#ifndef DUNMAIL_FLOW_PARKED_H
#define DUNMAIL_FLOW_PARKED_H

#include "base/arena.h"
#include "flow/flow.h"

/*
 * parked: a mail that was set aside, because it cannot be read or is too
 * large, is told to a person, once. It stays where it was.
 */
enum rc parked_tell(
    const struct flow *f, struct arena *a, int64_t now, struct err *err);

#endif
