#ifndef DUNMAIL_FLOW_CREDITLIMIT_H
#define DUNMAIL_FLOW_CREDITLIMIT_H

#include "base/arena.h"
#include "flow/flow.h"
#include "store/creditbook.h"

/*
 * creditlimit: another credit limit is asked for by one person and decided by
 * another. The caller holds the transaction.
 */
struct creditlimit_ask {
	struct str account, by, why;
	struct money amount;
	int64_t now;
};
/* RC_BAD: says why not. */
enum rc creditlimit_ask(const struct flow *f, struct arena *a,
    const struct creditlimit_ask *ask, struct creditbook_request *out,
    struct err *err);

struct creditlimit_decision {
	struct str what; /* the request's id, or its account */
	bool approved;
	struct str by, why;
	int64_t now;
};
/* RC_BAD: whoever asked cannot decide, and nothing is decided twice or on
 * another ground than it was asked on. */
enum rc creditlimit_decide(const struct flow *f, struct arena *a,
    const struct creditlimit_decision *d, struct creditbook_request *out,
    struct err *err);

#endif
