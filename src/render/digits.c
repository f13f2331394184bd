#include "render/digits.h"

char *
digits_put(char *o, uint64_t v, int least)
{
	char last[DIGITS_MAX], *p = last + DIGITS_MAX;

	while (v > 0 || least > 0) {
		*--p = (char)('0' + v % 10);
		v /= 10;
		least--;
	}
	while (p < last + DIGITS_MAX)
		*o++ = *p++;
	return o;
}

struct str
digits_text(struct arena *a, int64_t v)
{
	char text[1 + DIGITS_MAX], *o = text;

	if (v < 0)
		*o++ = '-';
	o = digits_put(o, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, 1);
	return arena_dup(a, (struct str){text, (size_t)(o - text)});
}
