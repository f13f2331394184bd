#ifndef DUNMAIL_SCRIPTS_LEARNER_WORDS_H
#define DUNMAIL_SCRIPTS_LEARNER_WORDS_H

#include "decide/second_index.h"

/* learner_words: the words of all lessons, numbered as they come. */
struct learner_words {
	struct second_slot *slots;
	unsigned bits;
	uint32_t *v; /* by number */
	size_t n;
};

/* Its number; a new one if it is new. */
uint32_t learner_words_add(struct learner_words *w, uint32_t word);
/* 1 + its number, 0 when it has none. */
uint32_t learner_words_row(const struct learner_words *w, uint32_t word);
void learner_words_free(struct learner_words *w);

#endif
