#include "decide/rulebook.h"

const struct rulebook_word *
rulebook_word(
    const struct rulebook *book, enum rulebook_list list, struct str word)
{
	const struct rulebook_words *w = &book->words[list];

	for (size_t i = 0; i < w->n; i++) {
		if (str_fold_eq(w->v[i].word, word))
			return &w->v[i];
	}
	return NULL;
}

const struct rulebook *
rulebook_of(const struct rules *rules, struct str lang)
{
	size_t cut = str_chr(lang, '-');
	struct str primary = str_sub(lang, 0, cut);

	for (size_t i = 0; rules && i < rules->count; i++) {
		if (str_fold_eq(rules->books[i]->lang, primary))
			return rules->books[i];
	}
	return NULL;
}
