#ifndef DUNMAIL_FLOW_HOOKOUT_H
#define DUNMAIL_FLOW_HOOKOUT_H

#include "base/arena.h"
#include "base/money.h"
#include "flow/flow.h"
#include "store/checkouts.h"

/*
 * hookout: happenings that a program of the house is told of: touches over the
 * channel webhook, in the transaction of what happened, by its natural key.
 * They leave as files of the spool, or with [hooks] url as requests
 * (flow/hookpost.h). Nothing is done, and RC_OK, where [hooks]
 * does not name that event.
 */
struct hookout {
	const struct flow *f;
	struct arena *a;
	int64_t now;
};

/* Does [hooks] name it? */
bool hookout_wants(const struct settings *set, const char *event);
/* "hold, release": RC_BAD for a word that is none, which *word is then. */
enum rc hookout_events_check(struct str events, struct str *word);

/* As the ledger has it now: it was opened, answered, resolved. */
enum rc hookout_dispute(
    const struct hookout *x, struct str dispute, struct err *err);

/* state: open, kept, broken, ... */
struct hookout_promise {
	struct str account, promise;
	const char *state;
	day_t day;
	bool has_amount;
	struct money amount;
	const struct str *invoices;
	size_t invoice_count;
};
enum rc hookout_promise(
    const struct hookout *x, const struct hookout_promise *p, struct err *err);

/* Money that comes by way of the portal, as it stands: processing, paid,
 * failed, refunded, ...; each state with each amount is told once. An open page
 * is nobody's business but the customer's. */
enum rc hookout_checkout(
    const struct hookout *x, const struct checkout *c, struct err *err);

#endif
