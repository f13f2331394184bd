#include "learner_words.h"

#include <stdlib.h>

#include "base/xalloc.h"

#define FEWEST 10 /* bits of the first table */

/* That two words have one key is rarer than a misprint. */
static uint32_t
key_of(struct learner_word word)
{
	return (word.word ^ (word.group + 1u)) * UINT32_C(2246822519);
}

static void
place(struct learner_words *w, uint32_t row)
{
	uint32_t key = key_of(w->v[row]);

	w->slots[second_index_slot(w->slots, w->bits, key)] =
	    (struct second_slot){key, row + 1};
}

/* Half of the slots stay empty. */
static void
make_room(struct learner_words *w)
{
	if (w->slots && 2 * (w->n + 1) < (size_t)1 << w->bits)
		return;
	w->bits = w->slots ? w->bits + 1 : FEWEST;
	free(w->slots);
	w->slots = xcalloc((size_t)1 << w->bits, sizeof(*w->slots));
	w->v = xrealloc(w->v, ((size_t)1 << w->bits) * sizeof(*w->v));
	for (size_t i = 0; i < w->n; i++)
		place(w, (uint32_t)i);
}

uint32_t
learner_words_add(struct learner_words *w, struct learner_word word)
{
	uint32_t row = learner_words_row(w, word);

	if (row > 0)
		return row - 1;
	make_room(w);
	w->v[w->n] = word;
	place(w, (uint32_t)w->n);
	return (uint32_t)w->n++;
}

uint32_t
learner_words_row(const struct learner_words *w, struct learner_word word)
{
	struct second_index x = {w->slots, w->bits};

	return w->slots ? second_index_row(&x, key_of(word)) : 0;
}

void
learner_words_free(struct learner_words *w)
{
	free(w->slots);
	free(w->v);
	*w = (struct learner_words){.n = 0};
}
