#ifndef DUNMAIL_DECIDE_SECOND_LEXICON_H
#define DUNMAIL_DECIDE_SECOND_LEXICON_H

#include <stddef.h>
#include <stdint.h>

/*
 * second_lexicon: what a word of a language means (src/decide/concepts), as a
 * number that is the same for all languages. A power of two of slots, some of
 * them empty; a word stands in the first free one from where it belongs. Made
 * while the program is built.
 */
struct second_lexeme {
	uint32_t word;    /* second_word_number() */
	uint32_t concept; /* 0: an empty slot */
	uint32_t formed;  /* the concept with its tense or mood, or the same */
};

struct second_lexicon {
	const struct second_lexeme *slots;
	unsigned bits; /* 1 << bits slots */
};

/* An article: it differs between languages, and means nothing. */
#define SECOND_ARTICLE UINT32_C(1)

/* The slot of a word, or the empty one where it would stand. */
static inline size_t
second_lexicon_slot(
    const struct second_lexeme *slots, unsigned bits, uint32_t word)
{
	size_t mask = ((size_t)1 << bits) - 1;
	size_t i = word * UINT32_C(2654435769) >> (32 - bits);

	while (slots[i].concept && slots[i].word != word)
		i = (i + 1) & mask;
	return i;
}

#endif
