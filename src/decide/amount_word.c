#include "decide/amount_word.h"

#include <string.h>

#define VALUE_MAX INT64_C(1000000000)
#define WORDS_MAX 10
#define TENS_MAX  90

struct count {
	int64_t sum, part;
	bool any;
};

static size_t
letters(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && str_is_alpha(s.p[i + n]))
		n++;
	return n;
}

/* "two thousand" ends a part, "two hundred" may go on: "two hundred grand". */
static bool
scale(struct count *c, int64_t by)
{
	if (!c->part || c->part > VALUE_MAX / by)
		return false;
	c->part *= by;
	if (by < 1000)
		return true;
	c->sum += c->part;
	c->part = 0;
	return true;
}

static bool
count_word(const struct rulebook *book, struct str w, struct count *c,
    struct amount_word *out)
{
	const struct rulebook_word *v =
	    w.n > 1 ? rulebook_word(book, WORDS_SCALES, w) : NULL;

	if (v && c->any) {
		if (!scale(c, v->value))
			return false;
		out->scaled = true;
		return true;
	}
	v = rulebook_word(book, WORDS_NUMBERS, w);
	if (!v || v->value < 1 || v->value > TENS_MAX)
		return false;
	c->part += v->value;
	c->any = true;
	return true;
}

/* What joins two words of a number: where the second one starts. */
static size_t
joined(struct str s, size_t i)
{
	if (i < s.n && (s.p[i] == ' ' || s.p[i] == '-'))
		i++;
	if (str_fold_starts(str_sub(s, i, s.n), STR("and ")))
		i += 4;
	return i;
}

bool
amount_word_read(const struct rulebook *book, struct str s, size_t from,
    struct amount_word *out)
{
	struct count c = {0, 0, false};
	size_t i = from;

	memset(out, 0, sizeof(*out));
	for (int k = 0; k < WORDS_MAX; k++) {
		size_t n = letters(s, i);

		if (!n || !count_word(book, str_sub(s, i, n), &c, out))
			break;
		out->end = i + n;
		i = joined(s, out->end);
	}
	out->value = c.sum + c.part;
	return out->end > 0 && out->value <= VALUE_MAX;
}
