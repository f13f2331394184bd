#ifndef DUNMAIL_DECIDE_GUARD_H
#define DUNMAIL_DECIDE_GUARD_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/intent.h"
#include "model/message.h"

/*
 * guard: what kind of mail is this? By evidence, not by one header. Pure and
 * total: no clock, store, network or log. An AP department behind a group
 * address is a person; In-Reply-To to our own mail speaks for a person, yet
 * never against a report's own structure.
 */
struct guard {
	enum mail_kind kind;
	const char *rule;    /* static: the rule that spoke */
	struct str evidence; /* borrowed from the message, or in the arena */

	/* KIND_BOUNCE and KIND_DELAY */
	enum bounce_severity severity;
	struct str recipient; /* the address we had written to */
	struct str status;    /* "5.1.1" or empty */
	struct str diagnostic;

	/* KIND_AUTO_REPLY: when the text says so */
	bool out_of_office;
	day_t returns;     /* DAY_NONE when not said */
	struct str deputy; /* whom to write meanwhile; empty when not said */
};

void guard_judge(struct arena *a, const struct message *m, struct guard *out);

#endif
