#include "decide/rulebook.h"

static size_t
head_of(struct str word)
{
	uint32_t h = (uint32_t)word.n;

	for (size_t i = 0; i < word.n; i++)
		h = h * 31 + (unsigned char)str_lower(word.p[i]);
	return h % RULEBOOK_HEADS;
}

void
rulebook_add_word(struct rulebook *book, enum rulebook_list list,
    const struct rulebook_word *word)
{
	struct rulebook_words *w = &book->words[list];
	uint16_t *at = &w->head[head_of(word->word)];

	if (w->n >= UINT16_MAX)
		return;
	w->v = arena_grow(book->arena, w->v, w->n, &w->cap, sizeof(*w->v));
	while (*at)
		at = &w->v[*at - 1].next;
	w->v[w->n] = *word;
	w->v[w->n].next = 0;
	*at = (uint16_t)++w->n;
}

const struct rulebook_word *
rulebook_word(
    const struct rulebook *book, enum rulebook_list list, struct str word)
{
	const struct rulebook_words *w = &book->words[list];

	for (uint16_t at = w->n ? w->head[head_of(word)] : 0; at;
	     at = w->v[at - 1].next) {
		if (str_fold_eq(w->v[at - 1].word, word))
			return &w->v[at - 1];
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

enum rc
rulebook_compile(struct rulebook_regex *r, struct err *err)
{
	enum rc rc = RC_OK;

	if (!r->re && !r->bad)
		rc = regex_compile(r->text, r->flags, &r->re, err);
	r->bad |= rc != RC_OK;
	return r->bad ? RC_BAD : RC_OK;
}

enum regex_hit
rulebook_search(const struct rulebook_pattern *p, struct str subject,
    size_t from, struct regex_match *m)
{
	if (!p->lazy->re && rulebook_compile(p->lazy, NULL) != RC_OK)
		return REGEX_LIMIT;
	return regex_search(p->lazy->re, subject, from, m);
}

enum regex_hit
rulebook_search_any(const struct rulebook_patterns *p, struct str subject,
    const uint64_t *candidates)
{
	enum regex_hit worst = REGEX_NO;

	for (size_t i = 0; i < p->n; i++) {
		enum regex_hit hit;

		if (!rulebook_candidate(&p->v[i], candidates))
			continue;
		hit = rulebook_search(&p->v[i], subject, 0, NULL);
		if (hit == REGEX_YES)
			return hit;
		if (hit == REGEX_LIMIT)
			worst = hit;
	}
	return worst;
}
