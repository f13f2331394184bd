#ifndef DUNMAIL_DECIDE_INBOUND_H
#define DUNMAIL_DECIDE_INBOUND_H

#include "decide/form.h"
#include "decide/guard.h"
#include "model/effect.h"
#include "model/facts.h"
#include "model/message.h"
#include "model/thread.h"
#include "model/visit.h"

/*
 * inbound: what to do about one mail. Pure and total: the facts in, a list of
 * effects out, the same on every run, so that a dry run tells the truth. Who
 * wrote (sender), where it belongs (thread) and what they may have
 * (authority) are three facts and stay three.
 */
/* What a calendar answers to an invitation with an id of ours. */
struct inbound_visit {
	bool known; /* the id is genuine and names this talk */
	struct visit visit;
	int64_t sequence;
	day_t day; /* proposed, on the account's clock; DAY_NONE: not clear */
	int minute;
	bool open; /* that day lies ahead, and business is done on it */
};

struct inbound {
	const struct message *message;
	const struct guard *guard;
	const struct intent *intent; /* NULL unless a person wrote */
	int64_t now;

	const struct thread_hit *thread;
	const struct facts_account *account; /* NULL: belongs nowhere */
	const struct contact *sender; /* the account's contact with that From
				       * address, or NULL */
	bool sender_is_new;           /* not yet on file when the mail came */
	const struct contact *asked;  /* whom the touch went to, or NULL */
	const struct str *touch_invoices; /* of the mail it answers */
	size_t touch_invoice_count;

	/* Invoices that it names by their full number, paid ones too and
	 * whoever's they are. */
	const struct thread_invoice *named;
	size_t named_count;

	const struct form *form; /* the mail answers our welcome, and this is
				  * what its form says; or NULL */
	const struct inbound_visit *visit; /* NULL: it is about none */

	const struct str *staff_why; /* of a colleague's mail: why it is not
				      * proven; NULL or empty: it is none */

	/* Automatic answers so far, in 24 hours. */
	int64_t answers_address, answers_thread, documents_today;
};

struct inbound_limits {
	int64_t documents_per_day;
	int64_t reply_rest_days;
	int64_t max_age_days;
	bool may_answer; /* a trusted authserv-id is named, or tags prove */
};

struct inbound_result {
	struct effects effects;
	enum document_answer document_answer;
	bool staff_command_rejected;
	bool staff_command_accepted; /* flow/desk does it */
};

void inbound_decide(struct arena *a, const struct inbound *in,
    const struct inbound_limits *limits, struct inbound_result *out);

const char *inbound_trust_name(enum thread_trust trust);
const char *inbound_role_name(enum thread_role role);

#endif
