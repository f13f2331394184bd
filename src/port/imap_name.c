#include "port/imap_name.h"

#include <stdint.h>

#define NAME_LIMIT 1000

#define DIGITS                                                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,"

static const char base64[] = DIGITS;

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

static void
put_point(uint32_t point, struct buf *out)
{
	int more = point < 0x80      ? 0
		   : point < 0x800   ? 1
		   : point < 0x10000 ? 2
				     : 3;
	static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};

	buf_addc(out, (char)(first[more] | point >> 6 * more));
	while (more-- > 0)
		buf_addc(out, (char)(0x80 | (point >> 6 * more & 0x3f)));
}

/* A unit of UTF-16; *high is the first half of a pair, or 0. */
static bool
put_unit(uint32_t unit, uint32_t *high, struct buf *out)
{
	bool second = unit >= 0xdc00 && unit < 0xe000;

	if (second != (*high > 0))
		return false;
	if (second)
		unit = 0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00);
	*high = !second && unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
	if (*high == 0)
		put_point(unit, out);
	return true;
}

/* "&...-" at the front of *s, up to its '-', as code points. */
static bool
decode_run(struct str *s, struct buf *out)
{
	uint32_t held = 0;
	uint32_t high = 0;
	int n = 0;

	for (*s = str_sub(*s, 1, s->n); s->n > 0 && s->p[0] != '-';
	     *s = str_sub(*s, 1, s->n)) {
		size_t at = str_chr(STR(DIGITS), s->p[0]);
		uint32_t unit;

		if (at == STR_NPOS)
			return false;
		held = held << 6 | (uint32_t)at;
		n += 6;
		if (n < 16)
			continue;
		n -= 16;
		unit = held >> n & 0xffff;
		held &= (1u << n) - 1;
		if (!put_unit(unit, &high, out))
			return false;
	}
	*s = str_sub(*s, 1, s->n);
	return high == 0;
}

bool
imap_name_decode(struct str wire, struct buf *out)
{
	struct str rest = wire;
	size_t from = out->n;
	struct buf back;
	bool ok = true;

	while (ok && rest.n > 0) {
		if (rest.p[0] != '&') {
			buf_addc(out, rest.p[0]);
			rest = str_sub(rest, 1, rest.n);
		} else if (str_starts(rest, STR("&-"))) {
			buf_addc(out, '&');
			rest = str_sub(rest, 2, rest.n);
		} else {
			ok = decode_run(&rest, out);
		}
	}
	if (!ok || out->full)
		return false;
	/* Other spellings of the same name could not be said back. */
	buf_init(&back, 8192);
	ok = imap_name_encode(
		 (struct str){out->p ? out->p + from : NULL, out->n - from},
		 &back) &&
	     str_eq(buf_str(&back), wire);
	buf_fini(&back);
	return ok;
}
