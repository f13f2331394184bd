#include "base/str.h"

#include <string.h>

struct str
str_head(struct str s, size_t max)
{
	size_t n = s.n < max ? s.n : max;

	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return (struct str){s.p, n};
}

static bool
fold_same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_lower(a[i]) != str_lower(b[i]))
			return false;
	return true;
}

bool
str_fold_eq(struct str a, struct str b)
{
	return a.n == b.n && fold_same(a.p, b.p, a.n);
}

bool
str_fold_eqc(struct str a, const char *cstr)
{
	size_t i = 0;

	/* Mostly the first letters differ: cheaper than to measure cstr. */
	while (i < a.n && cstr[i] && str_lower(a.p[i]) == str_lower(cstr[i]))
		i++;
	return i == a.n && cstr[i] == '\0';
}

bool
str_fold_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && fold_same(s.p, prefix.p, prefix.n);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	       str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

/* memmem() makes a table first, which a line is too short for. */
#define SHORT_ENOUGH 256

static size_t
find_short(struct str s, struct str needle)
{
	const char *p = s.p, *last = s.p + (s.n - needle.n);

	while (p <= last &&
	       (p = memchr(p, needle.p[0], (size_t)(last - p) + 1)) != NULL) {
		if (memcmp(p, needle.p, needle.n) == 0)
			return (size_t)(p - s.p);
		p++;
	}
	return STR_NPOS;
}

size_t
str_find(struct str s, struct str needle)
{
	const char *hit;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return STR_NPOS;
	if (s.n <= SHORT_ENOUGH)
		return find_short(s, needle);
	hit = memmem(s.p, s.n, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : STR_NPOS;
}

size_t
str_fold_find(struct str s, struct str needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (fold_same(s.p + i, needle.p, needle.n))
			return i;
	return STR_NPOS;
}

size_t
str_chr(struct str s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;

	return hit ? (size_t)(hit - s.p) : STR_NPOS;
}

size_t
str_rchr(struct str s, char c)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == c)
			return i - 1;
	return STR_NPOS;
}

struct str
str_rtrim(struct str s)
{
	while (s.n && str_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str
str_trim(struct str s)
{
	while (s.n && str_is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	return str_rtrim(s);
}

bool
str_cut(struct str *rest, char sep, struct str *token)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	at = str_chr(*rest, sep);
	if (at == STR_NPOS) {
		*token = *rest;
		*rest = (struct str){NULL, 0};
		return true;
	}
	*token = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at + 1, rest->n);
	return true;
}

bool
str_line(struct str *rest, struct str *line)
{
	size_t at;

	if (rest->n == 0)
		return false;
	at = str_chr(*rest, '\n');
	if (at == STR_NPOS) {
		*line = *rest;
		*rest = str_sub(*rest, rest->n, 0);
	} else {
		*line = str_sub(*rest, 0, at);
		*rest = str_sub(*rest, at + 1, rest->n);
	}
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool
str_to_i64(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool neg = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (neg)
		s = str_sub(s, 1, s.n);
	if (s.n == 0 || s.n > 19)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!str_is_digit(s.p[i]))
			return false;
		/* Built as a negative number: its range is the larger. */
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	if (!neg && __builtin_sub_overflow(0, v, &v))
		return false;
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}

/* Length of the sequence that starts with c, no ASCII; 0 if none can. */
static size_t
utf8_len(unsigned char c)
{
	if (c >= 0xc2 && c <= 0xdf)
		return 2;
	if (c >= 0xe0 && c <= 0xef)
		return 3;
	if (c >= 0xf0 && c <= 0xf4)
		return 4;
	return 0;
}

/* The second byte narrows what the first one left open (RFC 3629, 4). */
static bool
utf8_second_ok(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second <= 0x9f;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second <= 0x8f;
	default:
		return true;
	}
}

size_t
str_ascii(struct str s)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t n = 0;
	uint64_t v;

	for (; s.n - n >= sizeof(v); n += sizeof(v)) {
		memcpy(&v, s.p + n, sizeof(v));
		if (((v | (v - ones)) & high) != 0)
			break; /* one of the eight is NUL, or no ASCII */
	}
	while (n < s.n && s.p[n] > 0)
		n++;
	return n;
}

bool
str_is_utf8(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = str_ascii(s); i < s.n;) {
		size_t len = utf8_len(p[i]);
		if (len == 0 || i + len > s.n)
			return false;
		for (size_t k = 1; k < len; k++)
			if ((p[i + k] & 0xc0) != 0x80)
				return false;
		if (!utf8_second_ok(p[i], p[i + 1]))
			return false;
		i += len;
		i += str_ascii(str_sub(s, i, s.n));
	}
	return true;
}
