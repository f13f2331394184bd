#ifndef DUNMAIL_FLOW_SIGNIN_H
#define DUNMAIL_FLOW_SIGNIN_H

#include "flow/flow.h"

/*
 * signin: who wants to look at the ledger in a browser is mailed a link, if
 * they are one of our people; nobody is told whether they are. Posts of the
 * portal, by kind:
 *   sign-in    somebody typed an address: {"address": ...}
 *   signed-in  the id of a link that was used: no other has it
 *   sign-out   everywhere, by contact
 */
/* Mails to one address, whoever asks for them: far more than one who asks gets
 * (web/asking.h), so that a stranger who knows it shuts nobody out. */
#define SIGNIN_QUARTER 30  /* in 15 minutes */
#define SIGNIN_DAY     200 /* in 24 hours */

struct signin_stats {
	int64_t mailed, unknown, limited, other;
};

/* All that are new, in one transaction. Needs the key. */
enum rc signin_round(const struct flow *f, int64_t now,
    struct signin_stats *out, struct err *err);

#endif
