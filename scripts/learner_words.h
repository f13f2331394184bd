#ifndef DUNMAIL_SCRIPTS_LEARNER_WORDS_H
#define DUNMAIL_SCRIPTS_LEARNER_WORDS_H

#include "decide/second_index.h"

/*
 * learner_words: the words of all lessons, numbered as they come. Those of
 * different groups are different words: a group is a language, or what all
 * share.
 */
#define LEARNER_SHARED 255

struct learner_word {
	uint32_t word; /* second_words(), second_concepts() */
	unsigned char group;
};

struct learner_words {
	struct second_slot *slots;
	unsigned bits;
	struct learner_word *v; /* by number */
	size_t n;
};

/* Its number; a new one if it is new. */
uint32_t learner_words_add(struct learner_words *w, struct learner_word word);
/* 1 + its number, 0 when it has none. */
uint32_t learner_words_row(
    const struct learner_words *w, struct learner_word word);
void learner_words_free(struct learner_words *w);

#endif
