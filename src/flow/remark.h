#ifndef DUNMAIL_FLOW_REMARK_H
#define DUNMAIL_FLOW_REMARK_H

#include "base/arena.h"
#include "flow/flow.h"

/* remark: a person's line in the timeline of an account, in the caller's
 * transaction. */
struct remark {
	struct str account, text, by;
	struct str outcome; /* of a contact; empty: it is none */
	const char *kind;
	struct str id;    /* natural key; empty: each time is another line */
	struct str inbox; /* the mail that brought it; may be empty */
	int64_t now;
};
enum rc remark_add(const struct flow *f, struct arena *a,
    const struct remark *r, struct err *err);

#endif
