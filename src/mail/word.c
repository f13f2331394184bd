#include "mail/word.h"

#include <string.h>

#include "mail/charset.h"

/* An encoded word longer than this is none (RFC 2047 says 75). */
#define WORD_MAX  4096
#define MARKS_MAX 4 /* bare question marks in one */

struct word {
	struct str charset;
	struct str text;
	bool base64;
	size_t end; /* offset behind "?=" */
};

static int
hex(char c)
{
	if (str_is_digit(c))
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (str_is_digit(c))
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

size_t
word_base64(struct str in, char *out)
{
	unsigned bits = 0;
	size_t n = 0;
	int have = 0;

	for (size_t i = 0; i < in.n; i++) {
		int v = base64_value(in.p[i]);

		if (v < 0)
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have & 0xff);
		}
	}
	return n;
}

/* RFC 2047, 4.2. */
static size_t
decode_q(struct str in, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];

		if (c == '=' && i + 2 < in.n && hex(in.p[i + 1]) >= 0 &&
		    hex(in.p[i + 2]) >= 0) {
			c = (char)(hex(in.p[i + 1]) << 4 | hex(in.p[i + 2]));
			i += 2;
		} else if (c == '_') {
			c = ' ';
		}
		out[n++] = c;
	}
	return n;
}

/*
 * Offset of the "?=" that ends a word. Some write a question mark in Q as it
 * is: one in front of "=20" ends nothing when the right end follows in the
 * same word.
 */
static size_t
word_end(struct str s, bool q)
{
	size_t end = str_find(s, STR("?=")), more, left = MARKS_MAX;

	while (q && left-- > 0 && end != STR_NPOS && end + 3 < s.n &&
	       hex(s.p[end + 2]) >= 0 && hex(s.p[end + 3]) >= 0) {
		struct str rest = str_sub(s, end + 2, s.n);

		more = str_find(rest, STR("?="));
		if (more == STR_NPOS ||
		    str_chr(str_sub(rest, 0, more), ' ') != STR_NPOS ||
		    str_find(str_sub(rest, 0, more), STR("=?")) != STR_NPOS)
			break;
		end += 2 + more;
	}
	return end;
}

/* Is there an encoded word at raw.p + at ("=?" stands there)? */
static bool
word_at(struct str raw, size_t at, struct word *w)
{
	struct str s = str_sub(raw, at + 2, WORD_MAX);
	size_t q1 = str_chr(str_sub(s, 0, 80), '?'), end;
	char kind;

	if (q1 == STR_NPOS || q1 + 3 > s.n || s.p[q1 + 2] != '?')
		return false;
	kind = str_lower(s.p[q1 + 1]);
	if (kind != 'b' && kind != 'q')
		return false;
	w->charset = str_sub(s, 0, q1);
	if (str_chr(w->charset, ' ') != STR_NPOS)
		return false;
	/* RFC 2231, 5: charset*language. */
	if (str_chr(w->charset, '*') != STR_NPOS)
		w->charset.n = str_chr(w->charset, '*');
	w->base64 = kind == 'b';
	s = str_sub(s, q1 + 3, s.n);
	end = word_end(s, kind == 'q');
	if (end == STR_NPOS)
		return false;
	w->text = str_sub(s, 0, end);
	w->end = at + 2 + q1 + 3 + end + 2;
	return true;
}

struct output {
	struct arena *a;
	char *p;
	size_t n, cap;
};

static void
reserve(struct output *o, size_t n)
{
	char *more;

	if (o->p != NULL && o->n + n <= o->cap)
		return;
	o->cap = (o->n + n) * 2 + 64;
	more = arena_alloc(o->a, o->cap);
	if (o->n)
		memcpy(more, o->p, o->n);
	o->p = more;
}

static void
put(struct output *o, struct str s)
{
	reserve(o, s.n);
	if (s.n)
		memcpy(o->p + o->n, s.p, s.n);
	o->n += s.n;
}

/* The run of neighbouring words of one charset that begins with w. */
static size_t
put_run(struct output *o, struct output *bytes, struct str raw, struct word w)
{
	struct str charset = w.charset;
	size_t end;

	bytes->n = 0;
	do {
		end = w.end;
		reserve(bytes, w.text.n);
		bytes->n += w.base64 ? word_base64(w.text, bytes->p + bytes->n)
				     : decode_q(w.text, bytes->p + bytes->n);
		for (w.end = end; w.end < raw.n && str_is_space(raw.p[w.end]);)
			w.end++;
	} while (str_starts(str_sub(raw, w.end, 2), STR("=?")) &&
		 word_at(raw, w.end, &w) && str_fold_eq(w.charset, charset));
	put(o, charset_utf8(o->a, (struct str){bytes->p, bytes->n}, charset));
	return end;
}

/* Offset of the first word at or after i, or raw.n. */
static size_t
next_word(struct str raw, size_t i, struct word *w)
{
	for (;;) {
		size_t at = str_find(str_sub(raw, i, raw.n), STR("=?"));

		if (at == STR_NPOS)
			return raw.n;
		i += at;
		if (word_at(raw, i, w))
			return i;
		i += 2;
	}
}

static struct str
without_controls(struct str s)
{
	char *p = (char *)s.p;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f)
			p[i] = ' ';
	return s;
}

struct str
word_plain(struct arena *a, struct str raw)
{
	struct str s = charset_utf8(a, raw, (struct str){NULL, 0});
	char *p;

	s = arena_dup(a, s);
	p = (char *)s.p;
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)p[i] < 0x20 && p[i] != '\t') ||
		    p[i] == 0x7f)
			p[i] = ' ';
	return s;
}

/* Nothing in it is anything but itself. */
static bool
is_as_written(struct str raw)
{
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] < 0x20 || raw.p[i] == 0x7f ||
		    (raw.p[i] == '?' && i > 0 && raw.p[i - 1] == '='))
			return false;
	return true;
}

struct str
word_decode(struct arena *a, struct str raw)
{
	struct output o = {.a = a}, bytes = {.a = a};
	bool after_word = false;
	struct word w;

	if (is_as_written(raw))
		return arena_dup(a, raw);
	for (size_t i = 0; i < raw.n;) {
		size_t at = next_word(raw, i, &w);
		struct str gap = str_sub(raw, i, at - i);

		/* Blanks between two words are not text (RFC 2047, 6.2). */
		if (!after_word || at == raw.n || str_trim(gap).n)
			put(&o, charset_utf8(a, gap, (struct str){NULL, 0}));
		if (at == raw.n)
			break;
		i = put_run(&o, &bytes, raw, w);
		after_word = true;
	}
	return without_controls((struct str){o.p ? o.p : "", o.n});
}
