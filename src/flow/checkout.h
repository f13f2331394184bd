#ifndef DUNMAIL_FLOW_CHECKOUT_H
#define DUNMAIL_FLOW_CHECKOUT_H

#include "flow/flow.h"
#include "flow/provider.h"
#include "store/checkouts.h"

/*
 * checkout: payments over a provider's hosted page, from the wish of a
 * customer (a post of kind pay) to the books. What was signed and told only
 * says that it is worth asking: what is believed is what the provider answers,
 * held against our own row. So events may come twice, late, in any order or
 * not at all.
 *
 * A transaction never waits for the provider: the wish is written down first,
 * then asked for with a key of its own, then written down how it stands.
 */
struct checkout_pay {
	const struct flow *f;
	const struct provider *provider;
	void *session; /* of the provider; NULL: only what needs none */
};

struct checkout_stats {
	int64_t opened;  /* pages */
	int64_t refused; /* wishes */
	int64_t events;
	int64_t changed; /* checkouts that stand otherwise than before */
	int64_t failed;  /* questions without an answer */
};

/* All that is due now. RC_DOWN: the provider refuses us. */
enum rc checkout_round(const struct checkout_pay *p, int64_t now,
    struct checkout_stats *out, struct err *err);

/* Tells customers and our own people what became of payments that did not go
 * as they should: needs the key of Message-IDs and no provider. */
enum rc checkout_tell(const struct flow *f, int64_t now, struct err *err);

/* The stages, and what they share. All within one round. */
struct checkout_run {
	const struct checkout_pay *p;
	struct arena *a; /* of one item */
	int64_t now;
	struct checkout_stats *stats;
};

/* New wishes into rows; a page that one of their invoices still has is closed
 * first. */
enum rc checkout_wishes(struct checkout_run *r, struct err *err);
/* What the provider told us since. */
enum rc checkout_events(struct checkout_run *r, struct err *err);
/* Rows that are due: makes their page, or asks how it stands. */
enum rc checkout_looks(struct checkout_run *r, struct err *err);
/* Asks now. RC_OK also when nothing has changed. */
enum rc checkout_ask(
    struct checkout_run *r, struct checkout *c, struct err *err);

/* Begins to write, and reads the row again: an import, or whoever tells of it,
 * may have changed it since. */
enum rc checkout_begin(
    struct checkout_run *r, struct checkout *c, struct err *err);

/* How long a wish waits for its page. */
#define CHECKOUT_PATIENCE 600
/* An answer of a post: names of words, see portal/words. */
#define CHECKOUT_ANSWER_LATER   "pay_later"
#define CHECKOUT_ANSWER_UNDER   "pay_under_way"
#define CHECKOUT_ANSWER_ODD     "pay_odd"
#define CHECKOUT_ANSWER_OTHER   "pay_other_page"
#define CHECKOUT_ANSWER_OFFLINE "pay_offline"

#endif
