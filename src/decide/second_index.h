#ifndef DUNMAIL_DECIDE_SECOND_INDEX_H
#define DUNMAIL_DECIDE_SECOND_INDEX_H

#include <stddef.h>
#include <stdint.h>

/*
 * second_index: which row of a table a word has (second_words()). A power of
 * two of slots, some of them empty; a word stands in the first free one from
 * where it belongs. Made while the program is built.
 */
struct second_slot {
	uint32_t word;
	uint32_t row; /* 1 + its row; 0: an empty slot */
};

struct second_index {
	const struct second_slot *slots;
	unsigned bits; /* 1 << bits slots */
};

/* The slot of a word, or the empty one where it would stand. */
static inline size_t
second_index_slot(const struct second_slot *slots, unsigned bits, uint32_t word)
{
	size_t mask = ((size_t)1 << bits) - 1;
	size_t i = word * UINT32_C(2654435769) >> (32 - bits);

	while (slots[i].row && slots[i].word != word)
		i = (i + 1) & mask;
	return i;
}

/* 1 + its row, 0 when it has none. */
static inline uint32_t
second_index_row(const struct second_index *x, uint32_t word)
{
	return x->slots[second_index_slot(x->slots, x->bits, word)].row;
}

#endif
