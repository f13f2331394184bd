#ifndef DUNMAIL_DECIDE_CORRECT_H
#define DUNMAIL_DECIDE_CORRECT_H

#include "model/effect.h"
#include "model/facts.h"
#include "model/intent.h"

/*
 * correct: a person moved a mail to another queue: what follows. Pure, as
 * decide/inbound is: facts in, effects out.
 */
struct correct {
	struct str from, to; /* queues; `to` may be no queue: taken out */
	int64_t now;
	const struct facts_account *account; /* NULL: belongs to none */
	const struct intent *intent; /* what it was read as; may be empty */
	const struct str *invoices;  /* that the mail or its thread names */
	size_t invoice_count;
	const struct str *disputes; /* ids of open ones that this mail opened */
	size_t dispute_count;
	const struct str *promises; /* ids of open ones that it made */
	size_t promise_count;
	const struct str *tasks; /* ids of open ones about it */
	size_t task_count;
	int64_t rest_days; /* after a human reply */
};

/* EFFECT_WITHDRAW (a dispute), EFFECT_CANCEL (a promise), EFFECT_CLOSE (a
 * task), EFFECT_LIFT (the rest of this mail) are undone by their ids, in
 * `what`. A task is made where a person has to say more ("which invoice?"). */
void correct_decide(
    struct arena *a, const struct correct *c, struct effects *out);

/* Does the move say that the rule behind `kind` was right? */
enum correct_verdict {
	CORRECT_SILENT, /* says nothing of it */
	CORRECT_RIGHT,
	CORRECT_WRONG,
};
enum correct_verdict correct_of_rule(
    struct str from, struct str to, enum intent_kind kind);

#endif
