#include <gmime/gmime.h>
#include <string.h>

#include "port/mime.h"

#define CHUNK 12288 /* of encoded bytes */

#define PEEK 80 /* bytes behind a padding that are looked at */

/* Base64 as it comes: blanks and noise left out, the end without its padding,
 * and what somebody wrote below the end left alone. */
struct base64 {
	unsigned bits;
	int have;
};

/* The value of a letter, negative if it is none: a table, as this is done for
 * each byte of each file. */
static int
base64_value(char c)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	static signed char values[256];
	static bool ready;

	if (!ready) {
		memset(values, -1, sizeof(values));
		for (int i = 0; i < 64; i++)
			values[(unsigned char)letters[i]] = (signed char)i;
		ready = true;
	}
	return values[(unsigned char)c];
}

/* Some coders pad in the middle. Does base64 go on behind a padding? */
static bool
goes_on(struct str rest)
{
	size_t n = 0;

	while (rest.n && (rest.p[0] == '=' || str_is_space(rest.p[0])))
		rest = str_sub(rest, 1, rest.n);
	rest = str_sub(rest, 0, PEEK);
	rest = str_rtrim(str_sub(rest, 0, str_chr(rest, '\n')));
	while (n < rest.n && (base64_value(rest.p[n]) >= 0 || rest.p[n] == '='))
		n++;
	return n == rest.n && n >= 4 && (n % 4 == 0 || n == PEEK);
}

/* At most max bytes, into out if it is not NULL. *in becomes what is left. */
static size_t
base64_step(struct base64 *b, struct str *in, char *out, size_t max)
{
	size_t n = 0, i = 0;

	for (; i < in->n && n < max; i++) {
		int v = base64_value(in->p[i]);

		if (in->p[i] == '=' && b->have) {
			b->have = 0;
			if (!goes_on(str_sub(*in, i, in->n))) {
				i = in->n;
				break;
			}
		}
		if (v < 0)
			continue;
		b->bits = (b->bits << 6 | (unsigned)v) & 0xffffff;
		b->have += 6;
		if (b->have < 8)
			continue;
		b->have -= 8;
		if (out != NULL)
			out[n] = (char)(b->bits >> b->have & 0xff);
		n++;
	}
	*in = str_sub(*in, i, in->n);
	return n;
}

static struct str
base64_bytes(struct arena *a, struct str in, size_t max, bool *cut)
{
	struct base64 b = {0};
	struct str out;

	out.n = in.n / 4 * 3 + 3;
	if (out.n > max)
		out.n = max;
	out.p = arena_alloc(a, out.n + 1);
	out.n = base64_step(&b, &in, (char *)out.p, out.n);
	*cut = str_trim(str_sub(in, 0, PEEK)).n > 0;
	return out;
}

static void
begin_decoding(GMimeEncoding *state, enum mime_coding coding)
{
	static const GMimeContentEncoding as[] = {
	    [MIME_AS_IS] = GMIME_CONTENT_ENCODING_BINARY,
	    [MIME_BASE64] = GMIME_CONTENT_ENCODING_BINARY, /* ours */
	    [MIME_QUOTED] = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
	    [MIME_UU] = GMIME_CONTENT_ENCODING_UUENCODE,
	};

	g_mime_encoding_init_decode(state, as[coding]);
}

struct str
mime_bytes(struct arena *a, const struct mime_part *p, size_t max, bool *cut)
{
	struct str in = p->encoded, out;
	GMimeEncoding state;

	*cut = false;
	if (p->coding == MIME_AS_IS) {
		*cut = in.n > max;
		return arena_dup(a, str_sub(in, 0, max));
	}
	if (p->coding == MIME_BASE64)
		return base64_bytes(a, in, max, cut);
	/* Four bytes at most stand for one (and QP's "=\r\n" for none). */
	if (in.n > max * 4) {
		in.n = max * 4;
		*cut = true;
	}
	begin_decoding(&state, p->coding);
	out.p = arena_alloc(a, g_mime_encoding_outlen(&state, in.n) + 1);
	out.n = g_mime_encoding_step(&state, in.p, in.n, (char *)out.p);
	if (out.n > max) {
		*cut = true;
		out.n = max;
	}
	return out;
}

size_t
mime_size(const struct mime_part *p)
{
	struct str in = p->encoded;
	char out[CHUNK * 2];
	struct base64 b = {0};
	GMimeEncoding state;
	size_t n = 0;

	if (p->coding == MIME_AS_IS)
		return in.n;
	if (p->coding == MIME_BASE64)
		return base64_step(&b, &in, NULL, in.n);
	begin_decoding(&state, p->coding);
	while (in.n) {
		size_t step = in.n > CHUNK ? CHUNK : in.n;

		n += g_mime_encoding_step(&state, in.p, step, out);
		in = str_sub(in, step, in.n);
	}
	return n;
}
