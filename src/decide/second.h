#ifndef DUNMAIL_DECIDE_SECOND_H
#define DUNMAIL_DECIDE_SECOND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/intent.h"

/*
 * second: a second opinion on a reply. It learned from the replies of
 * tests/corpus, while the program was built (scripts/learn.c), which words go
 * with which intents, and knows nothing of rules. It never says what a reply
 * means: it can only make the rules less sure, so that a person reads what two
 * readers see differently.
 */
struct second_model {
	char lang[4];
	double scale; /* of one step of a weight */
	double bias[INTENT_COUNT];
	const signed char *weights; /* [SECOND_BUCKETS][INTENT_COUNT] */
};

extern const struct second_model second_models[];
extern const size_t second_model_count;

/* How likely each intent is, 0 to 1. False: no model of that language. */
bool second_read(
    struct arena *a, struct str lang, struct str text, double p[INTENT_COUNT]);

/* How far it doubts that the reply says `set`, all of it and nothing else:
 * 0 not at all, 1 certainly wrong. */
double second_doubt(const double p[INTENT_COUNT], unsigned set);

#endif
