#ifndef DUNMAIL_DECIDE_INBOUND_H
#define DUNMAIL_DECIDE_INBOUND_H

#include "decide/guard.h"
#include "model/effect.h"
#include "model/facts.h"
#include "model/message.h"

/*
 * inbound: what to do about one mail. Pure and total: the facts in, a list of
 * effects out, the same on every run, so that a dry run tells the truth. Who
 * wrote (sender), where it belongs (thread) and what they may have
 * (authority) are three facts and stay three.
 */
enum inbound_trust {
	INBOUND_UNVERIFIED,
	INBOUND_VERIFIED, /* our own server vouches, or our keyed tag does and
			   * it is the very contact we wrote to */
	INBOUND_FORGED,
};

enum inbound_role {
	INBOUND_NOBODY,
	INBOUND_CONTACT,
	INBOUND_STAFF,
};

struct inbound {
	const struct message *message;
	const struct guard *guard;
	const struct intent *intent; /* NULL unless a person wrote */
	int64_t now;

	enum inbound_trust trust;
	enum inbound_role role;
	bool thread_proven; /* our keyed id or address */
	const struct facts_account *account; /* NULL: belongs nowhere */
	const struct contact *sender; /* the account's contact with that From
				       * address, or NULL */
	const struct contact *asked;  /* whom the touch went to, or NULL */
	struct str touch;	      /* the mail of ours it answers */
	const struct str *touch_invoices;
	size_t touch_invoice_count;

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
};

void inbound_decide(struct arena *a, const struct inbound *in,
    const struct inbound_limits *limits, struct inbound_result *out);

const char *inbound_trust_name(enum inbound_trust trust);
const char *inbound_role_name(enum inbound_role role);

#endif
