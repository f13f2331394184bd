#ifndef DUNMAIL_FLOW_FILING_H
#define DUNMAIL_FLOW_FILING_H

#include "flow/flow.h"

/*
 * filing: the queues as folders of the gateway's mailbox. What was handled
 * leaves the inbox for the folder of its queue, with a keyword an intent; what
 * a person moves from one queue to another is written down as a correction
 * (flow/correction follows it). The two are told apart by the ledger: a mail
 * that lies where its row says was moved by us.
 *
 * A mail is known by the hash of its bytes, wherever and under whatever uid it
 * lies; places are only a memory of what was looked at. So nothing is lost or
 * done twice when a process dies between a move and its record, when a server
 * does not tell where a mail went, or when it counts anew (UIDVALIDITY).
 *
 * What says nothing: a copy (while the mail lies where it was, too), a mail
 * taken out of all queues or thrown away, a mail put back into the inbox. It
 * is filed once and not again.
 */
struct filing;

struct filing_stats {
	int64_t filed; /* by us, in this round */
	int64_t moved; /* by people: corrections to follow */
};

struct filing *filing_new(
    const struct flow *f, const struct mailbox_settings *box);
void filing_free(struct filing **x);

/* Moves of people first, then our own. RC_DOWN: the server went away; nothing
 * is lost, the next round goes on. */
enum rc filing_round(
    struct filing *x, int64_t now, struct filing_stats *out, struct err *err);

#endif
