#include "render/mark.h"

#include <stdint.h>
#include <string.h>

#include "render/run.h"

/* U+E000 to U+F8FF, three bytes each. */
#define FIRST 0xe000u
#define COUNT 6400u
#define BYTES 3

static void
put_point(struct buf *out, size_t index)
{
	unsigned v = FIRST + (unsigned)index;
	char bytes[BYTES] = {
	    (char)(0xe0 | v >> 12),
	    (char)(0x80 | (v >> 6 & 0x3f)),
	    (char)(0x80 | (v & 0x3f)),
	};

	buf_add(out, bytes, BYTES);
}

/* Three bytes of well-formed UTF-8 whose first is 0xee or 0xef. */
static bool
point_at(struct str s, size_t i, size_t *index)
{
	const unsigned char *p = (const unsigned char *)s.p + i;
	unsigned v;

	if (i + BYTES > s.n || (p[0] & 0xfe) != 0xee)
		return false;
	v = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	*index = v - FIRST;
	return v >= FIRST && v < FIRST + COUNT;
}

/* Letters as far as one can be sure of them without tables; Markdown treats
 * Unicode punctuation and blanks in its own way. */
static bool
is_letter(unsigned v)
{
	return (v >= 0xc0 && v <= 0x24f && v != 0xd7 && v != 0xf7) ||
	       (v >= 0x388 && v <= 0x3ff) || (v >= 0x400 && v <= 0x481) ||
	       (v >= 0x48a && v <= 0x52f) || (v >= 0x3041 && v <= 0x3096) ||
	       (v >= 0x30a1 && v <= 0x30fa) || (v >= 0x4e00 && v <= 0x9fff) ||
	       (v >= 0xac00 && v <= 0xd7a3);
}

/* The character that starts at s.p[i], of well-formed UTF-8. */
static unsigned
point(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	unsigned v = c < 0x80   ? c
		     : c < 0xe0 ? c & 0x1fu
		     : c < 0xf0 ? c & 0x0fu
				: c & 0x07u;

	while (++i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		v = v << 6 | ((unsigned char)s.p[i] & 0x3fu);
	return v;
}

enum edge {
	EDGE_WORD,
	EDGE_PUNCTUATION, /* blanks too: they are written as entities */
	EDGE_ODD,
};

static enum edge
edge_of(struct str s, size_t i)
{
	unsigned v = point(s, i);

	if (v < 0x80)
		return str_is_alnum((char)v) ? EDGE_WORD : EDGE_PUNCTUATION;
	return is_letter(v) ? EDGE_WORD : EDGE_ODD;
}

static size_t
last_point(struct str s)
{
	size_t i = s.n - 1;

	while (i > 0 && ((unsigned char)s.p[i] & 0xc0) == 0x80)
		i--;
	return i;
}

enum {
	SIGN = 1,    /* not only itself in an address */
	CONTROL = 2, /* the escape leaves it out; not so a line end */
};

static const unsigned char kinds[256] = {
    [0 ... 8] = CONTROL,
    ['\t'] = SIGN,
    ['\n'] = SIGN,
    [11 ... 31] = CONTROL,
    [' '] = SIGN,
    ['!'] = SIGN,
    ['"'] = SIGN,
    ['$'] = SIGN,
    ['&' ... '*'] = SIGN,
    [';'] = SIGN,
    ['<'] = SIGN,
    ['>'] = SIGN,
    ['[' ... '^'] = SIGN,
    ['`'] = SIGN,
    ['{' ... '}'] = SIGN,
    [127] = CONTROL,
    [128 ... 255] = SIGN,
};

/* From a byte on that is a sign or worse: does it all read back as it is? */
static bool
reads_back(struct str s, size_t from)
{
	for (size_t i = from; i < s.n; i++)
		if (kinds[(unsigned char)s.p[i]] == CONTROL)
			return false;
	return str_is_utf8(s);
}

void
mark_put(void *ctx, struct buf *out, struct str value, bool raw)
{
	struct marks *m = ctx;
	enum edge first, last;
	struct mark *mark;
	size_t plain;

	if (m->odd || value.n == 0)
		return;
	plain = run_length(kinds, value);
	if (m->n >= COUNT || (plain < value.n && !reads_back(value, plain))) {
		m->odd = true;
		return;
	}
	first = edge_of(value, 0);
	last = edge_of(value, last_point(value));
	m->odd = first == EDGE_ODD || last == EDGE_ODD;
	m->v = arena_grow(m->a, m->v, m->n, &m->cap, sizeof(*m->v));
	mark = &m->v[m->n];
	*mark = (struct mark){
	    .value = value,
	    .raw = raw,
	    .plain = plain == value.n,
	    .open = first == EDGE_PUNCTUATION,
	    .close = last == EDGE_PUNCTUATION,
	};
	if (mark->open)
		buf_adds(out, "\\(");
	put_point(out, m->n++);
	if (mark->close)
		buf_adds(out, "\\)");
}

bool
mark_next(struct str *rest, size_t *index)
{
	for (size_t i = 0; i < rest->n; i++)
		if (point_at(*rest, i, index)) {
			*rest = str_sub(*rest, i + BYTES, rest->n);
			return true;
		}
	return false;
}

/* "{{n}}. " at the start of a line is an item when n is a number. */
static bool
may_number(struct str s, size_t from)
{
	size_t i = from;

	while (i > 0 && s.p[i - 1] != '\n') {
		if (((unsigned char)s.p[--i] | 0x20u) - 'a' < 26u)
			return false;
	}
	return true;
}

/* "&{{x}};" may be an entity. */
static bool
may_name_entity(struct str s, size_t from)
{
	while (
	    from > 0 && (str_is_alnum(s.p[from - 1]) || s.p[from - 1] == '#'))
		from--;
	return from > 0 && s.p[from - 1] == '&';
}

static bool
may_stand(struct str s, size_t from, size_t to)
{
	if (from > 1 && s.p[from - 1] == '(' && s.p[from - 2] == '\\')
		from -= 2;
	if (to + 1 < s.n && s.p[to] == '\\' && s.p[to + 1] == ')')
		to += 2;
	if (from > 0 && (s.p[from - 1] == '\\' || may_name_entity(s, from)))
		return false;
	return to >= s.n || (s.p[to] != '.' && s.p[to] != ')') ||
	       !may_number(s, from);
}

bool
mark_may(struct str source)
{
	size_t want = 0, index;

	/* Code, raw HTML and the labels of references read a value otherwise
	 * than words do. */
	if (str_chr(source, '`') != STR_NPOS ||
	    str_chr(source, '<') != STR_NPOS ||
	    str_find(source, STR("]:")) != STR_NPOS)
		return false;
	for (size_t i = 0; i < source.n; i++) {
		if (!point_at(source, i, &index))
			continue;
		if (index != want++ || !may_stand(source, i, i + BYTES))
			return false;
	}
	return true;
}

/* One mark's parenthesis is dropped from the text before and after it. */
struct str
mark_fill(struct arena *a, struct str text, const struct marks *marks)
{
	size_t room = text.n, index, n = 0, from = 0;
	struct str rest = text;
	char *p;

	while (mark_next(&rest, &index))
		room += marks->v[index].value.n;
	p = arena_alloc(a, room + 1);
	for (size_t i = 0; i < text.n; i++) {
		const struct mark *m;

		if (!point_at(text, i, &index))
			continue;
		m = &marks->v[index];
		memcpy(p + n, text.p + from, i - from);
		n += i - from - (m->open ? 1 : 0);
		memcpy(p + n, m->value.p, m->value.n);
		n += m->value.n;
		i += BYTES - 1 + (m->close ? 1 : 0);
		from = i + 1;
	}
	memcpy(p + n, text.p + from, text.n - from);
	return (struct str){p, n + text.n - from};
}
