#include "decide/second_words.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define BEGINNING 5 /* bytes of it; longer words also count by theirs */
#define SLOTS     32768

struct words {
	uint32_t last;
	size_t n;
	uint32_t *out;
	size_t count;
};

static uint32_t
mix(uint32_t h, uint32_t x)
{
	return (h ^ x) * UINT32_C(16777619);
}

static uint32_t
hash(struct str s, uint32_t seed)
{
	uint32_t h = mix(UINT32_C(2166136261), seed);

	for (size_t i = 0; i < s.n; i++)
		h = mix(h, (unsigned char)str_lower(s.p[i]));
	return h;
}

static void
add(struct words *w, uint32_t h)
{
	w->out[w->count++] = h ? h : 1;
}

uint32_t
second_word_number(struct str word)
{
	return hash(word, 1);
}

uint32_t second_concept_number(struct str concept)
{
	uint32_t h = hash(concept, 4);

	return str_eqc(concept, "the") ? SECOND_ARTICLE
	       : h <= SECOND_ARTICLE   ? SECOND_ARTICLE + 1
				       : h;
}

static void
word(struct words *w, struct str s)
{
	uint32_t h = second_word_number(s);

	add(w, h);
	if (w->n++ > 0)
		add(w, mix(mix(h, w->last), 2));
	w->last = h;
	if (s.n > BEGINNING)
		add(w, hash(str_sub(s, 0, BEGINNING), 3));
}

/* "1.245,30", "12/05": figures with what stands between them. */
static size_t
figures(struct str s, size_t i)
{
	size_t end = i;

	while (end < s.n && str_is_digit(s.p[end])) {
		end++;
		if (end + 1 < s.n &&
		    str_chr(STR(".,/:-'"), s.p[end]) != STR_NPOS &&
		    str_is_digit(s.p[end + 1]))
			end++;
	}
	return end - i;
}

/* Han and kana, which stand without blanks: U+3000 to U+9FFF. */
static bool
is_sign(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	return c >= 0xe3 && c <= 0xe9 && s.n - i >= 3;
}

/* A word, or a sign that is one. */
static size_t
letters(struct str s, size_t i)
{
	size_t end = i;

	if (is_sign(s, i))
		return 3;

	while (end < s.n &&
	       (str_is_alpha(s.p[end]) || (unsigned char)s.p[end] >= 0x80) &&
	       !is_sign(s, end))
		end++;
	return end - i;
}

/* By a table of twice as many slots at least; 0 marks an empty one, and is
 * nobody's number (add()). */
static size_t
each_once(uint32_t *v, size_t n)
{
	static_assert(SECOND_MAX < SLOTS / 2, "half of the slots stay empty");
	uint32_t seen[SLOTS];
	size_t kept = 0, slots = 64;

	while (slots < 2 * n)
		slots *= 2;
	memset(seen, 0, slots * sizeof(*seen));
	for (size_t i = 0; i < n; i++) {
		size_t at = v[i] & (slots - 1);

		while (seen[at] != 0 && seen[at] != v[i])
			at = (at + 1) & (slots - 1);
		if (seen[at] == 0)
			v[kept++] = seen[at] = v[i];
	}
	return kept;
}

/* The word at *i or behind it, as all figures are "0"; false: none is left. */
static bool
next_word(struct str folded, size_t *i, struct str *word)
{
	while (*i < folded.n) {
		size_t at = *i, n = figures(folded, at);
		bool figure = n > 0;

		if (n == 0)
			n = letters(folded, at);
		if (n == 0 && str_chr(STR("?!$%"), folded.p[at]) != STR_NPOS)
			n = 1;
		*i += n ? n : 1;
		*word = figure ? STR("0") : str_sub(folded, at, n);
		if (n > 0)
			return true;
	}
	return false;
}

size_t
second_words(struct str folded, uint32_t *out)
{
	struct words w = {.out = out};
	struct str s;

	for (size_t i = 0; w.n < SECOND_WORDS && next_word(folded, &i, &s);)
		word(&w, s);
	return each_once(w.out, w.count);
}

/* The concepts that stood last; 0: a word that is not in the lexicon. */
struct nearby {
	uint32_t v[SECOND_NEAR];
	size_t n;
};

static void
add_pairs(struct words *w, struct nearby *near, uint32_t formed)
{
	size_t n = near->n < SECOND_NEAR ? near->n : SECOND_NEAR;

	for (size_t k = 0; formed && k < n; k++) {
		uint32_t a = near->v[k], b = formed;

		/* Languages put them in other orders. */
		if (a)
			add(w, a < b ? mix(mix(a, b), 5) : mix(mix(b, a), 5));
	}
	near->v[near->n++ % SECOND_NEAR] = formed;
}

static void concept(struct words *w, struct nearby *near,
    const struct second_lexicon *x, struct str s)
{
	uint32_t number = second_word_number(s);
	const struct second_lexeme *l =
	    &x->slots[second_lexicon_slot(x->slots, x->bits, number)];

	if (l->concept == SECOND_ARTICLE)
		return;
	if (l->concept)
		add(w, l->concept);
	if (l->formed != l->concept)
		add(w, l->formed);
	add_pairs(w, near, l->formed);
}

size_t
second_concepts(
    const struct second_lexicon *x, struct str folded, uint32_t *out)
{
	struct words w = {.out = out};
	struct nearby near = {.n = 0};
	struct str s;

	for (size_t i = 0; w.n < SECOND_WORDS && next_word(folded, &i, &s);
	     w.n++)
	concept(&w, &near, x, s);
	return each_once(w.out, w.count);
}
