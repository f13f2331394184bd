#ifndef DUNMAIL_FLOW_PAUSING_H
#define DUNMAIL_FLOW_PAUSING_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/holds.h"

/*
 * pausing: a person lets an account, an invoice or a contact rest, or go on.
 * In the caller's transaction; the timeline is the caller's.
 */
struct pausing {
	const struct flow *f;
	struct arena *a;
	struct holds_subject of;
	struct str why, by;
	int64_t now;
};

/* It takes the place of the one before, so that it can be made shorter.
 * RC_BAD: that is no day to come, or too far. */
enum rc pausing_begin(const struct pausing *p, day_t until, struct err *err);

/* All that lets it rest ends. RC_MISS: nothing does. RC_BAD: who reported our
 * mail as spam stays silent. */
enum rc pausing_end(const struct pausing *p, struct err *err);

#endif
