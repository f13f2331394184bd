#include "render/mimeout.h"

#include <string.h>

#define LINE_MAX_QP 76

static const char hex[] = "0123456789ABCDEF";

/* One line of text without its end; returns where the output stands. */
static char *
quote_line(char *o, struct str s)
{
	char *limit = o + LINE_MAX_QP - 1; /* one column for the soft break */
	size_t i = 0;

	/* mbox readers take "From " at the start of a line for a new mail. */
	if (s.n >= 5 && memcmp(s.p, "From ", 5) == 0) {
		memcpy(o, "=46", 3);
		o += 3;
		i = 1;
	}
	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= ' ' && c <= '~' && c != '=') || c == '\t';

		if (i + 1 == s.n && c <= ' ')
			plain = false; /* blanks at the end get lost */
		if (o + (plain ? 1 : 3) > limit) {
			memcpy(o, "=\r\n", 3);
			o += 3;
			limit = o + LINE_MAX_QP - 1;
		}
		if (plain) {
			*o++ = (char)c;
			continue;
		}
		*o++ = '=';
		*o++ = hex[c >> 4];
		*o++ = hex[c & 15];
	}
	return o;
}

void
mimeout_quoted(struct buf *out, struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		/* Three bytes each, a soft break after every 25 of them. */
		size_t room = line.n * 3 + (line.n * 3 / 72 + 1) * 3 + 2;
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
