#include "decide/second_words.h"

#include <stdlib.h>

#define SHORT 4 /* longer words also count by their beginnings */
#define LONG  6

struct words {
	uint32_t v[3]; /* the last three, newest first */
	size_t n;
	uint16_t *out;
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
	h ^= h >> 15;
	w->out[w->count++] = (uint16_t)(h % SECOND_BUCKETS);
}

static void
word(struct words *w, struct str s)
{
	uint32_t h = hash(s, 1);

	w->v[2] = w->v[1];
	w->v[1] = w->v[0];
	w->v[0] = h;
	w->n++;
	add(w, h);
	if (w->n > 1)
		add(w, mix(mix(h, w->v[1]), 2));
	if (w->n > 2)
		add(w, mix(mix(mix(h, w->v[1]), w->v[2]), 3));
	if (s.n > SHORT && str_is_alpha(s.p[0])) {
		add(w, hash(str_sub(s, 0, SHORT), 4));
		add(w, hash(str_sub(s, 0, LONG), 5));
	}
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

static size_t
letters(struct str s, size_t i)
{
	size_t end = i;

	while (end < s.n &&
	       (str_is_alpha(s.p[end]) || (unsigned char)s.p[end] >= 0x80))
		end++;
	return end - i;
}

static int
ascending(const void *a, const void *b)
{
	const uint16_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static size_t
each_once(uint16_t *v, size_t n)
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
second_words(struct str folded, uint16_t *out)
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
