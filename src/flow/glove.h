#ifndef DUNMAIL_FLOW_GLOVE_H
#define DUNMAIL_FLOW_GLOVE_H

#include "base/arena.h"
#include "flow/flow.h"

/*
 * glove: from now on only people write to an account, or no more. In the
 * caller's transaction.
 */
struct glove {
	struct str account, by;
	struct str inbox; /* the mail that said it; may be empty */
	bool on;
	int64_t now;
};

/* RC_MISS: it is so already. *dates: talks that are off by that: flow/diary
 * tells the customer and the collector. */
enum rc glove_set(const struct flow *f, struct arena *a, const struct glove *g,
    size_t *dates, struct err *err);

#endif
