#ifndef DUNMAIL_FLOW_COMPOSE_H
#define DUNMAIL_FLOW_COMPOSE_H

#include "flow/facts.h"
#include "store/outbox.h"

/*
 * compose: one touch to the bytes that will be frozen, from the ledger as it
 * is in the running transaction.
 */
enum compose_verdict {
	COMPOSE_SEND,
	COMPOSE_SKIP,     /* paid, disputed, promised, ... since it was
			   * planned: nothing goes, the planner looks again */
	COMPOSE_POSTPONE, /* a gate is shut: another time, as it is */
	COMPOSE_FAIL,     /* cannot be made: a person has to look */
};

struct compose_result {
	enum compose_verdict verdict;
	struct str reason;
	struct str message_id;
	struct str subject;
	struct str bytes; /* in the arena */
};

enum rc compose_touch(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, int64_t now, const struct facts_gate *gate,
    struct compose_result *out, struct err *err);

#endif
