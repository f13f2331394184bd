#ifndef DUNMAIL_DECIDE_SECOND_H
#define DUNMAIL_DECIDE_SECOND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "decide/second_index.h"
#include "decide/second_lexicon.h"
#include "decide/second_pool.h"
#include "model/intent.h"

/*
 * second: a second reader of replies. It learned from those of tests/corpus,
 * while the program was built (scripts/learn.c), which words go with which
 * intents, reasons and documents, in the reply as a whole and in the one
 * sentence that says it, and knows nothing of rules. decide/weigh says what
 * comes of both.
 */
#define SECOND_REASON   INTENT_COUNT
#define SECOND_DOCUMENT (SECOND_REASON + DISPUTE_COUNT)
#define SECOND_COLUMNS  (SECOND_DOCUMENT + DOCUMENT_COUNT)

/* A row for each word that some lessons have: how telling it is, in
 * SECOND_TELLING-ths, then what it weighs for each column, in steps of that
 * column's scale: in the whole reply, then in a sentence of it, as both are
 * asked about. Other words say nothing, nor does their number. */
#define SECOND_ROW     (1 + 2 * SECOND_COLUMNS)
#define SECOND_TELLING 24

struct second_part {
	struct second_index words;
	double scale[2][SECOND_COLUMNS]; /* of the whole, of a sentence */
	const unsigned char *rows;       /* [...][SECOND_ROW] */
};

struct second_model {
	char lang[4];
	struct second_lexicon lexicon;
	struct second_part own; /* words of that language */
};

extern const struct second_model second_models[];
extern const size_t second_model_count;
/* What all languages learned together: concepts. */
extern const struct second_part second_shared;
extern const double second_bias[SECOND_COLUMNS];

/* Of one column, for all languages. */
struct second_robot {
	struct second_index words;
	double scale, bias;
	const unsigned char *rows; /* [...][2] */
};

extern const struct second_robot second_robot;

/* Of each bucket, how much it speaks for each of second_models, in
 * SECOND_NATS-ths of a natural unit. */
#define SECOND_NATS      16
#define SECOND_LANGUAGES 16 /* at most */
extern const signed char *const second_tongues;

/* How likely each is, 0 to 1: intents; from SECOND_REASON on reasons, if it is
 * a dispute; from SECOND_DOCUMENT on kinds, if one is asked for. */
struct second {
	double p[SECOND_COLUMNS];
};

/* What speaks for each, as a logit. */
struct second_says {
	double v[SECOND_COLUMNS];
};

/* NULL: no model of that language. */
const struct second_model *second_model_of(struct str lang);
/* Texts are of sentence_fold(). */
void second_read_all(
    const struct second_model *m, struct str folded, struct second_says *out);
void second_read_one(
    const struct second_model *m, struct str sentence, struct second_says *out);
/* The whole and up to SECOND_SENTENCES of its sentences. */
void second_join(const struct second_says *all, const struct second_says *one,
    size_t n, struct second *out);

/* How likely a machine wrote that text, 0 to 1. */
double second_robot_read(struct str folded);

/* What the words say for each of second_models: the logarithm of how much more
 * often they stand in that language than in others. */
void second_tongues_read(struct str folded, double out[SECOND_LANGUAGES]);

#endif
