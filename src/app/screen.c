#include "app/screen.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/printable.h"
#include "base/xalloc.h"

#define SCREEN_CHUNK ((size_t)64 << 10)

/* The end of the last write, when it stopped within a character. */
struct tail {
	char bytes[4];
	size_t n;
};

static struct tail tail;

/* How many bytes at the end begin a character without finishing it. */
static size_t
unfinished(struct str s)
{
	for (size_t k = 1; k <= 3 && k <= s.n; k++) {
		unsigned char c = (unsigned char)s.p[s.n - k];

		if ((c & 0xc0) == 0x80)
			continue;
		return c >= 0xc0 && k < (c >= 0xf0      ? 4u
					    : c >= 0xe0 ? 3u
							: 2u)
			   ? k
			   : 0;
	}
	return 0;
}

static void
clean(struct buf *out, struct str text)
{
	while (text.n > 0) {
		size_t n = 0;

		while (n < text.n && text.p[n] != '\n' && text.p[n] != '\t')
			n++;
		printable_text(out, str_sub(text, 0, n));
		if (n < text.n)
			buf_addc(out, text.p[n++]);
		text = str_sub(text, n, text.n);
	}
}

static bool
write_all(struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_sub(s, (size_t)n, s.n);
	}
	return true;
}

static bool
write_guarded(const char *p, size_t n)
{
	struct buf in, out;
	struct str text;
	bool good;

	buf_init(&in, SCREEN_CHUNK + sizeof(tail.bytes));
	buf_init(&out, SCREEN_CHUNK * 4);
	buf_add(&in, tail.bytes, tail.n);
	buf_add(&in, p, n);
	text = buf_str(&in);
	tail.n = unfinished(text);
	memcpy(tail.bytes, text.p + text.n - tail.n, tail.n);
	clean(&out, str_sub(text, 0, text.n - tail.n));
	good = write_all(buf_str(&out));
	buf_fini(&in);
	buf_fini(&out);
	return good;
}

/* All of it or none: a part of it counts as an error. */
static ssize_t
guarded_write(void *cookie, const char *p, size_t n)
{
	(void)cookie;
	for (size_t i = 0; i < n; i += SCREEN_CHUNK)
		if (!write_guarded(
			p + i, n - i < SCREEN_CHUNK ? n - i : SCREEN_CHUNK))
			return 0;
	return (ssize_t)n;
}

void
screen_guard(void)
{
	cookie_io_functions_t io = {.write = guarded_write};
	FILE *f = fopencookie(NULL, "w", io);

	if (f == NULL)
		xdie("out of memory for standard output");
	setvbuf(f, NULL, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, BUFSIZ);
	stdout = f;
}

void
screen_put(FILE *to, const char *text)
{
	struct buf out;

	buf_init(&out, SCREEN_CHUNK * 4);
	clean(&out, str_sub(str_of(text), 0, SCREEN_CHUNK));
	fwrite(out.p ? out.p : "", 1, out.n, to);
	buf_fini(&out);
}
