#ifndef DUNMAIL_DECIDE_CORRECT_H
#define DUNMAIL_DECIDE_CORRECT_H

#include "model/effect.h"
#include "model/facts.h"
#include "model/intent.h"

/*
 * correct: a person moved a mail to another queue: what follows. Pure, as
 * decide/inbound is: facts in, effects out.
 *
 * out of Disputes	what it opened is withdrawn
 * out of Promises	what it promised is cancelled
 * into Disputes	a dispute of the invoices it names, or a person is asked
 * into Promises	a promise, if it names a day, or a person is asked
 * into Documents, Paid, Unsure, Unmatched	work for a person, and a rest
 * into Done		its tasks are closed, its rests lifted; a stop stays
 *
 * So moving it back undoes. Without an account only work is made or closed. A
 * mail that was taken out of all queues was not corrected: nobody asks.
 */
struct correct_task {
	struct str id, kind;
};

struct correct {
	struct str from, to; /* queues */
	int64_t now;
	const struct facts_account *account; /* NULL: belongs to none */
	const struct intent *intent; /* what it was read as; may be empty */
	struct str contact;          /* who wrote, if on file */
	/* That the mail or its thread names: what it may dispute, and what it
	 * may promise. */
	const struct str *disputed;
	size_t disputed_count;
	const struct str *promised;
	size_t promised_count;
	const struct str *disputes; /* ids of open ones that this mail opened */
	size_t dispute_count;
	const struct str *promises; /* ids of open ones that it made */
	size_t promise_count;
	const struct correct_task *tasks; /* open ones about it */
	size_t task_count;
	int64_t rest_days; /* after a human reply */
};

/* EFFECT_WITHDRAW, EFFECT_CANCEL and EFFECT_CLOSE carry the id of what they
 * undo in `what`. The list has to be empty. */
void correct_decide(
    struct arena *a, const struct correct *c, struct effects *out);

/* A queue of that name, of the eight. */
bool correct_is_queue(struct str name);
extern const char *const correct_queues[8];

/* The intent that a queue is for; INTENT_NONE: for none. */
enum intent_kind correct_intent(struct str queue);

/* Does the move say that the rule behind `kind` was right? */
enum correct_verdict {
	CORRECT_SILENT, /* says nothing of it */
	CORRECT_RIGHT,
	CORRECT_WRONG,
};
enum correct_verdict correct_of_rule(
    struct str from, struct str to, enum intent_kind kind);

#endif
