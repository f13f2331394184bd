#ifndef DUNMAIL_DECIDE_BULK_H
#define DUNMAIL_DECIDE_BULK_H

#include "decide/guard.h"
#include "decide/marks.h"

/*
 * bulk: mail that was not written to us alone, or by nobody. A person who
 * writes through a group address has the same marks as a list and is told
 * from it by what the mail answers and whom it is addressed to. Each judge
 * returns true when it knows the kind and has filled *out.
 */
bool bulk_list(struct marks *k, struct guard *out);

/* Unattended senders: portals, ERP systems, notifications. */
bool bulk_notice(struct marks *k, struct guard *out);

#endif
