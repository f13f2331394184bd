#include "mail/quote.h"

#include <string.h>

#include "mail/attribution.h"
#include "mail/closeword.h"
#include "mail/label.h"
#include "mail/quoteword.h"
#include "mail/signature.h"

#define BLOCK_LINES 12 /* a header block is no longer */

#define HINT_LINES 40

struct reader {
	struct arena *a;
	struct str *lines; /* without ends and blanks behind */
	struct str *keys;  /* of each; p NULL until asked for */
	size_t n;
	struct signature_line *run; /* own lines not yet written */
	size_t run_n, run_cap;
	char *out;
	size_t out_n;
	const struct quote_hint *hint;
	struct str *signature, *styled; /* keys of the hint's lines */
	size_t signature_n, styled_n;
};

static struct str
key_of(struct reader *r, size_t i)
{
	if (r->keys[i].p == NULL)
		r->keys[i] = quoteword_key(r->a, r->lines[i], ATTRIBUTION_KEY);
	return r->keys[i];
}

static bool
is_blank(struct reader *r, size_t i)
{
	return r->lines[i].n == 0 || key_of(r, i).n == 0;
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
is_mbox_escape(struct reader *r, size_t i)
{
	if (!str_starts(r->lines[i], STR(">From ")))
		return false;
	return !(i > 0 && starts_quoted(r->lines[i - 1])) &&
	       !(i + 1 < r->n && starts_quoted(r->lines[i + 1]));
}

/* "| words", as some ticket systems quote; a table has bars at its ends. */
static bool
is_barred(struct reader *r, size_t i)
{
	struct str s = i < r->n ? r->lines[i] : STR("");

	return s.n && s.p[0] == '|' &&
	       (s.n == 1 || (s.p[1] == ' ' && s.p[s.n - 1] != '|'));
}

static bool
is_quoted(struct reader *r, size_t i)
{
	if (is_barred(r, i))
		return is_barred(r, i + 1) || (i > 0 && is_barred(r, i - 1));
	return starts_quoted(r->lines[i]) && !is_mbox_escape(r, i);
}

static size_t
next_words(struct reader *r, size_t i)
{
	while (i < r->n && is_blank(r, i))
		i++;
	return i;
}

/*
 * From:, Sent:, To:, Subject: of a client, in any order that has From: and
 * two others within a few lines. Values may be wrapped.
 */
static bool
is_header_block(struct reader *r, size_t i)
{
	enum label first = label_of(key_of(r, i));
	unsigned seen = 0;
	size_t end = i + BLOCK_LINES < r->n ? i + BLOCK_LINES : r->n;
	size_t gap = 0;

	if (first != LABEL_FROM && first != LABEL_DATE && first != LABEL_TO &&
	    first != LABEL_SUBJECT)
		return false;
	for (; i < end && gap < 3; i++) {
		enum label l = label_of(key_of(r, i));

		if (is_quoted(r, i))
			break;
		gap = l == LABEL_NONE ? gap + 1 : 0;
		if (l != LABEL_NONE && l != LABEL_OTHER && l != LABEL_CC)
			seen |= 1u << l;
	}
	return seen & 1u << LABEL_FROM && __builtin_popcount(seen) >= 3;
}

static bool
is_rule(struct str key)
{
	size_t n = 0;

	for (; n < key.n; n++)
		if (key.p[n] != '_' && key.p[n] != '-' && key.p[n] != '=' &&
		    key.p[n] != ' ')
			return false;
	return n >= 5;
}

/* Was there any word of the writer yet? */
static bool
has_own(const struct reader *r)
{
	for (size_t i = 0; i < r->run_n; i++)
		if (r->run[i].key.n)
			return true;
	return r->out_n > 0;
}

/* Everything from line i on is another mail. */
static bool
is_rest(struct reader *r, size_t i)
{
	struct str key = key_of(r, i);

	if (key.n == 0)
		return false;
	if (quoteword_separator(key))
		return true;
	if (closeword_frame_end(key) || quoteword_reply_above(key) ||
	    str_starts(key, STR("|---")))
		return has_own(r);
	if (i + 1 < r->n && quoteword_bare_separator(key))
		return label_of(key_of(r, i + 1)) != LABEL_NONE;
	if (is_rule(key)) {
		i = next_words(r, i + 1);
		return i < r->n && is_header_block(r, i);
	}
	return is_header_block(r, i);
}

/* Lines [i, i + n) as one key. */
static struct str
joined(struct reader *r, size_t i, size_t n, char *to)
{
	size_t len = 0;

	for (size_t k = i; k < i + n; k++) {
		struct str key = key_of(r, k);

		if (len + key.n + 1 > ATTRIBUTION_MAX)
			return (struct str){to, 0};
		if (len)
			to[len++] = ' ';
		memcpy(to + len, key.p, key.n);
		len += key.n;
	}
	return (struct str){to, len};
}

/* How many lines from i on are an attribution; 0: none. */
static size_t
attribution_lines(struct reader *r, size_t i, enum attribution *what)
{
	char buf[ATTRIBUTION_MAX + 8];
	size_t found = 0;

	*what = ATTRIBUTION_NONE;
	if (!attribution_may_open(key_of(r, i)))
		return 0;
	for (size_t n = 1; n <= ATTRIBUTION_LINES && i + n <= r->n; n++) {
		enum attribution w;

		if (is_blank(r, i + n - 1) || is_quoted(r, i + n - 1))
			break;
		/* A line that opens one by itself does not continue one. */
		if (n > 1 && attribution_anew(key_of(r, i + n - 1)))
			break;
		w = attribution_judge(joined(r, i, n, buf));
		if (w > *what) {
			*what = w;
			found = n;
		}
	}
	return found;
}

/* Everything own that was gathered, less signatures, to the output. */
static void
flush_run(struct reader *r)
{
	bool gap = r->out_n > 0, line = false;

	signature_mark(r->run, r->run_n, r->hint->name);
	for (size_t i = 0; i < r->run_n; i++) {
		struct str s = r->run[i].text;

		if (r->run[i].drop || r->run[i].key.n == 0) {
			gap |= line;
			continue;
		}
		if (gap && r->out_n)
			r->out[r->out_n++] = '\n';
		memcpy(r->out + r->out_n, s.p, s.n);
		r->out_n += s.n;
		r->out[r->out_n++] = '\n';
		gap = false;
		line = true;
	}
	r->run_n = 0;
}

static bool
is_among(struct str key, const struct str *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(keys[i], key))
			return true;
	return false;
}

static void
keep(struct reader *r, size_t i)
{
	struct str s = r->lines[i], key = key_of(r, i);
	bool styled = s.n && s.p[s.n - 1] == '\x01';

	if (str_starts(s, STR(">From ")))
		s = str_sub(s, 1, s.n);
	if (styled)
		s = str_rtrim(str_sub(s, 0, s.n - 1));
	r->run =
	    arena_grow(r->a, r->run, r->run_n, &r->run_cap, sizeof(*r->run));
	r->run[r->run_n++] = (struct signature_line){
	    .text = s,
	    .key = key,
	    .styled = styled || is_among(key, r->styled, r->styled_n),
	    .marked = is_among(key, r->signature, r->signature_n),
	};
}

/* Line i that is neither quoted nor blank: 0 ends the reading, else how many
 * lines were dealt with. */
static size_t
take_line(struct reader *r, size_t i)
{
	enum attribution what;
	size_t n, next;

	if (is_rest(r, i))
		return 0;
	n = attribution_lines(r, i, &what);
	if (n) {
		next = next_words(r, i + n);
		if (next < r->n && is_quoted(r, next))
			return n;
		/* On top of all it may be the only words there are. */
		if (what == ATTRIBUTION_SURE && has_own(r))
			return 0;
	}
	if (!quoteword_reply_above(key_of(r, i)))
		keep(r, i);
	return 1;
}

/* "[KD] We paid.": answers in a quoted mail that carry initials. */
static bool
has_initials(struct str line)
{
	size_t n = 1;

	line = str_trim(line);
	while (n < line.n && n < 5 && line.p[n] >= 'A' && line.p[n] <= 'Z')
		n++;
	return n >= 3 && n + 2 < line.n && line.p[0] == '[' &&
	       line.p[n] == ']' &&
	       (line.p[n + 1] == ' ' || line.p[n + 1] == ':');
}

/* Behind the header block, when the words above point to such answers. */
static void
read_answers(struct reader *r, size_t i)
{
	struct str own = {r->out, r->out_n};

	if (!quoteword_inline_hint(quoteword_key(r->a, own, ATTRIBUTION_KEY)))
		return;
	for (; i < r->n; i++)
		if (has_initials(r->lines[i])) {
			keep(r, i);
			flush_run(r);
		}
}

static void
read_lines(struct reader *r)
{
	for (size_t i = 0; i < r->n;) {
		size_t n = 1;

		if (is_quoted(r, i)) {
			if (r->run_n)
				flush_run(r);
		} else if (is_blank(r, i)) {
			if (r->run_n)
				keep(r, i);
		} else {
			n = take_line(r, i);
			if (n == 0) {
				flush_run(r);
				read_answers(r, i);
				return;
			}
		}
		i += n;
	}
	flush_run(r);
}

static void
split(struct reader *r, struct str text)
{
	struct str rest = text, line;
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	r->lines = arena_array(r->a, n, sizeof(*r->lines));
	r->keys = arena_array(r->a, n, sizeof(*r->keys));
	while (str_line(&rest, &line))
		/* The blank makes a signature of it (RFC 3676, 4.3). */
		r->lines[r->n++] =
		    str_eqc(line, "-- ") ? line : str_rtrim(line);
}

/* The keys of some lines, as many as a signature may have. */
static struct str *
keys_of(struct arena *a, struct str lines, size_t *n)
{
	struct str *keys, line;

	*n = 0;
	if (lines.n == 0)
		return NULL;
	keys = arena_array(a, HINT_LINES, sizeof(*keys));
	while (*n < HINT_LINES && str_line(&lines, &line)) {
		keys[*n] = quoteword_key(a, line, ATTRIBUTION_KEY);
		*n += keys[*n].n > 0;
	}
	return keys;
}

struct str
quote_strip_hint(
    struct arena *a, struct str text, const struct quote_hint *hint)
{
	struct reader r = {.a = a, .hint = hint};

	split(&r, text);
	r.signature = keys_of(a, hint->signature, &r.signature_n);
	r.styled = keys_of(a, hint->styled, &r.styled_n);
	/* Each line with its end, and a blank line before each run. */
	r.out = arena_alloc(a, text.n + 2 * r.n + 2);
	read_lines(&r);
	return str_trim((struct str){r.out, r.out_n});
}

struct str
quote_strip(struct arena *a, struct str text)
{
	static const struct quote_hint none;

	return quote_strip_hint(a, text, &none);
}
