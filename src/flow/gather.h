#ifndef DUNMAIL_FLOW_GATHER_H
#define DUNMAIL_FLOW_GATHER_H

#include "flow/flow.h"
#include "model/message.h"
#include "model/thread.h"

/*
 * gather: what the ledger says of the names in a mail: our own keyed ids, the
 * sender's address, invoice numbers. Reads only, decides nothing; all of it
 * goes to the arena.
 */
#define GATHER_NOTES 5 /* note addresses of one mail that are looked up */

struct gather {
	const struct flow *f;
	struct arena *a;
	const struct message *message;
	/* Keyed ids of ours, in the order in which they count. */
	struct thread_touch *touches;
	size_t touch_count, touch_cap;
	struct thread_owner *owners;
	size_t owner_count;
	struct thread_invoice *invoices;
	size_t invoice_count;
	struct thread_note *notes;
	size_t note_count, note_cap;
	struct str tags[GATHER_NOTES];
	size_t tag_count;
	/* The one that 12/05 is read in: the account's, as far as it is clear,
	 * else the company's. */
	struct str locale;
};

enum rc gather_names(struct gather *g, struct err *err);
/* Those of the numbers that the ledger knows, whoever's they are. */
enum rc gather_invoices(
    struct gather *g, const struct str *numbers, size_t count, struct err *err);

#endif
