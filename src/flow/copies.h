#ifndef DUNMAIL_FLOW_COPIES_H
#define DUNMAIL_FLOW_COPIES_H

#include "flow/compose.h"

/*
 * copies: the contacts whom a step names in `cc` get the very bytes of the
 * mail, as touches of kind "copy" that were decided with it: each is sent,
 * put off, settled and reported by itself.
 */
enum rc copies_freeze(const struct flow *f, struct arena *a, struct str touch,
    const struct compose_result *r, struct err *err);

#endif
