#ifndef DUNMAIL_SCRIPTS_LEARNER_H
#define DUNMAIL_SCRIPTS_LEARNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "decide/second.h"
#include "decide/second_words.h"

/*
 * learner: learns from labelled replies (tests/corpus/replies) which words go
 * with which intents. Logistic regression, rare words telling more, in a fixed
 * order: the same replies give the same weights.
 */
#define LEARNER_ROBOT   SECOND_COLUMNS /* written by a machine ("robot") */
#define LEARNER_COLUMNS (LEARNER_ROBOT + 1)

struct learner_reply {
	struct str head, text; /* as in the file; the text trimmed */
	uint16_t *words;
	float *x; /* of each word; their squares add up to 1 */
	size_t n;
	uint64_t says, may; /* bits of columns; may: left out */
	bool hidden;        /* not learned from */
};

struct learner {
	struct arena *a;
	struct learner_reply *v;
	size_t n, cap;
	double telling[SECOND_BUCKETS];
	double *weight; /* [LEARNER_COLUMNS][SECOND_BUCKETS] */
	double bias[LEARNER_COLUMNS];
};

struct learner *learner_new(void);
void learner_free(struct learner **l);

/* Adds the replies of a file; one that cannot be read ends the program. */
void learner_read(struct learner *l, const char *path);
/* From all that is not hidden, anew: so many columns from `first`. */
void learner_learn(struct learner *l, int first, int columns);
/* 0 to 1, for any text of sentence_fold(). */
double learner_likely(const struct learner *l, struct str folded, int column);

#endif
