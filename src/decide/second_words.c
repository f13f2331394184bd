#include "decide/second_words.h"

#include <stdlib.h>

#define BEGINNING 5 /* bytes of it; longer words also count by theirs */

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
	w->out[w->count++] = h;
}

static void
word(struct words *w, struct str s)
{
	uint32_t h = hash(s, 1);

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

static int
ascending(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static size_t
each_once(uint32_t *v, size_t n)
{
	size_t kept = 0;

	qsort(v, n, sizeof(*v), ascending);
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || v[kept - 1] != v[i])
			v[kept++] = v[i];
	}
	return kept;
}

size_t
second_words(struct str folded, uint32_t *out)
{
	struct words w = {.out = out};

	for (size_t i = 0; i < folded.n && w.n < SECOND_WORDS;) {
		size_t n = figures(folded, i);

		if (n > 0) {
			word(&w, STR("0"));
		} else if ((n = letters(folded, i)) > 0) {
			word(&w, str_sub(folded, i, n));
		} else {
			n = 1;
			if (str_chr(STR("?!$%"), folded.p[i]) != STR_NPOS)
				word(&w, str_sub(folded, i, 1));
		}
		i += n;
	}
	return each_once(w.out, w.count);
}
