#ifndef DUNMAIL_DECIDE_WEIGH_H
#define DUNMAIL_DECIDE_WEIGH_H

#include <stdbool.h>
#include <stddef.h>

#include "model/intent.h"

/*
 * weigh: how likely a reply says each intent, from what the rules say and what
 * the second reader sees. How much either counts was learned once
 * (scripts/weigh.c) from replies that the rules were not written for, and
 * stands in weigh_table.def; it is the same for all languages.
 */
struct weigh_facts {
	double score[INTENT_COUNT]; /* of the rules */
	unsigned says;              /* what they would say alone */
	unsigned refused;           /* said, but for what speaks against it */
	double sees[INTENT_COUNT];  /* of the second reader, 0 to 1 */
	bool day, sum, invoice;     /* stand in the reply */
	size_t sentences;
};

#define WEIGH_SAID 0.45 /* likelier than that: it is said */

/* Of a chance that is no nearer to 0 and 1 than `least`. */
double weigh_logit(double p, double least);

/* The last INTENT_COUNT: what the rules say besides. */
#define WEIGH_OWN      10
#define WEIGH_FEATURES (WEIGH_OWN + INTENT_COUNT)

void weigh_features(const struct weigh_facts *f, enum intent_kind kind,
    double out[WEIGH_FEATURES]);

/* 0 to 1. */
double weigh_likely(const struct weigh_facts *f, enum intent_kind kind);

/* What it says: all that is likely enough, at least one. What is said when
 * nothing else is (acknowledgement, none) stands alone. */
unsigned weigh_decide(const double likely[INTENT_COUNT]);

/* How sure that is: the chance that all of it is right. */
double weigh_sure(const double likely[INTENT_COUNT], unsigned set);

#endif
