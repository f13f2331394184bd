#include "render/mimeout.h"

#include <string.h>

#include "render/run.h"

#define LINE_MAX_SOFT  78
#define WORD_MAX       75 /* of one encoded word, RFC 2047 2 */
#define WORD_FRAME     12 /* "=?utf-8?Q?" and its end */
#define ATOM_MAX       60 /* a longer display name is encoded, to fold */
#define NAME_MAX_PLAIN 60

static const char hex[] = "0123456789ABCDEF";

static bool
in_set(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Where the header line now stands. */
static size_t
column(const struct buf *out, size_t from)
{
	struct str s = {out->p + from, out->n - from};
	size_t at = str_rchr(s, '\n');

	return at == STR_NPOS ? s.n : s.n - at - 1;
}

/* Bytes of the UTF-8 character at s.p[i], in text known to be valid. */
static size_t
char_len(struct str s, size_t i)
{
	size_t n = 1;

	while (i + n < s.n && ((unsigned char)s.p[i + n] & 0xc0) == 0x80)
		n++;
	return n;
}

static bool
q_plain(char c)
{
	return str_is_alnum(c) || in_set(c, "!*+-/");
}

static size_t
q_cost(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += q_plain(s.p[i]) || s.p[i] == ' ' ? 1 : 3;
	return n;
}

static void
put_q(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (q_plain(s.p[i]))
			buf_addc(out, s.p[i]);
		else if (c == ' ')
			buf_addc(out, '_');
		else {
			char code[3] = {'=', hex[c >> 4], hex[c & 15]};

			buf_add(out, code, 3);
		}
	}
}

static size_t
b64_line(struct str s, char *to)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;
	char *o = to;
	size_t i = 0;

	for (; i + 2 < s.n; i += 3) {
		unsigned v = (unsigned)p[i] << 16 | p[i + 1] << 8 | p[i + 2];

		*o++ = digit[v >> 18];
		*o++ = digit[v >> 12 & 63];
		*o++ = digit[v >> 6 & 63];
		*o++ = digit[v & 63];
	}
	if (i < s.n) {
		unsigned v = (unsigned)p[i] << 16 |
			     (i + 1 < s.n ? (unsigned)p[i + 1] << 8 : 0);

		*o++ = digit[v >> 18];
		*o++ = digit[v >> 12 & 63];
		*o++ = i + 1 < s.n ? digit[v >> 6 & 63] : '=';
		*o++ = '=';
	}
	return (size_t)(o - to);
}

/* As many whole characters as fit one word with `room` columns for them. */
static struct str
word_cut(struct str s, size_t room, bool quoted)
{
	size_t n = 0, cost = 0;

	while (n < s.n) {
		size_t len = char_len(s, n);
		size_t more = quoted ? q_cost(str_sub(s, n, len)) : len;

		cost += more;
		if (n > 0 && (quoted ? cost : (cost + 2) / 3 * 4) > room)
			break;
		n += len;
	}
	return str_sub(s, 0, n);
}

/* The whole value as encoded words: quoted while it stays readable, base64
 * where that is a lot shorter. */
static void
put_words(struct buf *out, size_t line, struct str s)
{
	bool quoted = q_cost(s) <= s.n * 2;
	char text[WORD_MAX + 8];

	while (s.n > 0) {
		size_t col = column(out, line);
		size_t room = WORD_MAX, left;
		struct str part;

		left = col + 24 < LINE_MAX_SOFT ? LINE_MAX_SOFT - 2 - col : 0;
		if (left == 0) {
			buf_adds(out, "\r\n ");
			continue;
		}
		if (left < room)
			room = left;
		part = word_cut(s, room - WORD_FRAME, quoted);
		buf_adds(out, quoted ? "=?utf-8?Q?" : "=?utf-8?B?");
		if (quoted)
			put_q(out, part);
		else
			buf_add(out, text, b64_line(part, text));
		buf_adds(out, "?=");
		s = str_sub(s, part.n, s.n);
		if (s.n > 0)
			buf_adds(out, "\r\n ");
	}
}

static bool
needs_words(struct str s)
{
	size_t word = 0;

	for (size_t i = 0; s.n > LINE_MAX_SOFT - 2 && i < s.n; i++) {
		word = s.p[i] == ' ' ? 0 : word + 1;
		if (word > LINE_MAX_SOFT - 2)
			return true;
	}
	return run_ascii(s) < s.n || str_find(s, STR("=?")) != STR_NPOS;
}

/* Plain words, folded before a blank. Runs of blanks stay with the word
 * behind them, so that no line is blank. */
static void
put_folded(struct buf *out, size_t line, struct str s)
{
	while (s.n > 0) {
		size_t blank = 0, n;

		while (blank < s.n && s.p[blank] == ' ')
			blank++;
		n = blank;
		while (n < s.n && s.p[n] != ' ')
			n++;
		if (blank > 0 && column(out, line) + n > LINE_MAX_SOFT)
			buf_adds(out, "\r\n");
		buf_add(out, s.p, n);
		s = str_sub(s, n, s.n);
	}
}

void
mimeout_text(struct buf *out, const char *name, struct str value)
{
	size_t line = out->n;

	value = str_trim(value);
	buf_adds(out, name);
	buf_adds(out, ": ");
	if (needs_words(value))
		put_words(out, line, value);
	else
		put_folded(out, line, value);
	buf_adds(out, "\r\n");
}

/* What no atom of ASCII has; blanks may stand between them. */
static const unsigned char atoms_care[256] = {
    [0 ... 0x1f] = 1,
    ['"'] = 1,
    ['(' ... ')'] = 1,
    [','] = 1,
    ['.'] = 1,
    [':' ... '<'] = 1,
    ['>'] = 1,
    ['@'] = 1,
    ['[' ... ']'] = 1,
    [0x7f ... 0xff] = 1,
};

static void
put_quoted_string(struct buf *out, struct str s)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, s.p[i]);
	}
	buf_addc(out, '"');
}

static void
put_phrase(struct buf *out, size_t line, struct str s)
{
	if (s.n > ATOM_MAX || needs_words(s))
		put_words(out, line, s);
	else if (run_length(atoms_care, s) == s.n)
		buf_add_str(out, s);
	else
		put_quoted_string(out, s);
}

void
mimeout_mailbox(
    struct buf *out, const char *name, struct str display, struct str address)
{
	size_t line = out->n;

	display = str_trim(display);
	buf_adds(out, name);
	buf_adds(out, ": ");
	if (display.n == 0) {
		buf_add_str(out, address);
		buf_adds(out, "\r\n");
		return;
	}
	put_phrase(out, line, display);
	buf_adds(out, column(out, line) + address.n + 3 > LINE_MAX_SOFT
			  ? "\r\n <"
			  : " <");
	buf_add_str(out, address);
	buf_adds(out, ">\r\n");
}

void
mimeout_ids(
    struct buf *out, const char *name, const struct str *ids, size_t count)
{
	buf_adds(out, name);
	buf_addc(out, ':');
	for (size_t i = 0; i < count; i++) {
		buf_adds(out, i ? "\r\n <" : " <");
		buf_add_str(out, ids[i]);
		buf_addc(out, '>');
	}
	buf_adds(out, "\r\n");
}

/* Characters that every mail client takes in a quoted file name. */
static bool
name_plain(char c)
{
	return str_is_alnum(c) || in_set(c, " !#$&'()+,-.=@[]^_`{}~");
}

/* The ASCII form is all there is to say. */
static bool
is_plain_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!name_plain(s.p[i]) && !in_set(s.p[i], "/\\"))
			return false;
	return s.n <= NAME_MAX_PLAIN;
}

static void
put_plain_name(struct buf *out, const char *name, struct str s)
{
	size_t dot = str_rchr(s, '.'), tail = 0;
	bool cut = s.n > NAME_MAX_PLAIN;

	/* A name cut short keeps its extension: it says what opens it. */
	if (cut && dot != STR_NPOS && s.n - dot <= 8)
		tail = s.n - dot;
	buf_fmt(out, ";\r\n %s=\"", name);
	for (size_t i = 0; i < s.n; i += char_len(s, i)) {
		if (cut && i >= NAME_MAX_PLAIN - tail && i + tail < s.n)
			continue;
		buf_addc(out, name_plain(s.p[i]) ? s.p[i] : '_');
	}
	buf_addc(out, '"');
}

/* RFC 2231 4: percent-encoded UTF-8, numbered when it needs several lines. */
static void
put_extended_name(struct buf *out, const char *name, struct str s)
{
	size_t line, part = 0, i = 0;
	bool several = q_cost(s) > 50;

	do {
		line = out->n + 2;
		buf_fmt(out, ";\r\n %s*", name);
		if (several)
			buf_fmt(out, "%zu*", part);
		buf_adds(out, part == 0 ? "=UTF-8''" : "=");
		part++;
		while (i < s.n && out->n - line < LINE_MAX_SOFT - 14) {
			size_t n = char_len(s, i);

			for (size_t end = i + n; i < end; i++) {
				unsigned char c = (unsigned char)s.p[i];

				if (str_is_alnum(s.p[i]) ||
				    in_set(s.p[i], "-._~"))
					buf_addc(out, s.p[i]);
				else if (in_set(s.p[i], "/\\"))
					buf_addc(out, '_');
				else
					buf_fmt(out, "%%%c%c", hex[c >> 4],
					    hex[c & 15]);
			}
		}
	} while (i < s.n && !out->full);
}

void
mimeout_file_name(struct buf *out, const char *name, struct str value)
{
	/* First the whole name: several readers take the first they meet. */
	if (!is_plain_name(value))
		put_extended_name(out, name, value);
	put_plain_name(out, name, value);
}

void
mimeout_base64(struct buf *out, struct str bytes)
{
	while (bytes.n > 0) {
		char *to = buf_reserve(out, 78);
		size_t n;

		if (to == NULL)
			return;
		n = b64_line(str_sub(bytes, 0, 57), to);
		to[n++] = '\r';
		to[n++] = '\n';
		out->n += n;
		bytes = str_sub(bytes, 57, bytes.n);
	}
	if (out->p != NULL)
		out->p[out->n] = '\0';
}
