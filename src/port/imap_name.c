#include "port/imap_name.h"

#include <stdint.h>

#define NAME_LIMIT 1000

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/* One code point off the front of well-formed UTF-8. */
static uint32_t
next_point(struct str *s)
{
	unsigned char first = (unsigned char)s->p[0];
	size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	uint32_t point = n == 1 ? first : first & (0x7fu >> n);

	for (size_t i = 1; i < n; i++)
		point = point << 6 | ((unsigned char)s->p[i] & 0x3f);
	*s = str_sub(*s, n, s->n);
	return point;
}

struct bits {
	uint32_t held;
	int n;
};

static void
put16(struct bits *b, uint32_t unit, struct buf *out)
{
	b->held = b->held << 16 | unit;
	b->n += 16;
	while (b->n >= 6) {
		b->n -= 6;
		buf_addc(out, base64[b->held >> b->n & 0x3f]);
	}
	b->held &= (1u << b->n) - 1;
}

static void
encode_run(struct str *s, struct buf *out)
{
	struct bits b = {0};

	buf_addc(out, '&');
	while (s->n > 0 && (unsigned char)s->p[0] >= 0x80) {
		uint32_t point = next_point(s);

		if (point >= 0x10000) {
			point -= 0x10000;
			put16(&b, 0xd800 + (point >> 10), out);
			put16(&b, 0xdc00 + (point & 0x3ff), out);
		} else {
			put16(&b, point, out);
		}
	}
	if (b.n > 0)
		buf_addc(out, base64[b.held << (6 - b.n) & 0x3f]);
	buf_addc(out, '-');
}

bool
imap_name_encode(struct str name, struct buf *out)
{
	if (name.n == 0 || name.n > NAME_LIMIT || !str_is_utf8(name))
		return false;
	for (size_t i = 0; i < name.n; i++) {
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f)
			return false;
	}
	while (name.n > 0) {
		if ((unsigned char)name.p[0] >= 0x80) {
			encode_run(&name, out);
			continue;
		}
		buf_addc(out, name.p[0]);
		if (name.p[0] == '&')
			buf_addc(out, '-');
		name = str_sub(name, 1, name.n);
	}
	return !out->full;
}
