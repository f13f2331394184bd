#include "mail/lines.h"

#include <string.h>

#include "mail/attribution.h"
#include "mail/quoteword.h"
#include "model/limits.h"

#define INITIALS_MAX 8   /* bytes */
#define BARRED_MAX   400 /* bytes that are looked at for more bars */

/* Blank lines beyond two in a row say no more than two. */
static bool
is_surplus(const struct lines *l, struct str line)
{
	return line.n == 0 && l->n >= 2 && l->v[l->n - 1].n == 0 &&
	       l->v[l->n - 2].n == 0;
}

static size_t
count_lines(struct str text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.n && n < LIMIT_MAIL_LINES; i++)
		n += text.p[i] == '\n' &&
		     !(i >= 3 && memcmp(text.p + i - 3, "\n\n\n", 3) == 0);
	return n;
}

struct str
lines_key(struct lines *l, size_t i)
{
	if (l->keys[i].p == NULL)
		l->keys[i] = quoteword_key(l->a, l->v[i], ATTRIBUTION_KEY);
	return l->keys[i];
}

struct str
lines_joined(struct lines *l, size_t i, size_t n, char *to)
{
	size_t len = 0;

	for (size_t k = i; k < i + n; k++) {
		struct str key = lines_key(l, k);

		if (len + key.n + 1 > ATTRIBUTION_MAX)
			return (struct str){to, 0};
		if (len)
			to[len++] = ' ';
		memcpy(to + len, key.p, key.n);
		len += key.n;
	}
	return (struct str){to, len};
}

bool
lines_is_blank(struct lines *l, size_t i)
{
	return l->v[i].n == 0 || lines_key(l, i).n == 0;
}

static bool
starts_quoted(struct str line)
{
	size_t i = 0;

	while (i < line.n && i < 4 && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i < line.n && line.p[i] == '>';
}

/* mbox puts '>' before "From " at the start of a line. */
static bool
is_mbox_escape(struct lines *l, size_t i)
{
	if (!str_starts(l->v[i], STR(">From ")))
		return false;
	return !(i > 0 && starts_quoted(l->v[i - 1])) &&
	       !(i + 1 < l->n && starts_quoted(l->v[i + 1]));
}

/* "| words", as some ticket systems quote; a table has more bars. */
static bool
is_barred(struct lines *l, size_t i)
{
	struct str s = i < l->n ? l->v[i] : STR("");

	return s.n && s.p[0] == '|' &&
	       (s.n == 1 || (s.p[1] == ' ' && str_chr(str_sub(s, 1, BARRED_MAX),
						  '|') == STR_NPOS));
}

/* "JH> words": initials and the mark. */
static struct str
initials(struct lines *l, size_t i)
{
	struct str s = i < l->n ? l->v[i] : STR("");
	size_t n = 0;

	if (s.n && s.p[0] == ' ')
		s = str_sub(s, 1, s.n);
	while (n < s.n && n < INITIALS_MAX && quoteword_is_letter(s, n))
		n++;
	return str_sub(s, 0, n && n < s.n && s.p[n] == '>' ? n + 1 : 0);
}

static void
count_initials(struct lines *l, size_t i)
{
	struct str own = initials(l, i);

	if (own.n == 0 || !str_eq(initials(l, i + 1), own))
		return;
	for (size_t k = 0; k < LINES_INITIALS; k++) {
		struct lines_initials *of = &l->initials[k];

		if (of->count && !str_eq(of->s, own))
			continue;
		of->s = own;
		of->count++;
		return;
	}
}

void
lines_split(struct lines *l, struct arena *a, struct str text)
{
	struct str rest = text, line;
	size_t n = count_lines(text);

	*l = (struct lines){.a = a};
	l->v = arena_array(a, n, sizeof(*l->v));
	l->keys = arena_array(a, n, sizeof(*l->keys));
	while (l->n < n && str_line(&rest, &line)) {
		/* The blank makes a signature of it (RFC 3676, 4.3). */
		if (!str_eqc(line, "-- "))
			line = str_rtrim(line);
		if (!is_surplus(l, line))
			l->v[l->n++] = line;
	}
	for (size_t i = 0; i < l->n; i++)
		count_initials(l, i);
	for (size_t i = 0; i < l->n && !l->marked; i++)
		l->marked = starts_quoted(l->v[i]);
}

/* Questions and answers in turn ("Q> ...", "A> ...") are typed: somewhere two
 * lines in a row must begin so. */
static bool
has_initials(struct lines *l, size_t i)
{
	struct str own = initials(l, i);

	for (size_t k = 0; own.n && k < LINES_INITIALS; k++)
		if (str_eq(l->initials[k].s, own))
			return l->initials[k].count > 0;
	return false;
}

/* ">>> Jo Hill <jo@c.example> 11/16/2026 9:00 AM >>>" */
static bool
is_between_marks(struct str line)
{
	return line.n > 12 && str_starts(line, STR(">>> ")) &&
	       str_ends(line, STR(" >>>"));
}

bool
lines_is_quoted(struct lines *l, size_t i)
{
	if (is_barred(l, i) && !l->marked)
		return is_barred(l, i + 1) || (i > 0 && is_barred(l, i - 1));
	if (starts_quoted(l->v[i]))
		return !is_mbox_escape(l, i) && !is_between_marks(l->v[i]);
	return has_initials(l, i);
}

bool
lines_quoted_beyond(struct lines *l, size_t i, size_t *end)
{
	for (*end = i; *end < l->n && lines_is_quoted(l, *end);)
		++*end;
	for (size_t k = *end; k < l->n; k++)
		if (lines_is_quoted(l, k))
			return true;
	return false;
}

size_t
lines_next(struct lines *l, size_t i)
{
	while (i < l->n && lines_is_blank(l, i))
		i++;
	return i;
}
