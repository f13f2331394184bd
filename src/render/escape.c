#include "render/escape.h"

#include "render/run.h"

static const unsigned char html_care[256] = {
    ['&'] = 1,
    ['<'] = 1,
    ['>'] = 1,
    ['"'] = 1,
    ['\''] = 1,
    [0] = 1,
};

static const char *
html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return "";
}

void
escape_html(struct buf *out, struct str s)
{
	while (s.n > 0) {
		size_t n = run_length(html_care, s);

		if (n > 0)
			buf_add(out, s.p, n);
		if (n == s.n)
			break;
		buf_adds(out, html_entity(s.p[n]));
		s = str_sub(s, n + 1, s.n);
	}
}

enum md {
	MD_PLAIN,
	MD_MARK,  /* means something anywhere in a line */
	MD_START, /* at the start of a line, or after digits there */
	MD_BLANK, /* at either end of a line */
	MD_LF,
	MD_DROP,
};

static const unsigned char md_class[256] = {
    ['\\'] = MD_MARK,
    ['`'] = MD_MARK,
    ['*'] = MD_MARK,
    ['_'] = MD_MARK,
    ['['] = MD_MARK,
    [']'] = MD_MARK,
    ['('] = MD_MARK,
    [')'] = MD_MARK,
    ['<'] = MD_MARK,
    ['>'] = MD_MARK,
    ['&'] = MD_MARK,
    ['!'] = MD_MARK,
    ['|'] = MD_MARK,
    ['~'] = MD_MARK,
    ['#'] = MD_MARK,
    ['"'] = MD_MARK,
    ['\''] = MD_MARK,
    ['+'] = MD_START,
    ['-'] = MD_START,
    ['='] = MD_START,
    [':'] = MD_START,
    ['.'] = MD_START,
    [' '] = MD_BLANK,
    ['\t'] = MD_BLANK,
    ['\n'] = MD_LF,
    [0] = MD_DROP,
    ['\r'] = MD_DROP,
    [1 ... 8] = MD_DROP,
    [11] = MD_DROP,
    [12] = MD_DROP,
    [14 ... 31] = MD_DROP,
    [127] = MD_DROP,
};

static enum md
class_of(char c)
{
	return (enum md)md_class[(unsigned char)c];
}

/* Only digits before i, and what is dropped: "1" and ". x" may meet in one
 * line. */
static bool
at_start(struct str s, size_t i)
{
	while (i > 0 &&
	       (str_is_digit(s.p[i - 1]) || class_of(s.p[i - 1]) == MD_DROP))
		i--;
	return i == 0;
}

/* A blank that could stand at either end of a line, or beside one that does. */
static bool
at_edge(struct str s, size_t i)
{
	return i == 0 || i + 1 == s.n || class_of(s.p[i - 1]) >= MD_BLANK ||
	       class_of(s.p[i + 1]) >= MD_BLANK;
}

static void
md_byte(struct buf *out, struct str s, size_t i)
{
	char c = s.p[i];

	switch (class_of(c)) {
	case MD_MARK:
		buf_addc(out, '\\');
		break;
	case MD_START:
		if (at_start(s, i))
			buf_addc(out, '\\');
		break;
	case MD_BLANK:
		if (at_edge(s, i)) {
			buf_adds(out, c == ' ' ? "&#32;" : "&#9;");
			return;
		}
		break;
	case MD_LF:
		buf_adds(out, "&#10;");
		return;
	case MD_DROP:
		return;
	case MD_PLAIN:
		break;
	}
	buf_addc(out, c);
}

void
escape_markdown(struct buf *out, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (md_class[(unsigned char)s.p[i]] == MD_PLAIN)
			continue;
		buf_add(out, s.p + from, i - from);
		md_byte(out, s, i);
		from = i + 1;
	}
	if (s.n > from)
		buf_add(out, s.p + from, s.n - from);
}
