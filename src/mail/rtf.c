#include "mail/rtf.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "mail/charset.h"

#define OUT_MAX     (4u << 20)
#define SCRATCH_MAX (64u << 20)
#define GROUP_MAX   64 /* groups whose settings are remembered */

struct reader {
	struct arena *scratch;
	struct str s;
	size_t i;
	size_t depth;
	size_t skipped;          /* depth of the group that is left out, or 0 */
	int stand_in[GROUP_MAX]; /* bytes that stand for a \u, by depth */
	int pending;             /* of them to be left out yet */
	char charset[20];
	struct buf bytes; /* of that charset, not yet converted */
	struct buf out;
	unsigned high; /* first half of a surrogate pair */
};

static int *
stand_in(struct reader *r)
{
	return &r->stand_in[r->depth < GROUP_MAX ? r->depth : GROUP_MAX - 1];
}

static void
flush(struct reader *r)
{
	if (r->bytes.n == 0)
		return;
	buf_add_str(&r->out,
	    charset_utf8(r->scratch, buf_str(&r->bytes), str_of(r->charset)));
	buf_clear(&r->bytes);
	arena_reset(r->scratch);
}

static void
put_byte(struct reader *r, char c)
{
	if (r->skipped)
		return;
	if (r->pending > 0) {
		r->pending--;
		return;
	}
	buf_addc(&r->bytes, c);
}

/* Words of our own, which are UTF-8. */
static void
put_text(struct reader *r, const char *utf8)
{
	if (r->skipped)
		return;
	flush(r);
	buf_adds(&r->out, utf8);
}

static void
put_unicode(struct reader *r, int value)
{
	unsigned u = (unsigned)value & 0xffff;
	char b[5] = {0};

	if (r->skipped)
		return;
	flush(r);
	if (u >= 0xd800 && u < 0xdc00) {
		r->high = u;
		return;
	}
	if (u >= 0xdc00 && u < 0xe000) {
		if (r->high == 0)
			return;
		u = 0x10000 + ((r->high - 0xd800) << 10) + (u - 0xdc00);
		b[0] = (char)(0xf0 | u >> 18);
		b[1] = (char)(0x80 | (u >> 12 & 0x3f));
		b[2] = (char)(0x80 | (u >> 6 & 0x3f));
		b[3] = (char)(0x80 | (u & 0x3f));
	} else if (u >= 0x800) {
		b[0] = (char)(0xe0 | u >> 12);
		b[1] = (char)(0x80 | (u >> 6 & 0x3f));
		b[2] = (char)(0x80 | (u & 0x3f));
	} else if (u >= 0x80) {
		b[0] = (char)(0xc0 | u >> 6);
		b[1] = (char)(0x80 | (u & 0x3f));
	} else {
		b[0] = (char)u;
	}
	r->high = 0;
	buf_adds(&r->out, b);
}

static bool
is_left_out(struct str word)
{
	static const char *const words[] = {"fonttbl", "colortbl", "stylesheet",
	    "info", "pict", "object", "objdata", "header", "footer", "headerl",
	    "headerr", "headerf", "footerl", "footerr", "footerf", "generator",
	    "themedata", "listtable", "listoverridetable", "rsidtbl",
	    "xmlnstbl", "fldinst", "bkmkstart", "bkmkend", "nonshppict"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eqc(word, words[i]))
			return true;
	return false;
}

static const struct sign {
	const char *word, *text;
} signs[] = {
    {"par", "\n"},
    {"line", "\n"},
    {"row", "\n"},
    {"sect", "\n"},
    {"page", "\n"},
    {"tab", "\t"},
    {"cell", "\t"},
    {"emdash", "\xe2\x80\x94"},
    {"endash", "\xe2\x80\x93"},
    {"lquote", "\xe2\x80\x98"},
    {"rquote", "\xe2\x80\x99"},
    {"ldblquote", "\xe2\x80\x9c"},
    {"rdblquote", "\xe2\x80\x9d"},
    {"bullet", "\xe2\x80\xa2"},
    {"emspace", " "},
    {"enspace", " "},
};

static void
set_charset(struct reader *r, int page)
{
	static const char digits[] = "0123456789";
	char *p = r->charset;
	int part = 10000;

	if (page <= 0 || page > 65535)
		return;
	flush(r);
	memcpy(p, "cp", 2);
	p += 2;
	while (part > page)
		part /= 10;
	for (; part > 0; part /= 10)
		*p++ = digits[page / part % 10];
	*p = '\0';
}

static void
control(struct reader *r, struct str word, bool has_value, int value)
{
	r->pending = 0;
	if (is_left_out(word)) {
		if (!r->skipped)
			r->skipped = r->depth;
		return;
	}
	if (str_eqc(word, "u") && has_value) {
		put_unicode(r, value);
		r->pending = *stand_in(r);
	} else if (str_eqc(word, "uc")) {
		*stand_in(r) =
		    has_value && value >= 0 && value < 16 ? value : 1;
	} else if (str_eqc(word, "ansicpg")) {
		set_charset(r, value);
	} else if (str_eqc(word, "bin") && value > 0) {
		r->i += (size_t)value > r->s.n - r->i ? r->s.n - r->i
						      : (size_t)value;
	}
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_eqc(word, signs[i].word))
			put_text(r, signs[i].text);
}

/* "word-12 ": its name, its number, and one blank that belongs to it. */
static void
read_word(struct reader *r)
{
	size_t from = r->i, digits;
	struct str word;
	bool minus;
	int v = 0;

	while (r->i < r->s.n && str_is_alpha(r->s.p[r->i]))
		r->i++;
	word = str_sub(r->s, from, r->i - from);
	minus = r->i < r->s.n && r->s.p[r->i] == '-';
	r->i += minus;
	digits = r->i;
	for (; r->i < r->s.n && str_is_digit(r->s.p[r->i]); r->i++)
		if (v < 100000000)
			v = v * 10 + (r->s.p[r->i] - '0');
	digits = r->i - digits;
	if (r->i < r->s.n && r->s.p[r->i] == ' ')
		r->i++;
	control(r, word, digits > 0, minus ? -v : v);
}

static int
hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, str_lower(c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* "\'e4": a byte. */
static void
read_byte(struct reader *r)
{
	struct str two = str_sub(r->s, r->i, 2);

	if (two.n < 2 || hex(two.p[0]) < 0 || hex(two.p[1]) < 0)
		return;
	r->i += 2;
	put_byte(r, (char)(hex(two.p[0]) << 4 | hex(two.p[1])));
}

static void
read_escape(struct reader *r)
{
	char c = r->i < r->s.n ? r->s.p[r->i] : '\0';

	if (str_is_alpha(c)) {
		read_word(r);
		return;
	}
	r->i++;
	if (c == '\'')
		read_byte(r);
	else if (c == '*' && !r->skipped)
		r->skipped = r->depth;
	else if (c == '~')
		put_text(r, " ");
	else if (c == '_')
		put_byte(r, '-');
	else if (c == '\r' || c == '\n')
		put_text(r, "\n");
	else if (c == '{' || c == '}' || c == '\\')
		put_byte(r, c);
}

static void
open_group(struct reader *r)
{
	int inherited = *stand_in(r);

	r->depth++;
	*stand_in(r) = inherited;
	r->pending = 0;
}

static void
close_group(struct reader *r)
{
	if (r->skipped && r->depth <= r->skipped)
		r->skipped = 0;
	if (r->depth)
		r->depth--;
	r->pending = 0;
}

struct str
rtf_text(struct arena *a, struct str rtf)
{
	struct reader r = {.s = rtf, .charset = "cp1252"};
	struct str text;

	r.scratch = arena_new(SCRATCH_MAX);
	buf_init(&r.bytes, OUT_MAX);
	buf_init(&r.out, OUT_MAX);
	r.stand_in[0] = 1;
	while (r.i < rtf.n && !r.out.full) {
		char c = rtf.p[r.i++];

		if (c == '\\')
			read_escape(&r);
		else if (c == '{')
			open_group(&r);
		else if (c == '}')
			close_group(&r);
		else if (c && c != '\r' && c != '\n')
			put_byte(&r, c);
	}
	r.skipped = 0;
	flush(&r);
	text = arena_dup(a, buf_str(&r.out));
	buf_fini(&r.bytes);
	buf_fini(&r.out);
	arena_free(&r.scratch);
	return text;
}
