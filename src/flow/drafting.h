#ifndef DUNMAIL_FLOW_DRAFTING_H
#define DUNMAIL_FLOW_DRAFTING_H

#include "flow/flow.h"
#include "store/outbox.h"

/*
 * drafting: drafts into the collectors' own folders for them, once each, and
 * what became of them: one that they sent is read from their folder of sent
 * mail into the inbox, where receive knows it again; one that does not lie
 * there any more is noted; what is sent, and what became useless while nobody
 * had touched it, is taken away. A mailbox is opened while a draft of ours
 * waits for it, and never else.
 *
 * What is about to be put there is written down before, and ticked off behind;
 * what a stop left in between is looked for by its token first.
 */
struct drafting;

struct drafting_stats {
	int64_t put, sent, gone, removed;
};

struct drafting *drafting_new(const struct flow *f);
void drafting_free(struct drafting **x);

/* All mailboxes whose time it is; one that cannot be had is logged and keeps
 * nobody else waiting. RC_DOWN: the ledger is gone. */
enum rc drafting_round(struct drafting *x, int64_t now,
    struct drafting_stats *out, struct err *err);

/* Seconds after which the next mailbox is to be looked at, `most` at most. */
int64_t drafting_wait(const struct drafting *x, int64_t now, int64_t most);

/* Is this touch a draft that goes the way above? */
enum rc drafting_is(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, bool *yes, struct err *err);

#endif
