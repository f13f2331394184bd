#ifndef DUNMAIL_DECIDE_PAYING_H
#define DUNMAIL_DECIDE_PAYING_H

#include "model/facts.h"

/*
 * paying: may these invoices of an account be paid in these amounts? Pure. The
 * page asks it to tell what has to be corrected, and whoever acts on the form
 * asks it again: what is owed has changed meanwhile, or somebody wrote the
 * form by hand.
 */
struct paying_line {
	struct str invoice;
	int64_t amount; /* minor units of the currency that is paid in */
};

enum paying_verdict {
	PAYING_OK,
	PAYING_NOTHING,  /* no invoice */
	PAYING_MANY,     /* more than are paid at once */
	PAYING_UNKNOWN,  /* none of theirs that is open */
	PAYING_TWICE,    /* the same invoice twice */
	PAYING_CURRENCY, /* in another currency than this payment */
	PAYING_AMOUNT,   /* nothing, or less */
	PAYING_TOO_MUCH, /* more than is open on it */
	PAYING_SUM,      /* the sum is out of all measure */
};

/* *total: what is to be paid. *wrong: the line that a verdict is about. */
enum paying_verdict paying_judge(const struct facts_account *facts,
    struct str currency, const struct paying_line *lines, size_t count,
    struct money *total, size_t *wrong);

/* A name of it, for words: "pay_too_much". */
const char *paying_word(enum paying_verdict verdict);

#endif
