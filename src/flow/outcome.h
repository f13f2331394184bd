#ifndef DUNMAIL_FLOW_OUTCOME_H
#define DUNMAIL_FLOW_OUTCOME_H

#include "flow/deliver.h"
#include "flow/send.h"

/*
 * outcome: what a handed-over mail's reply means, written down. Inside the
 * caller's transaction.
 */
enum rc outcome_record(const struct flow *f, struct arena *a,
    const struct deliver_item *item, int64_t now, struct send_stats *stats,
    struct err *err);

/* It will never go: settle it, free its steps and call a person. */
enum rc outcome_failed(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, const struct outbox_settled *x,
    struct err *err);

/*
 * A process ended while it was sending this. Where delivering twice is
 * delivering once, and where the journal knows that it did not leave, it is
 * ready again; where the journal knows the reply, that counts. Else it is
 * uncertain: reported to a person, and only what somebody asked for is sent
 * once more, the same bytes with the same Message-ID.
 */
struct outcome_left {
	const struct outbox_touch *touch;
	enum journal_mark mark;
	int code; /* with JOURNAL_ACCEPTED */
	int64_t now;
};
enum rc outcome_interrupted(const struct flow *f, struct arena *a,
    const struct outcome_left *left, int64_t *uncertain, struct err *err);

#endif
