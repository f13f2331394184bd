#ifndef DUNMAIL_FLOW_NOTETO_H
#define DUNMAIL_FLOW_NOTETO_H

#include "base/arena.h"
#include "flow/flow.h"

/* noteto: the address that takes notes for an account by that mailbox. Empty:
 * its server knows no local+tag, or this role holds no key. */
struct str noteto_address(const struct flow *f, struct arena *a,
    const struct mailbox_settings *box, struct str account);

#endif
