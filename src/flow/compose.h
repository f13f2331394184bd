#ifndef DUNMAIL_FLOW_COMPOSE_H
#define DUNMAIL_FLOW_COMPOSE_H

#include "flow/facts.h"
#include "store/outbox.h"

/*
 * compose: one touch to the bytes that will be frozen, in two steps: what the
 * ledger says in the running transaction, and then the letter, which needs
 * the ledger no more and may be written by another thread.
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
	int64_t not_before; /* of a postponed one; 0: soon */
	struct str message_id;
	struct str subject;
	struct str bytes;
};

/* All that one letter is made from. */
struct compose;

struct compose_ask {
	const struct outbox_touch *touch; /* stays the caller's */
	int64_t now;
	const struct facts_gate *gate;
};

/* Anything but COMPOSE_SEND decides; else *c is there to be written. All of it
 * lives in the arena. */
enum rc compose_load(const struct flow *f, struct arena *a,
    const struct compose_ask *ask, struct compose **c,
    struct compose_result *out, struct err *err);

/* COMPOSE_SEND or COMPOSE_FAIL, once for a load. The result lives in `keep`,
 * what it is made with in `scratch`; neither need be the arena of the load. */
void compose_write(struct compose *c, struct arena *scratch, struct arena *keep,
    struct compose_result *out);

#endif
