#include "render/unwrap.h"

#include "base/buf.h"

/* As the wrapping counted them. */
static size_t
characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static struct str
first_word(struct str s)
{
	size_t n = 0;

	while (n < s.n && !str_is_space(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

static bool
goes_on(struct str line, struct str next, size_t width)
{
	struct str word = first_word(next);

	return line.n > 0 && word.n > 0 &&
	       characters(line) + 1 + characters(word) > width;
}

struct str
unwrap(struct arena *a, struct str text, size_t width)
{
	struct str line, next, out;
	struct buf b;
	bool more = str_line(&text, &line);

	buf_init(&b, text.n + line.n + 2);
	while (more) {
		more = str_line(&text, &next);
		buf_add_str(&b, line);
		if (more)
			buf_addc(&b, goes_on(line, next, width) ? ' ' : '\n');
		line = next;
	}
	out = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	return out;
}
