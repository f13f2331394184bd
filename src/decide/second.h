#ifndef DUNMAIL_DECIDE_SECOND_H
#define DUNMAIL_DECIDE_SECOND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/intent.h"

/*
 * second: a second reader of replies. It learned from those of tests/corpus,
 * while the program was built (scripts/learn.c), which words go with which
 * intents, reasons and documents, and knows nothing of rules. What it sees and
 * the rules do not is shown to a person, never acted on; what the rules see
 * and it does not makes them less sure.
 */
#define SECOND_REASON   INTENT_COUNT
#define SECOND_DOCUMENT (SECOND_REASON + DISPUTE_COUNT)
#define SECOND_COLUMNS  (SECOND_DOCUMENT + DOCUMENT_COUNT)

struct second_model {
	char lang[4];
	double scale; /* of one step of a weight */
	double bias[SECOND_COLUMNS];
	const signed char *weights; /* [SECOND_BUCKETS][SECOND_COLUMNS] */
};

extern const struct second_model second_models[];
extern const size_t second_model_count;

/* How likely each is, 0 to 1: intents, from SECOND_REASON on reasons, from
 * SECOND_DOCUMENT on documents. */
struct second {
	double p[SECOND_COLUMNS];
};

/* NULL: no model of that language. */
const struct second_model *second_model_of(struct str lang);
/* The text is one of sentence_fold(); `words` is room for SECOND_MAX. */
void second_read(const struct second_model *m, uint16_t *words,
    struct str folded, struct second *out);

/* Would it say that this is in the reply, though no rule does? `beside`: the
 * intents that rules found. */
bool second_sees(
    const struct second *s, enum intent_kind kind, unsigned beside);

/* How far it doubts that the reply says `set`, all of it and nothing else:
 * 0 not at all, 1 certainly wrong. What is in `plain` is beyond its doubt. */
double second_doubt(const struct second *s, unsigned set, unsigned plain);

/* The likeliest of columns from..to; -1: none is likely. */
int second_likeliest(const struct second *s, int from, int to);

#endif
