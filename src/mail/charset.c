#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "mail/charsetname.h"

#define GUESS_MAX 4096 /* bytes that are looked at for it */

/* windows-1252, 0x80..0x9f (WHATWG: the five gaps are C1 controls). */
static const unsigned short c1[32] = {0x20ac, 0x81, 0x201a, 0x0192, 0x201e,
    0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
    0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178};

static iconv_t converters[CHARSETNAME_ROWS];
static bool opened[CHARSETNAME_ROWS];
static void (*on_missing)(void);

static iconv_t
converter(size_t row)
{
	if (!opened[row]) {
		if (on_missing != NULL)
			on_missing();
		converters[row] = iconv_open("UTF-8", charsetname_iconv(row));
		opened[row] = true;
	}
	return converters[row];
}

void
charset_cold(void (*missing)(void))
{
	on_missing = missing;
}

void
charset_warm(void)
{
	for (size_t i = 0; charsetname_iconv(i) != NULL; i++) {
		char in[] = "a", out[16], *ip = in, *op = out;
		size_t in_n = 1, out_n = sizeof(out);
		iconv_t cd = converter(i);

		if (cd == (iconv_t)-1)
			continue;
		iconv(cd, &ip, &in_n, &op, &out_n);
		iconv(cd, NULL, NULL, NULL, NULL);
	}
}

/* Length of the well-formed sequence at p, 0 if there is none. */
static size_t
sequence(const unsigned char *p, size_t n)
{
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	return len <= n && p[0] &&
		       str_is_utf8((struct str){(const char *)p, len})
		   ? len
		   : 0;
}

/* Bytes of plain ASCII without NUL at p. */
static size_t
ascii_run(const char *p, size_t n)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t i = 0;

	while (n - i >= 8) {
		uint64_t w;

		memcpy(&w, p + i, 8);
		if ((w | (w - ones)) & high)
			break;
		i += 8;
	}
	while (i < n && (signed char)p[i] > 0)
		i++;
	return i;
}

bool
charset_is_utf8(struct str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t len = ascii_run(s.p + i, s.n - i);

		i += len;
		if (i == s.n)
			break;
		len = sequence((const unsigned char *)s.p + i, s.n - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

static char *
put_1252(char *to, unsigned char c)
{
	unsigned u = c >= 0x80 && c < 0xa0 ? c1[c - 0x80] : c;

	if (u < 0x80) {
		*to++ = (char)u;
	} else if (u < 0x800) {
		*to++ = (char)(0xc0 | u >> 6);
		*to++ = (char)(0x80 | (u & 0x3f));
	} else {
		*to++ = (char)(0xe0 | u >> 12);
		*to++ = (char)(0x80 | (u >> 6 & 0x3f));
		*to++ = (char)(0x80 | (u & 0x3f));
	}
	return to;
}

/*
 * Copy, dropping NUL. Sequences that are UTF-8 stay when utf8 is set, every
 * other byte is windows-1252.
 */
static struct str
copy_8bit(struct arena *a, struct str s, bool utf8)
{
	size_t wide = 0;
	char *out, *to;

	if (ascii_run(s.p, s.n) == s.n)
		return arena_dup(a, s);
	for (size_t i = 0; i < s.n; i++)
		wide += (unsigned char)s.p[i] >= 0x80;
	out = to = arena_alloc(a, s.n + 2 * wide + 1);
	for (size_t i = 0; i < s.n;) {
		size_t len = ascii_run(s.p + i, s.n - i);

		if (len == 0 && utf8)
			len = sequence((const unsigned char *)s.p + i, s.n - i);
		if (len) {
			memcpy(to, s.p + i, len);
			to += len;
			i += len;
			continue;
		}
		if (s.p[i])
			to = put_1252(to, (unsigned char)s.p[i]);
		i++;
	}
	return (struct str){out, (size_t)(to - out)};
}

static struct str
copy_iconv(struct arena *a, struct str s, iconv_t cd)
{
	/* No charset above makes more than 3 bytes of one. */
	size_t room = s.n * 3 + 16;
	char *out = arena_alloc(a, room), *op = out, *ip = (char *)s.p;
	size_t in_n = s.n;

	while (in_n) {
		if (iconv(cd, &ip, &in_n, &op, &room) != (size_t)-1)
			break;
		if (errno == E2BIG || room < 8)
			break;
		memcpy(op, "\xef\xbf\xbd", 3);
		op += 3;
		room -= 3;
		ip++;
		in_n--;
	}
	iconv(cd, NULL, NULL, &op, &room);
	iconv(cd, NULL, NULL, NULL, NULL);
	/* Whatever a converter lets through is checked once more. */
	return copy_8bit(a, (struct str){out, (size_t)(op - out)}, true);
}

/*
 * Bytes in no charset that is named: Japanese mail of seven bits says so by
 * its escapes; else UTF-8 if they are, or windows-1252.
 */
static struct str
guess(struct arena *a, struct str bytes)
{
	size_t row;

	if (str_find(str_sub(bytes, 0, GUESS_MAX), STR("\x1b$B")) != STR_NPOS &&
	    charsetname_find(STR("iso-2022-jp"), &row) == CHARSETNAME_ICONV &&
	    converter(row) != (iconv_t)-1)
		return copy_iconv(a, bytes, converter(row));
	return copy_8bit(a, bytes, charset_is_utf8(bytes));
}

/* Text of one byte a letter, whatever it is called (a label left over from
 * another form of the text). */
static bool
is_narrow(struct str bytes, size_t row)
{
	return str_starts(str_of(charsetname_iconv(row)), STR("UTF-")) &&
	       charset_is_utf8(str_head(bytes, GUESS_MAX));
}

struct str
charset_utf8(struct arena *a, struct str bytes, struct str name)
{
	size_t row = 0;

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		return copy_8bit(a, str_sub(bytes, 3, bytes.n), true);
	switch (charsetname_find(name, &row)) {
	case CHARSETNAME_ICONV:
		if (is_narrow(bytes, row) || converter(row) == (iconv_t)-1)
			return guess(a, bytes);
		return copy_iconv(a, bytes, converter(row));
	case CHARSETNAME_1252:
		/* Nobody writes what UTF-8 looks like in windows-1252. */
		return copy_8bit(a, bytes, charset_is_utf8(bytes));
	case CHARSETNAME_UTF8:
		return copy_8bit(a, bytes, true);
	case CHARSETNAME_NONE:
		break;
	}
	return guess(a, bytes);
}

struct str
charset_text(struct arena *a, struct str bytes, struct str name)
{
	struct str s = charset_utf8(a, bytes, name);
	char *p = (char *)s.p;
	size_t n = str_chr(s, '\r'), i = n;

	if (n == STR_NPOS)
		return s;
	while (i < s.n) {
		size_t next;

		/* At a CR: it goes in front of a LF, else it is one. */
		if (++i == s.n || p[i] != '\n')
			p[n++] = '\n';
		next = str_chr(str_sub(s, i, s.n), '\r');
		if (next == STR_NPOS)
			next = s.n - i;
		memmove(p + n, p + i, next);
		n += next;
		i += next;
	}
	p[n] = '\0';
	return (struct str){p, n};
}
