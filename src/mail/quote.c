#include "mail/quote.h"

#include <string.h>

#include "mail/attribution.h"
#include "mail/below.h"
#include "mail/closeword.h"
#include "mail/inside.h"
#include "mail/lines.h"
#include "mail/quoteword.h"
#include "mail/rest.h"
#include "mail/separator.h"
#include "mail/signature.h"
#include "mail/ticket.h"

#define HINT_LINES    40
#define TYPED_LINES   8    /* that somebody marks with '>', at most */
#define PARAGRAPH_KEY 1200 /* bytes of an own line that are looked at */

struct reader {
	struct arena *a;
	struct lines l;
	struct signature_line *run; /* own lines not yet written */
	size_t run_n, rules;        /* so many first lines are only rules */
	char *out;
	size_t out_n, signed_n; /* so many first bytes only sign */
	const struct quote_hint *hint;
	struct str *signature, *styled; /* keys of the hint's lines */
	size_t signature_n, styled_n;
	bool commented;
	bool ticket; /* a ticket system put its frame on top */
	bool quoted; /* there was a quote, or one was looked at */
	bool below;  /* words were looked for below another mail */
	bool pasted; /* a header block was looked at for being the writer's */
	bool others; /* lines of another mail were left out */
};

/* A rule is nobody's word: a ticket system's frame may begin with one. */
static bool
is_only_rule(struct str key)
{
	for (size_t i = 0; i < key.n; i++)
		if (str_chr(STR("-_=*#~ "), key.p[i]) == STR_NPOS)
			return false;
	return true;
}

/* Was there any word of the writer yet? */
static bool
has_own(struct reader *r)
{
	while (r->rules < r->run_n && is_only_rule(r->run[r->rules].key))
		r->rules++;
	return r->rules < r->run_n || r->out_n > 0;
}

static bool
ends_with_colon(struct reader *r, size_t i)
{
	struct str key = lines_key(&r->l, i);

	return key.n && key.p[key.n - 1] == ':';
}

/* How many lines from i on are an attribution; 0: none. */
static size_t
attribution_lines(struct reader *r, size_t i, enum attribution *what)
{
	char buf[ATTRIBUTION_MAX + 8];
	struct str key = STR("");
	size_t found = 0;

	*what = ATTRIBUTION_NONE;
	if (!attribution_may_open(lines_key(&r->l, i)))
		return 0;
	for (size_t n = 1; n <= ATTRIBUTION_LINES && i + n <= r->l.n; n++) {
		enum attribution w;

		if (lines_is_blank(&r->l, i + n - 1) ||
		    lines_is_quoted(&r->l, i + n - 1))
			break;
		/* A line that opens one by itself does not continue one. */
		if (n > 1 && attribution_anew(lines_key(&r->l, i + n - 1), key))
			break;
		key = lines_joined(&r->l, i, n, buf);
		w = attribution_judge(key);
		if (w > *what) {
			*what = w;
			found = n;
		}
		/* It ends with its colon. */
		if (w != ATTRIBUTION_NONE && ends_with_colon(r, i + n - 1))
			break;
	}
	return found;
}

/* Everything own that was gathered, less signatures, to the output. */
static void
flush_run(struct reader *r)
{
	bool gap = r->out_n > 0, line = false, top = !gap;

	signature_mark(r->run, r->run_n, r->hint->name, r->out_n > 0);
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
	if (top && signature_is_all(r->run, r->run_n, r->hint->name))
		r->signed_n = r->out_n;
	r->run_n = r->rules = 0;
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
	struct str s = r->l.v[i], key = lines_key(&r->l, i);
	bool styled = s.n && s.p[s.n - 1] == '\x01';

	/* A paragraph in one line. */
	if (s.n > ATTRIBUTION_KEY)
		key = quoteword_key(r->a, s, PARAGRAPH_KEY);
	if (str_starts(s, STR(">From ")))
		s = str_sub(s, 1, s.n);
	if (styled)
		s = str_rtrim(str_sub(s, 0, s.n - 1));
	/* A line is kept once; growing would leave as much behind. */
	if (r->run == NULL)
		r->run = arena_array(r->a, r->l.n, sizeof(*r->run));
	r->run[r->run_n++] = (struct signature_line){
	    .text = s,
	    .key = key,
	    .styled = styled || is_among(key, r->styled, r->styled_n),
	    .marked = is_among(key, r->signature, r->signature_n),
	};
}

/* On top of all an attribution without an address may be a sentence. */
static bool
has_at(struct reader *r, size_t i, size_t n)
{
	for (size_t k = i; k < i + n; k++)
		if (str_chr(lines_key(&r->l, k), '@') != STR_NPOS)
			return true;
	return false;
}

/* Above what somebody said to a ticket system: the newest comes first, so the
 * first is the writer's, and above it stand only the system's own words. */
static size_t
take_comment(struct reader *r, size_t i, bool *rest)
{
	struct run above = {.v = r->run, .n = r->run_n};
	bool journal = rest_journal(&r->l, i), update = false;
	size_t n = r->ticket || journal ? rest_comment(&r->l, i) : 0;

	if (n == 0)
		return 0;
	*rest = r->commented;
	if (journal)
		*rest |= r->out_n > 0 || !ticket_is_headline(&above);
	for (size_t k = 0; k < r->run_n && !journal; k++) {
		update = closeword_update(r->run[k].key) ||
			 (update && run_is_wrapped(&above, k));
		*rest |= !update && quoteword_has_letter(r->run[k].key);
	}
	if (!*rest)
		r->run_n = r->rules = 0;
	r->commented = true;
	return n;
}

/* Up to the next empty line. */
static size_t
keep_block(struct reader *r, size_t i)
{
	size_t n = 0;

	for (; i + n < r->l.n && !lines_is_blank(&r->l, i + n); n++)
		keep(r, i + n);
	return n;
}

/* Does the writer put a mail of their own among their words? Asked once: the
 * answer may cost the whole text. */
static bool
is_pasted(struct reader *r, size_t i)
{
	size_t n = r->run_n;

	if (r->pasted)
		return false;
	while (n && r->run[n - 1].key.n == 0)
		n--;
	if (n == 0)
		return false;
	r->pasted = true;
	return below_pasted(&r->l, i, r->run[n - 1].text, r->hint->name);
}

/* Line i that is neither quoted nor blank: 0 ends the reading, else how many
 * lines were dealt with. */
static size_t
take_line(struct reader *r, size_t i)
{
	enum attribution what;
	size_t n, next;
	bool rest = false;

	if (separator_ends(lines_key(&r->l, i)))
		return 1;
	if (rest_begins(&r->l, i, has_own(r)))
		return is_pasted(r, i) ? keep_block(r, i) : 0;
	n = take_comment(r, i, &rest);
	if (n)
		return rest ? 0 : n;
	n = attribution_lines(r, i, &what);
	if (n) {
		next = lines_next(&r->l, i + n);
		if (next < r->l.n && lines_is_quoted(&r->l, next))
			return n;
		if (what == ATTRIBUTION_SURE && (has_own(r) || has_at(r, i, n)))
			return 0;
	}
	if (separator_reply_above(lines_key(&r->l, i)))
		r->ticket = true;
	else
		keep(r, i);
	return 1;
}

/* Behind the header block, when the words above point to such answers. */
static void
read_answers(struct reader *r, size_t i)
{
	struct str own = {r->out, r->out_n}, mark = inside_mark(own);

	if (!quoteword_inline_hint(quoteword_key(r->a, own, ATTRIBUTION_KEY)))
		return;
	for (; i < r->l.n; i++)
		if (inside_signed(r->l.v[i], r->hint->name) ||
		    (mark.n && str_starts(str_trim(r->l.v[i]), mark))) {
			keep(r, i);
			flush_run(r);
		}
}

/* Only a mail's first quote can be its only one. */
static bool
quotes_elsewhere(struct reader *r, size_t i, size_t *end)
{
	bool asked = r->quoted;

	r->quoted = true;
	return asked || lines_quoted_beyond(&r->l, i, end);
}

/* Line i begins another mail: where words of the writer may stand again. */
static size_t
behind_rest(struct reader *r, size_t i)
{
	size_t end = rest_end(&r->l, i);
	bool own = has_own(r);

	flush_run(r);
	/* Asked once: the answer may cost the whole text. */
	if (end == r->l.n && !own && !r->below) {
		r->below = true;
		if (below_typed(&r->l, i, r->hint->name))
			return i + keep_block(r, i);
		end = below_answer(&r->l, i, r->hint->name);
	}
	return lines_next(&r->l, end);
}

/* "> 5000 USD needs two signatures": a mark that its writer typed. It stands
 * right under their words, which introduce it or go on in it, and nothing else
 * in the mail is quoted. */
static bool
is_typed(struct reader *r, size_t i)
{
	struct str above, first = lines_key(&r->l, i);
	size_t n = i + 1;

	if (r->run_n == 0 || r->run[r->run_n - 1].text.p != r->l.v[i - 1].p ||
	    lines_is_blank(&r->l, i - 1) || first.n < 4 ||
	    !str_starts(first, STR("> ")) || quotes_elsewhere(r, i, &n))
		return false;
	above = lines_key(&r->l, i - 1);
	if (str_is_digit(first.p[2]) && n == i + 1)
		return !strchr(".?!", above.p[above.n - 1]);
	first = lines_key(&r->l, n - 1);
	return above.p[above.n - 1] == ':' && n - i <= TYPED_LINES &&
	       str_chr(above, '@') == STR_NPOS && first.p[first.n - 1] != '?';
}

static void
read_lines(struct reader *r)
{
	for (size_t i = 0; i < r->l.n;) {
		size_t n = 1;

		if (lines_is_quoted(&r->l, i)) {
			if (is_typed(r, i)) {
				n = keep_block(r, i);
			} else if (inside_answered(r->l.v[i])) {
				keep(r, i);
			} else {
				r->others = true;
				if (r->run_n)
					flush_run(r);
			}
			r->quoted = true;
		} else if (lines_is_blank(&r->l, i)) {
			if (r->run_n)
				keep(r, i);
		} else if (!inside_broken_off(&r->l, i)) {
			n = take_line(r, i);
			if (n == 0) {
				size_t next = behind_rest(r, i);

				r->others = true;
				if (next == r->l.n) {
					flush_run(r);
					read_answers(r, i);
					return;
				}
				n = next - i;
			}
		}
		i += n;
	}
	flush_run(r);
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

	lines_split(&r.l, a, text);
	r.signature = keys_of(a, hint->signature, &r.signature_n);
	r.styled = keys_of(a, hint->styled, &r.styled_n);
	/* Each line with its end, and a blank line before each run. */
	r.out = arena_alloc(a, text.n + 2 * r.l.n + 2);
	read_lines(&r);
	if (hint->others && r.others)
		*hint->others = true;
	/* A stored signature on top, and answers below. */
	if (r.signed_n == r.out_n)
		r.signed_n = 0;
	return str_trim(
	    str_sub((struct str){r.out, r.out_n}, r.signed_n, r.out_n));
}

struct str
quote_strip(struct arena *a, struct str text)
{
	static const struct quote_hint none;

	return quote_strip_hint(a, text, &none);
}
