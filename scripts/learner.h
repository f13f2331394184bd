#ifndef DUNMAIL_SCRIPTS_LEARNER_H
#define DUNMAIL_SCRIPTS_LEARNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "decide/second.h"
#include "decide/second_words.h"
#include "learner_words.h"

/*
 * learner: learns from labelled replies (tests/corpus/replies) which words, and
 * which concepts of all languages, go with which intents: first in a reply as a
 * whole, then, beyond that, in the one of its sentences that says it
 * (learner_one.c), of which the label does not tell which. Logistic regression,
 * rare words telling more, in a fixed order: the same replies give the same
 * weights.
 */
#define LEARNER_ROBOT   SECOND_COLUMNS /* written by a machine ("robot") */
#define LEARNER_COLUMNS (LEARNER_ROBOT + 1)

struct learner_text {
	uint32_t *words; /* by their number */
	float *x;        /* of each word; their squares add up to 1 */
	size_t n;
};

struct learner_tongue {
	char lang[4];
	struct second_lexicon lexicon; /* none: words only */
};

struct learner_reply {
	struct str head, text; /* as in the file; the text trimmed */
	size_t tongue;
	struct learner_text all, *one;
	size_t ones;        /* sentences, SECOND_SENTENCES at most */
	uint64_t says, may; /* bits of columns; may: left out */
	bool hidden;        /* not learned from */
};

struct learner {
	struct arena *a;
	struct learner_reply *v;
	size_t n, cap;
	struct learner_tongue tongues[SECOND_LANGUAGES];
	size_t tongue_count;
	struct learner_words words;
	bool settled; /* words of too few replies were left out */
	/* Of each word; 0: too few lessons have it to learn anything of it. */
	double *telling;
	double *all, *one; /* weights: [LEARNER_COLUMNS][words.n] */
	double bias[LEARNER_COLUMNS];
};

struct learner *learner_new(void);
void learner_free(struct learner **l);

/* A language that it reads; `lexicon`: the path of its concepts, or NULL. */
size_t learner_speaks(struct learner *l, const char *lang, const char *lexicon);
/* Adds the replies of a file, before anything is learned; one that cannot be
 * read ends the program. */
void learner_read(struct learner *l, const char *path, size_t tongue);
/* From all that is not hidden, anew: so many columns from `first`. */
void learner_learn(struct learner *l, int first, int columns);
/* What sentences tell beyond that. */
void learner_learn_one(struct learner *l, int first, int columns);

/* A text of sentence_fold() that is no lesson, in the arena. */
struct learner_text learner_text_of(
    const struct learner *l, struct arena *a, size_t tongue, struct str folded);
/* What it says, as a logit: the whole of a reply, or a sentence of one that it
 * adds to. */
double learner_says(
    const struct learner *l, const struct learner_text *t, int column);
double learner_says_one(
    const struct learner *l, const struct learner_text *t, int column);

/* For the parts of the learner. */
/* The weights of one column. */
static inline double *
learner_column(const struct learner *l, double *weights, int column)
{
	return weights + (size_t)column * l->words.n;
}
/* What a text says by these weights of one column, added to `sum`. */
double learner_sum(
    double sum, const double *weight, const struct learner_text *t);
/* Each column by itself, on all processors. */
void learner_columns(struct learner *l, int first, int columns,
    void (*learn)(struct learner *, int));
bool learner_is_lesson(const struct learner_reply *r, int column);
/* What is rarely said counts as much as what is not: by no, by yes. */
void learner_balance(const struct learner *l, int column, double by[2]);
void learner_shuffle(size_t *v, size_t n, uint64_t *seed);

#endif
