#ifndef DUNMAIL_FLOW_POSTING_H
#define DUNMAIL_FLOW_POSTING_H

#include "flow/flow.h"

/*
 * posting: what customers sent by forms of the portal is acted on, as far as
 * it is no payment. Each post and all that follows from it is one transaction;
 * natural keys come from the form's id, so that a form that was sent twice is
 * done once. A message becomes a mail of that contact in the inbox, which is
 * read like any reply; the others become one that is read already.
 */
struct posting_stats {
	int64_t done, refused;
};

enum rc posting_round(const struct flow *f, int64_t now,
    struct posting_stats *out, struct err *err);

/* RC_OK: some wait; RC_MISS: none. */
enum rc posting_waits(const struct flow *f, struct err *err);

/* The folder of the inbox in which such mails lie; no server has it. */
#define POSTING_FOLDER "portal"

#endif
