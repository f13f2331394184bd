#ifndef DUNMAIL_FLOW_TEXTBOOK_H
#define DUNMAIL_FLOW_TEXTBOOK_H

#include "flow/compose.h"
#include "flow/deliver.h"

/*
 * textbook: what is written down about texts and calls that go to a carrier:
 * that one is about to, and what became of it. In the caller's transaction.
 */

/* Does that number get texts? Not if it said STOP, or is somebody else's. */
enum rc textbook_wanted(const struct flow *f, struct arena *a,
    struct str number, bool *out, struct err *err);

/* The last look before it is claimed, whatever it was planned for: *out says
 * COMPOSE_SKIP for a number that has said STOP since. */
enum rc textbook_judge(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, struct compose_result *out, struct err *err);

/* It is frozen and will be handed over: once a day to one number, and within
 * what a day may have. *out says COMPOSE_POSTPONE where it may not go now. */
enum rc textbook_take(const struct flow *f, const struct outbox_touch *t,
    int64_t now, struct compose_result *out, struct err *err);

/* The carrier has it. */
enum rc textbook_sent(const struct flow *f, const struct deliver_item *item,
    int64_t now, struct err *err);

/* Nobody knows whether it does. */
enum rc textbook_uncertain(const struct flow *f, const struct outbox_touch *t,
    int64_t now, struct err *err);

/* The carrier never will: a number that is to blame is not used again, and
 * the step goes to somebody else or over another channel. RC_MISS: it is not
 * the number. */
enum rc textbook_refused(const struct flow *f, struct arena *a,
    const struct deliver_item *item, int64_t now, struct err *err);

/* It did not arrive, as the carrier says later. */
struct textbook_lost {
	const struct outbox_touch *touch;
	struct str number, code;
	int64_t now;
};
enum rc textbook_lost(const struct flow *f, struct arena *a,
    const struct textbook_lost *x, struct err *err);

#endif
