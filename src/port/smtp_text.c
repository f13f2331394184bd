#include "port/smtp_text.h"

#include <stdint.h>
#include <string.h>

/* RFC 5321, 4.5.3.1: 64 for the local part, 255 for the domain. */
#define ADDRESS_MAX 320

const char *
smtp_text_address(struct str address, bool null_ok, bool *utf8)
{
	bool high = false;

	if (address.n == 0)
		return null_ok ? NULL : "no address";
	if (address.n > ADDRESS_MAX)
		return "address too long";
	for (size_t i = 0; i < address.n; i++) {
		unsigned char ch = (unsigned char)address.p[i];

		if (ch < 0x20 || ch == 0x7f)
			return "control character in address";
		if (ch == ' ' || ch == '<' || ch == '>')
			return "address is not plain";
		if (ch > 0x7f)
			high = true;
	}
	if (high && !str_is_utf8(address))
		return "address is not UTF-8";
	if (high)
		*utf8 = true;
	return NULL;
}

/*
 * A mail is looked at piece by piece. The loops over a piece have a fixed
 * length and no way out: compilers make them of wide registers.
 */
#define PIECE 64

enum {
	HIGH = 1, /* a byte above 127 */
	NUL = 2,
	BARE = 4, /* CR without LF, or LF without CR */
	DOT = 8,  /* a line begins with one */
};

/* What stands in p[1] to p[PIECE]; p[0] is the byte before. */
static unsigned
look(const char *p)
{
	unsigned char all = 0;

	for (size_t i = 1; i <= PIECE; i++) {
		bool cr = p[i - 1] == '\r', lf = p[i] == '\n';
		bool dot = (p[i] == '.') & (p[i - 1] == '\n');

		all |= (unsigned char)p[i] > 0x7f ? HIGH : 0;
		all |= p[i] == '\0' ? NUL : 0;
		all |= cr != lf ? BARE : 0;
		all |= dot ? DOT : 0;
	}
	return all;
}

/* The same at an edge of the mail: a line begins before it, none behind. */
static unsigned
look_edge(struct str bytes, size_t at)
{
	struct str rest = str_sub(bytes, at, PIECE);
	char p[1 + PIECE];

	memset(p, ' ', sizeof(p));
	p[0] = at > 0 ? bytes.p[at - 1] : '\n';
	if (rest.n > 0)
		memcpy(p + 1, rest.p, rest.n);
	return look(p);
}

const char *
smtp_text_check(struct str bytes, struct smtp_text_body *out)
{
	unsigned all = look_edge(bytes, 0);
	size_t at = PIECE;

	for (; at + PIECE <= bytes.n; at += PIECE)
		all |= look(bytes.p + at - 1);
	if (at <= bytes.n)
		all |= look_edge(bytes, at);
	out->eight = (all & HIGH) != 0;
	out->dots = (all & DOT) != 0;
	out->open = bytes.n < 2 || bytes.p[bytes.n - 1] != '\n';
	if (all & NUL)
		return "NUL in mail";
	return all & BARE ? "bare CR or LF in mail" : NULL;
}

static bool
look_dot(const char *p)
{
	unsigned char any = 0;

	for (size_t i = 1; i <= PIECE; i++)
		any |= (p[i] == '.') & (p[i - 1] == '\n');
	return any != 0;
}

/* The next dot that begins a line, from there on; s.n: none. */
static size_t
next_dot(struct str s, size_t at)
{
	if (at == 0 && s.n > 0 && s.p[0] == '.')
		return 0;
	if (at == 0)
		at = 1;
	while (at + PIECE <= s.n && !look_dot(s.p + at - 1))
		at += PIECE;
	while (at < s.n && (s.p[at] != '.' || s.p[at - 1] != '\n'))
		at++;
	return at < s.n ? at : s.n;
}

/* From there to the end of s. */
static void
stuff_lines(struct buf *out, struct str s, size_t from)
{
	size_t at = from;

	while ((at = next_dot(s, at)) < s.n) {
		buf_add(out, s.p + from, at - from);
		buf_addc(out, '.');
		from = at++;
	}
	buf_add_str(out, str_sub(s, from, s.n));
}

bool
smtp_text_stuff(struct buf *out, struct str bytes,
    const struct smtp_text_body *body, size_t *pos, size_t room)
{
	struct str part = str_sub(bytes, *pos, room);

	if (body->dots)
		stuff_lines(out, str_sub(bytes, 0, *pos + part.n), *pos);
	else
		buf_add_str(out, part);
	*pos += part.n;
	if (*pos < bytes.n)
		return false;
	buf_adds(out, body->open && bytes.n > 0 ? "\r\n.\r\n" : ".\r\n");
	return true;
}
