#ifndef DUNMAIL_FLOW_SEND_H
#define DUNMAIL_FLOW_SEND_H

#include "flow/flow.h"

/*
 * send: the only stage that hands mail over. Claim (the balance is read again
 * and the bytes are frozen, all in one transaction, durable before the first
 * byte leaves), hand over, settle.
 */
struct send;

struct send_stats {
	int64_t accepted, deferred, failed, uncertain, skipped, postponed;
};

struct send *send_new(const struct flow *f);
void send_free(struct send **s);

/* All that may go now. RC_DOWN when a server could not be had: what waits,
 * waits. */
enum rc send_round(
    struct send *s, int64_t now, struct send_stats *out, struct err *err);

/*
 * Once at the start of the sending role, before anything else is sent: what
 * a stopped process left in sending is uncertain now (or ready again, where
 * delivering twice is delivering once), and is reported.
 */
enum rc send_recover(
    struct send *s, int64_t now, int64_t *uncertain, struct err *err);

#endif
