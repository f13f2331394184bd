#ifndef DUNMAIL_FLOW_PROMISING_H
#define DUNMAIL_FLOW_PROMISING_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "store/deed.h"

/*
 * promising: a promise is recorded, its course begins, and older ones that it
 * has taken everything over from end. In the caller's transaction.
 */
struct promising {
	const struct flow *f;
	struct arena *a;
	const struct facts_account *account;
	bool confirmed; /* the customer hears of it otherwise */
};

/* RC_MISS: it was recorded before. */
enum rc promising_make(
    const struct promising *x, const struct deed_promise *p, struct err *err);

#endif
