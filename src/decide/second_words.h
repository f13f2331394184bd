#ifndef DUNMAIL_DECIDE_SECOND_WORDS_H
#define DUNMAIL_DECIDE_SECOND_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "decide/second_lexicon.h"

/*
 * second_words: what a text is made of, for a reader that learned from
 * examples: its words, pairs of neighbours, and beginnings of longer words,
 * each as a number (its hash); and what it is made of in all languages: the
 * concepts of its words, and pairs of those that stand near one another. All
 * figures are alike. The text is one of sentence_fold().
 */
#define SECOND_WORDS 2000 /* looked at; more are left out */
#define SECOND_NEAR  3    /* words on */
#define SECOND_MAX   ((2 + SECOND_NEAR) * SECOND_WORDS)
/* Added to the squares of what they tell, so that few words weigh less. */
#define SECOND_FEW 200.0

/* Each number once; out has room for SECOND_MAX. */
size_t second_words(struct str folded, uint32_t *out);
size_t second_concepts(
    const struct second_lexicon *x, struct str folded, uint32_t *out);

/* A word's own number, and that of a concept. */
uint32_t second_word_number(struct str word);
uint32_t second_concept_number(struct str concept);

/* Where a few words may share a place. */
#define SECOND_BUCKETS 65536
static inline size_t
second_bucket(uint32_t word)
{
	return (word ^ word >> 16) % SECOND_BUCKETS;
}

#endif
