#include "decide/phrase.h"

#include <stdint.h>
#include <string.h>

#include "decide/letter.h"

/* Greek letters with an accent, U+0386..U+03CE, as pairs of from and to. */
static const uint16_t greek_accent[][2] = {
    {0x386, 0x3b1},
    {0x388, 0x3b5},
    {0x389, 0x3b7},
    {0x38a, 0x3b9},
    {0x38c, 0x3bf},
    {0x38e, 0x3c5},
    {0x38f, 0x3c9},
    {0x390, 0x3b9},
    {0x3aa, 0x3b9},
    {0x3ab, 0x3c5},
    {0x3ac, 0x3b1},
    {0x3ad, 0x3b5},
    {0x3ae, 0x3b7},
    {0x3af, 0x3b9},
    {0x3b0, 0x3c5},
    {0x3c2, 0x3c3},
    {0x3ca, 0x3b9},
    {0x3cb, 0x3c5},
    {0x3cc, 0x3bf},
    {0x3cd, 0x3c5},
    {0x3ce, 0x3c9},
};

#define BUCKETS 1024

struct folder {
	char *p;
	size_t n;
	bool blank; /* a space is due before the next byte */
};

static void
put(struct folder *f, char c)
{
	if (f->blank && f->n > 0)
		f->p[f->n++] = ' ';
	f->blank = false;
	f->p[f->n++] = c;
}

static void
put_point(struct folder *f, uint32_t c)
{
	if (c < 0x80) {
		put(f, (char)c);
	} else if (c < 0x800) {
		put(f, (char)(0xc0 | c >> 6));
		put(f, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		put(f, (char)(0xe0 | c >> 12));
		put(f, (char)(0x80 | (c >> 6 & 0x3f)));
		put(f, (char)(0x80 | (c & 0x3f)));
	} else {
		put(f, (char)(0xf0 | c >> 18));
		put(f, (char)(0x80 | (c >> 12 & 0x3f)));
		put(f, (char)(0x80 | (c >> 6 & 0x3f)));
		put(f, (char)(0x80 | (c & 0x3f)));
	}
}

/* One code point of p[0..n); a broken byte is delivered as U+FFFD. */
static size_t
point(const unsigned char *p, size_t n, uint32_t *c)
{
	size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc2 ? 2 : 0;

	*c = 0xfffd;
	if (len == 0 || len > n)
		return 1;
	*c = p[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++)
		*c = *c << 6 | (p[i] & 0x3f);
	return len;
}

static uint32_t
fold_greek(uint32_t c)
{
	for (size_t i = 0; i < sizeof(greek_accent) / sizeof(*greek_accent);
	     i++)
		if (greek_accent[i][0] == c)
			return greek_accent[i][1];
	return c >= 0x391 && c <= 0x3a9 ? c + 32 : c;
}

static uint32_t
fold_cyrillic(uint32_t c)
{
	if (c >= 0x410 && c <= 0x42f)
		c += 32;
	else if (c <= 0x40f)
		c += 0x50;
	if (c == 0x439) /* written as two code points at times */
		return 0x438;
	return c == 0x451 ? 0x435 : c;
}

static bool
is_blank_point(uint32_t c)
{
	return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	       c == 0x3000 || c == 0x2028 || c == 0x2029;
}

static bool
is_void_point(uint32_t c)
{
	return c == 0xad || (c >= 0x300 && c <= 0x36f) ||
	       (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
}

static uint32_t
fold_mark(uint32_t c)
{
	if (c == 0x2018 || c == 0x2019 || c == 0xb4 || c == 0x2bc)
		return '\'';
	if ((c >= 0x201c && c <= 0x201f) || c == 0xab || c == 0xbb)
		return '"';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static void
fold_point(struct folder *f, uint32_t c)
{
	if (is_blank_point(c)) {
		f->blank = true;
	} else if (is_void_point(c)) {
		return;
	} else if (c == 0xc6 || c == 0xe6) {
		put(f, 'a');
		put(f, 'e');
	} else if (c == 0xdf) {
		put(f, 's');
		put(f, 's');
	} else if (letter_base(c)) {
		put(f, letter_base(c));
	} else if (c >= 0x218 && c <= 0x21b) {
		put(f, c < 0x21a ? 's' : 't');
	} else if (c >= 0x386 && c <= 0x3ce) {
		put_point(f, fold_greek(c));
	} else if (c >= 0x400 && c <= 0x45f) {
		put_point(f, fold_cyrillic(c));
	} else {
		put_point(f, fold_mark(c));
	}
}

struct str
phrase_fold(struct arena *a, struct str s, size_t max)
{
	size_t n = s.n < max ? s.n : max;
	/* A broken byte becomes U+FFFD, the only thing that grows. */
	struct folder f = {arena_alloc(a, 3 * n + 1), 0, false};

	for (size_t i = 0; i < n;) {
		uint32_t c;

		if (str_is_space(s.p[i])) {
			f.blank = true;
			i++;
		} else if ((unsigned char)s.p[i] < 0x80) {
			put(&f, str_lower(s.p[i]));
			i++;
		} else {
			i += point((const unsigned char *)s.p + i, n - i, &c);
			fold_point(&f, c);
		}
	}
	return (struct str){f.p, f.n};
}

/* Bytes of s that the phrase covers, or STR_NPOS. */
static size_t
covers(const char *phrase, struct str s)
{
	size_t at = 0;

	for (const char *p = phrase; *p != '\0'; p++, at++) {
		if (*p == '*') {
			size_t len = strcspn(p + 1, "*");
			struct str part = {p + 1, len};
			size_t skip =
			    str_find(str_sub(s, at, PHRASE_GAP + len), part);

			if (skip == STR_NPOS)
				return STR_NPOS;
			at += skip + len - 1;
			p += len;
		} else if (at >= s.n || s.p[at] != *p) {
			return STR_NPOS;
		}
	}
	return at;
}

/* Where a phrase may begin: no letter or digit runs into it. */
static bool
is_start(struct str s, size_t i)
{
	unsigned char before = i > 0 ? (unsigned char)s.p[i - 1] : ' ';
	unsigned char c = (unsigned char)s.p[i];

	if (c >= 0xe3)
		return true; /* no blanks between words in these scripts */
	if (c >= 0x80 && c < 0xc0)
		return false; /* inside a character */
	return before < 0x80 ? !str_is_alnum((char)before) : before >= 0xe3;
}

static unsigned
hash(const char *p)
{
	return ((unsigned char)p[0] * 31u + (unsigned char)p[1]) % BUCKETS;
}

/* The phrases of a chain that begin where s does. */
static void
try_chain(const struct phrase *t, unsigned h, const uint16_t *next,
    struct str s, struct phrase_hits *hits)
{
	for (; h != 0; h = next[h - 1]) {
		const struct phrase *ph = &t[h - 1];
		size_t len;

		if (phrase_has(hits, ph->tag))
			continue;
		len = covers(ph->text, s);
		if (len == STR_NPOS)
			continue;
		hits->mask |= 1u << ph->tag;
		hits->first[ph->tag] = str_sub(s, 0, len);
	}
}

void
phrase_scan(
    const struct phrase *t, size_t n, struct str s, struct phrase_hits *hits)
{
	uint16_t head[BUCKETS] = {0};
	uint16_t next[PHRASE_MAX];

	*hits = (struct phrase_hits){0};
	n = n < PHRASE_MAX ? n : PHRASE_MAX;
	for (size_t i = 0; i < n; i++) {
		next[i] = head[hash(t[i].text)];
		head[hash(t[i].text)] = (uint16_t)(i + 1);
	}
	for (size_t at = 0; at + 1 < s.n; at++) {
		unsigned h = head[hash(s.p + at)];

		if (h == 0 || !is_start(s, at))
			continue;
		try_chain(t, h, next, str_sub(s, at, s.n), hits);
	}
}

static unsigned
key_of(const char *p)
{
	uint32_t x;

	memcpy(&x, p, sizeof(x));
	return x * UINT32_C(2654435761) >> 20;
}

/* Has a phrase as many plain bytes as the key is made of? */
static bool
has_key(const char *text)
{
	return strcspn(text, "*") >= 4;
}

void
phrase_index_make(const struct phrase *v, size_t n, struct phrase_index *out)
{
	memset(out, 0, sizeof(*out));
	out->v = v;
	for (size_t i = 0; i < n && i < PHRASE_INDEX_MAX; i++) {
		uint16_t *head = has_key(v[i].text)
				     ? &out->head[key_of(v[i].text)]
				     : &out->brief;

		out->next[i] = *head;
		*head = (uint16_t)(i + 1);
	}
}

void
phrase_index_scan(
    const struct phrase_index *x, struct str s, struct phrase_hits *hits)
{
	*hits = (struct phrase_hits){0};
	for (size_t at = 0; at < s.n; at++) {
		struct str rest = str_sub(s, at, s.n);

		if (!is_start(s, at))
			continue;
		try_chain(x->v, x->brief, x->next, rest, hits);
		if (rest.n >= 4)
			try_chain(
			    x->v, x->head[key_of(rest.p)], x->next, rest, hits);
	}
}

/* The longest of a chain that s begins with; longer ones only. */
static void
try_longest(const struct phrase_index *x, unsigned h, struct str s, int *tag,
    size_t *len)
{
	for (; h != 0; h = x->next[h - 1]) {
		size_t got = covers(x->v[h - 1].text, s);

		if (got != STR_NPOS && got > *len) {
			*len = got;
			*tag = x->v[h - 1].tag;
		}
	}
}

int
phrase_index_start(const struct phrase_index *x, struct str s, size_t *len)
{
	int tag = -1;

	*len = 0;
	try_longest(x, x->brief, s, &tag, len);
	if (s.n >= 4)
		try_longest(x, x->head[key_of(s.p)], s, &tag, len);
	return tag;
}

int
phrase_start(const struct phrase *t, size_t n, struct str s, size_t *len)
{
	int tag = -1;

	*len = 0;
	for (size_t i = 0; i < n; i++) {
		size_t got;

		if (s.n == 0 || t[i].text[0] != s.p[0])
			continue;
		got = covers(t[i].text, s);
		if (got != STR_NPOS && got > *len) {
			*len = got;
			tag = t[i].tag;
		}
	}
	return tag;
}

bool
phrase_has(const struct phrase_hits *hits, unsigned tag)
{
	return (hits->mask & 1u << tag) != 0;
}
