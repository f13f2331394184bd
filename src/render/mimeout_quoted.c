#include "render/mimeout.h"

#include <endian.h>
#include <string.h>

#define LINE_MAX_QP 76
#define EACH(byte)  (UINT64_C(0x0101010101010101) * (byte))

static const char hex[] = "0123456789ABCDEF";

/* Bytes that stand for themselves: ' ' to '~' without '='. */
static bool
is_plain(unsigned char c)
{
	return c >= ' ' && c <= '~' && c != '=';
}

/* The same for eight bytes at once, as a mail is nearly all plain text: the
 * top bit of each that is not. Sums of seven bits never reach the next byte. */
static uint64_t
not_plain(uint64_t v)
{
	uint64_t low = v & EACH(0x7f);
	uint64_t printable = low + EACH(0x80 - ' ');
	uint64_t other = (low ^ EACH('=')) + EACH(0x7f);
	uint64_t del = low + EACH(1);

	return (v | del | ~(printable & other)) & EACH(0x80);
}

/* Copy plain bytes of s from i on, at most `room`; returns how many. */
static size_t
copy_plain(char *o, struct str s, size_t i, size_t room)
{
	size_t n = 0, most = s.n - i < room ? s.n - i : room;

	/* Bytes behind the run are copied too, and written over later. */
	while (n < most && i + n + 8 <= s.n) {
		uint64_t v, stop;

		memcpy(&v, s.p + i + n, 8);
		memcpy(o + n, &v, 8);
		stop = not_plain(le64toh(v));
		n += stop ? (size_t)__builtin_ctzll(stop) / 8 : 8;
		if (stop != 0 || n > most)
			return n < most ? n : most;
	}
	while (n < most && is_plain((unsigned char)s.p[i + n])) {
		o[n] = s.p[i + n];
		n++;
	}
	return n;
}

static char *
put_hex(char *o, unsigned char c)
{
	*o++ = '=';
	*o++ = hex[c >> 4];
	*o++ = hex[c & 15];
	return o;
}

/* One line of text without its end; returns where the output stands. */
static char *
quote_line(char *o, struct str s)
{
	/* A column is kept for the '=' of the soft break. */
	char *limit = o + LINE_MAX_QP - 1;
	struct str body = s;
	size_t i = 0;

	/* mbox readers take "From " at the start of a line for a new mail. */
	if (s.n >= 5 && memcmp(s.p, "From ", 5) == 0)
		o = put_hex(o, (unsigned char)s.p[i++]);
	if (s.n > i && s.p[s.n - 1] == ' ')
		body.n--; /* a blank at the end gets lost unless encoded */
	while (i < s.n) {
		size_t n = copy_plain(o, body, i, (size_t)(limit - o));

		o += n;
		i += n;
		if (i == s.n)
			break;
		if ((i < body.n && is_plain((unsigned char)s.p[i])) ||
		    limit - o < 3) {
			memcpy(o, "=\r\n", 3);
			o += 3;
			limit = o + LINE_MAX_QP - 1;
		} else {
			o = put_hex(o, (unsigned char)s.p[i++]);
		}
	}
	return o;
}

void
mimeout_quoted(struct buf *out, struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		/* Three bytes each, a soft break after every 24 of them. */
		size_t room = line.n * 3 + (line.n / 24 + 1) * 3 + 2;
		char *start = buf_reserve(out, room), *o;

		if (start == NULL)
			return;
		o = quote_line(start, line);
		*o++ = '\r';
		*o++ = '\n';
		out->n += (size_t)(o - start);
		*o = '\0';
	}
}
