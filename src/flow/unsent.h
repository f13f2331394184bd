#ifndef DUNMAIL_FLOW_UNSENT_H
#define DUNMAIL_FLOW_UNSENT_H

#include "flow/compose.h"
#include "flow/send.h"

/*
 * unsent: a touch that was to go and does not: it is skipped and planned
 * anew, goes another time, or becomes work for a person. In the caller's
 * transaction.
 */
struct unsent {
	const struct flow *f;
	struct arena *a;
	int64_t now;
	struct send_stats *stats; /* counted in here */
};

/* Nothing is done for COMPOSE_SEND. */
enum rc unsent_settle(const struct unsent *x, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err);

#endif
