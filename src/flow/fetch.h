#ifndef DUNMAIL_FLOW_FETCH_H
#define DUNMAIL_FLOW_FETCH_H

#include "flow/flow.h"

/*
 * fetch: from a mailbox into the inbox, raw, once; nothing is looked at here.
 * A batch of mails and the place where reading goes on are one transaction.
 * The mailbox itself is not changed: flow/filing does that.
 */
struct fetch;

struct fetch_stats {
	int64_t fetched;
	int64_t known; /* met before, in this place or another */
};

struct fetch *fetch_new(
    const struct flow *f, const struct mailbox_settings *box);
void fetch_free(struct fetch **x);

/* Called after each batch that brought something, for whoever acts on it. */
typedef void fetch_news(const void *ctx);
void fetch_tells(struct fetch *x, fetch_news *news, const void *ctx);

/* All that is new now. RC_DOWN: the server could not be had or went away. */
enum rc fetch_round(
    struct fetch *x, int64_t now, struct fetch_stats *out, struct err *err);

/* Wait for news: RC_OK something came, RC_MISS the time or wake_fd. */
enum rc fetch_wait(
    struct fetch *x, int64_t seconds, int wake_fd, struct err *err);

#endif
