#include "base/printable.h"

/* Length of the well-formed UTF-8 character at p, 0 if there is none. */
static size_t
char_length(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++)
		if (str_is_utf8(str_sub(s, 0, n)))
			return n;
	return 0;
}

/* U+0000..1F, 7F, 80..9F and U+2028, 2029. */
static bool
is_control(const unsigned char *p, size_t n)
{
	if (n == 1)
		return p[0] < 0x20 || p[0] == 0x7f;
	if (n == 2)
		return p[0] == 0xc2 && p[1] < 0xa0;
	return n == 3 && p[0] == 0xe2 && p[1] == 0x80 &&
	       (p[2] == 0xa8 || p[2] == 0xa9);
}

/* U+202A..202E, 2066..2069, FEFF. */
static bool
is_unseen(const unsigned char *p, size_t n)
{
	if (n != 3)
		return false;
	if (p[0] == 0xef)
		return p[1] == 0xbb && p[2] == 0xbf;
	if (p[0] != 0xe2)
		return false;
	return (p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
	       (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
}

void
printable_text(struct buf *out, struct str text)
{
	size_t n;

	for (; text.n > 0; text = str_sub(text, n, text.n)) {
		const unsigned char *p = (const unsigned char *)text.p;

		if (p[0] >= 0x20 && p[0] < 0x7f) {
			buf_addc(out, text.p[0]);
			n = 1;
			continue;
		}
		n = char_length(text);
		if (p[0] == 0 || (n > 0 && is_control(p, n)))
			buf_addc(out, ' ');
		else if (n == 0)
			buf_adds(out, "\xef\xbf\xbd");
		else if (!is_unseen(p, n))
			buf_add(out, p, n);
		n = n ? n : 1;
	}
}

static bool
is_linkable(struct str url)
{
	return str_fold_starts(url, STR("https://")) ||
	       str_fold_starts(url, STR("http://")) ||
	       str_fold_starts(url, STR("mailto:"));
}

bool
printable_url(struct buf *out, struct str url)
{
	static const struct str unsafe = STR("'()\\\"<>^`{|}");

	if (!is_linkable(url))
		return false;
	for (size_t i = 0; i < url.n; i++) {
		char c = url.p[i];

		if (c > 0x20 && c < 0x7f && str_chr(unsafe, c) == STR_NPOS)
			buf_addc(out, c);
		else
			buf_fmt(out, "%%%02X", (unsigned char)c);
	}
	return true;
}
