#include "mail/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/*
 * https://encoding.spec.whatwg.org/#names-and-labels, the labels met in mail.
 * The first name of each row is the one that iconv knows.
 */
enum {
	READ_ICONV,
	READ_UTF8,
	READ_1252,
	READ_GUESS
};

static const struct alias {
	const char *label;
	const char *iconv;
} aliases[] = {
    {"iso-8859-2", "ISO-8859-2"},
    {"iso8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"latin5", "WINDOWS-1254"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso8859-15", "ISO-8859-15"},
    {"latin-9", "ISO-8859-15"},
    {"latin9", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"iso-8859-11", "WINDOWS-874"},
    {"tis-620", "WINDOWS-874"},
    {"windows-874", "WINDOWS-874"},
    {"windows-1250", "WINDOWS-1250"},
    {"cp1250", "WINDOWS-1250"},
    {"windows-1251", "WINDOWS-1251"},
    {"cp1251", "WINDOWS-1251"},
    {"windows-1253", "WINDOWS-1253"},
    {"cp1253", "WINDOWS-1253"},
    {"windows-1254", "WINDOWS-1254"},
    {"cp1254", "WINDOWS-1254"},
    {"windows-1255", "WINDOWS-1255"},
    {"windows-1256", "WINDOWS-1256"},
    {"windows-1257", "WINDOWS-1257"},
    {"windows-1258", "WINDOWS-1258"},
    {"koi8-r", "KOI8-R"},
    {"koi8", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-roman", "MACINTOSH"},
    {"cp437", "IBM437"},
    {"ibm437", "IBM437"},
    {"cp850", "IBM850"},
    {"ibm850", "IBM850"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"x-gbk", "GB18030"},
    {"gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"cp950", "BIG5-HKSCS"},
    {"euc-jp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"iso-2022-jp-1", "ISO-2022-JP-2"},
    {"iso-2022-jp-2", "ISO-2022-JP-2"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"windows-31j", "CP932"},
    {"cp932", "CP932"},
    {"euc-kr", "UHC"},
    {"ks_c_5601-1987", "UHC"},
    {"ks_c_5601", "UHC"},
    {"ksc5601", "UHC"},
    {"cp949", "UHC"},
    {"windows-949", "UHC"},
    {"iso-2022-kr", "ISO-2022-KR"},
    {"utf-7", "UTF-7"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"utf-16", "UTF-16"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
};
#define ALIASES (sizeof(aliases) / sizeof(aliases[0]))

static const char *const latin1[] = {"iso-8859-1", "iso8859-1", "latin1", "l1",
    "iso_8859-1", "8859-1", "windows-1252", "cp1252", "x-cp1252", "cp-1252",
    "ansi_x3.110-1983"};

/* windows-1252, 0x80..0x9f (WHATWG: the five gaps are C1 controls). */
static const unsigned short c1[32] = {0x20ac, 0x81, 0x201a, 0x0192, 0x201e,
    0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
    0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178};

static iconv_t converters[ALIASES];
static bool opened[ALIASES];

static iconv_t
converter(size_t row)
{
	/* Rows with one iconv name share the first of them. */
	for (size_t i = 0; i < row; i++)
		if (strcmp(aliases[i].iconv, aliases[row].iconv) == 0) {
			row = i;
			break;
		}
	if (!opened[row]) {
		converters[row] = iconv_open("UTF-8", aliases[row].iconv);
		opened[row] = true;
	}
	return converters[row];
}

void
charset_warm(void)
{
	for (size_t i = 0; i < ALIASES; i++) {
		char in[] = "a", out[16], *ip = in, *op = out;
		size_t in_n = 1, out_n = sizeof(out);
		iconv_t cd = converter(i);

		if (cd == (iconv_t)-1)
			continue;
		iconv(cd, &ip, &in_n, &op, &out_n);
		iconv(cd, NULL, NULL, NULL, NULL);
	}
}

static int
find_charset(struct str name, size_t *row)
{
	name = str_trim(name);
	if (name.n == 0)
		return READ_GUESS;
	if (str_fold_eqc(name, "utf-8") || str_fold_eqc(name, "utf8"))
		return READ_UTF8;
	for (size_t i = 0; i < sizeof(latin1) / sizeof(latin1[0]); i++)
		if (str_fold_eqc(name, latin1[i]))
			return READ_1252;
	for (size_t i = 0; i < ALIASES; i++)
		if (str_fold_eqc(name, aliases[i].label)) {
			*row = i;
			return READ_ICONV;
		}
	return READ_GUESS;
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

struct str
charset_utf8(struct arena *a, struct str bytes, struct str name)
{
	size_t row = 0;
	iconv_t cd;

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		return copy_8bit(a, str_sub(bytes, 3, bytes.n), true);
	switch (find_charset(name, &row)) {
	case READ_ICONV:
		cd = converter(row);
		if (cd != (iconv_t)-1)
			return copy_iconv(a, bytes, cd);
		return copy_8bit(a, bytes, charset_is_utf8(bytes));
	case READ_1252:
		return copy_8bit(a, bytes, false);
	case READ_UTF8:
		return copy_8bit(a, bytes, true);
	default:
		return copy_8bit(a, bytes, charset_is_utf8(bytes));
	}
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
