#ifndef DUNMAIL_FLOW_DELIVER_H
#define DUNMAIL_FLOW_DELIVER_H

#include "flow/carrier.h"
#include "flow/flow.h"
#include "flow/journal.h"
#include "port/smtp.h"
#include "store/outbox.h"

/*
 * deliver: hands frozen mails to their mailbox's way out: one SMTP server,
 * kept connected from batch to batch, or a Maildir of this machine. What is no
 * mail goes to the carrier of texts and calls, or becomes a file of the spool
 * (flow/spool.h); what is a draft stays in the ledger until its own process
 * puts it where it belongs.
 */
struct deliver;

struct deliver_item {
	struct outbox_touch touch;
	struct str bytes;
	bool drafted; /* for a folder of drafts: flow/drafting puts it there */

	/* filled by deliver_all */
	bool settled; /* else it was never begun */
	enum smtp_outcome outcome;
	int code;
	struct str reply; /* foreign; lives until the next call */
	char reply_text[200];

	/* of one that went to the carrier */
	bool carried;
	char sid[CARRIER_SID + 1], state[CARRIER_STATE + 1];
	char carrier_code[CARRIER_CODE + 1];
};

/* journal is told of each dot and reply over a server; may be NULL. */
struct deliver *deliver_new(const struct flow *f, struct journal *journal);
void deliver_free(struct deliver **d);

/* RC_DOWN when a server could not be had; its mails stay unsettled. */
enum rc deliver_all(struct deliver *d, struct deliver_item *items, size_t count,
    struct err *err);

/* Copies for the Sent folder, where asked. A copy that fails is logged. */
void deliver_copies(
    struct deliver *d, const struct deliver_item *items, size_t count);

#endif
