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
 * Neither NUL nor a byte above 127, eight bytes at a time: the subtraction
 * raises the top bit of a zero byte.
 */
static bool
is_plain(struct str s)
{
	uint64_t seen = 0, w;
	size_t i = 0;

	for (; i + sizeof(w) <= s.n; i += sizeof(w)) {
		memcpy(&w, s.p + i, sizeof(w));
		seen |= w | (w - UINT64_C(0x0101010101010101));
	}
	for (; i < s.n; i++)
		if (s.p[i] == '\0' || (unsigned char)s.p[i] > 0x7f)
			return false;
	return (seen & UINT64_C(0x8080808080808080)) == 0;
}

static bool
has_eight(struct str s)
{
	unsigned char bits = 0;

	for (size_t i = 0; i < s.n; i++)
		bits |= (unsigned char)s.p[i];
	return (bits & 0x80) != 0;
}

const char *
smtp_text_check(struct str bytes, struct smtp_text_body *out)
{
	const char *end = bytes.p + bytes.n;
	const char *p;

	memset(out, 0, sizeof(*out));
	out->open = bytes.n < 2 || end[-1] != '\n';
	if (bytes.n == 0)
		return NULL;
	if (!is_plain(bytes)) {
		if (memchr(bytes.p, '\0', bytes.n))
			return "NUL in mail";
		out->eight = has_eight(bytes);
	}
	out->dots = bytes.p[0] == '.';
	for (p = bytes.p; p < end; p++) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			break;
		if (p == bytes.p || p[-1] != '\r')
			return "bare LF in mail";
		if (p + 1 < end && p[1] == '.')
			out->dots++;
	}
	for (p = bytes.p; p < end; p++) {
		p = memchr(p, '\r', (size_t)(end - p));
		if (!p)
			break;
		if (p + 1 == end || p[1] != '\n')
			return "bare CR in mail";
	}
	return NULL;
}

static void
stuff_lines(struct buf *out, struct str part, bool at_start)
{
	struct str line;

	while (part.n > 0) {
		size_t lf = str_chr(part, '\n');

		line = str_sub(part, 0, lf == STR_NPOS ? part.n : lf + 1);
		part = str_sub(part, line.n, part.n);
		if (at_start && line.p[0] == '.')
			buf_addc(out, '.');
		buf_add_str(out, line);
		at_start = true;
	}
}

bool
smtp_text_stuff(struct buf *out, struct str bytes,
    const struct smtp_text_body *body, size_t *pos, size_t room)
{
	struct str part = str_sub(bytes, *pos, room);

	if (body->dots == 0)
		buf_add_str(out, part);
	else
		stuff_lines(out, part, *pos == 0 || bytes.p[*pos - 1] == '\n');
	*pos += part.n;
	if (*pos < bytes.n)
		return false;
	buf_adds(out, body->open && bytes.n > 0 ? "\r\n.\r\n" : ".\r\n");
	return true;
}
