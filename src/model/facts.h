#ifndef DUNMAIL_MODEL_FACTS_H
#define DUNMAIL_MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "base/money.h"
#include "model/intent.h"
#include "model/party.h"

/*
 * facts: all that a decision about one account may look at, read in one
 * transaction. Deciding functions see these and nothing else.
 */

/* The last step of the sequence that was said for an invoice. */
struct facts_said {
	struct str step;    /* its name; empty: none yet */
	int64_t level;      /* its place then, from 1; 0: none yet */
	int64_t occurrence; /* of a repeating step, from 1 */
	day_t day;          /* when; DAY_NONE if none */
};

struct facts_invoice {
	struct str id;
	struct str po;
	day_t issued, due;
	struct money amount;
	struct money open; /* amount less all applications */
	struct facts_said said;
	struct money contested; /* of it in dispute, or a credit decided that
				 * is not in the ledger yet; 0: nothing */
	bool disputed;          /* all that is open is contested */
	day_t promised;         /* live promise until that day, or DAY_NONE */
	int64_t
	    rests_until; /* instant; 0: does not rest; INT64_MAX: for good */
	struct str rest_reason, rest_by;
};

/* What may be asked for: the contested part never is. Of one that is disputed
 * altogether nothing is asked for; tables that list it show what is open. */
static inline struct money
facts_asked(const struct facts_invoice *inv)
{
	struct money m = inv->open;

	if (!inv->disputed)
		m.minor -= inv->contested.minor;
	return m;
}

/* A live promise and what was applied since it was made. */
struct facts_promise {
	struct str id;
	day_t day;
	bool has_amount;
	struct money amount;
	int64_t applied_before; /* on its invoices, when it was made */
	int64_t applied_now;
	int64_t open_now; /* still open on its invoices */
};

struct facts_account {
	struct account account;
	struct contact *contacts; /* best first: usable ap before others */
	size_t contact_count;
	struct facts_invoice *invoices; /* open ones, oldest due first */
	size_t invoice_count;
	struct facts_promise *promises; /* open ones */
	size_t promise_count;
	struct money *unapplied; /* cash and credits, per currency, above 0 */
	size_t unapplied_count;
	int64_t rests_until; /* the whole account: 0, an instant, INT64_MAX */
	struct str rest_reason, rest_by;
	int64_t silent_until; /* the same, of pauses and wishes for silence
			       * alone */
	struct str silent_reason, silent_by;
	int64_t last_reminder_at; /* instant of the last touch that reached
				   * out to them, over any channel, by us or
				   * a person; 0 if none */
	struct str outcome;       /* of the last call by a person:
				   * decide/callword.h; empty: none */
	int64_t episode;
	struct str locale; /* of the account, or the company's */

	/* The moment, in the account's own zone. */
	int64_t now;
	day_t today;
	int minutes;         /* since local midnight */
	day_t last_reminder; /* DAY_NONE if there was none */

	/* The gateway as a whole. */
	bool ledger_stale;
	bool held;       /* clock jump or restore: waits for a person's word */
	bool texts_full; /* no more texts and calls today */
};

#endif
