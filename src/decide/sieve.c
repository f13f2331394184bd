#include "decide/sieve.h"

#include <limits.h>
#include <string.h>

#define NEST_MAX  24
#define CODES_MAX 30000

struct reader {
	const char *p;
	const char *end;
	uint16_t *codes;
	size_t n;
	int depth;
	bool lost; /* something this reader does not know: give up */
	/* Only this text is asked about: then no codes are written. */
	const struct sieve_text *only;
	bool dead; /* the branch: it needs what the text has not */
};

static char
plain(char c)
{
	if (c >= 'a' && c <= 'z')
		return c;
	return str_is_alnum(c) ? str_lower(c) : ' ';
}

/* Of three letters, one a byte. */
static uint16_t
code_of(uint32_t three)
{
	return (uint16_t)(three * UINT32_C(2654435761) >> 21);
}

/* A character that is no letter and yet tells something, or 0. */
static uint16_t
sign_code(char c)
{
	if (str_is_digit(c))
		c = '0';
	else if (c != '?' && c != '@' && c != '$')
		return 0;
	return code_of((unsigned char)c * UINT32_C(0x010101));
}

static void
set_code(struct sieve_text *t, uint16_t c)
{
	t->bits[c >> 6] |= UINT64_C(1) << (c & 63);
}

void
sieve_read(struct sieve_text *t, struct str text)
{
	uint32_t w = ' ' << 8 | ' ';

	for (size_t i = 0; i <= text.n; i++) {
		char c = i < text.n ? plain(text.p[i]) : ' ';

		w = (w << 8 | (unsigned char)c) & 0xffffff;
		set_code(t, code_of(w));
		if (i < text.n && !str_is_alpha(text.p[i]))
			set_code(t, sign_code(text.p[i]));
	}
}

static bool
has_code(const struct sieve_text *t, uint16_t c)
{
	return t->bits[c >> 6] >> (c & 63) & 1;
}

/* Depth is bounded: sieve_of() gives up past NEST_MAX. */
static bool
node_passes(const uint16_t *c, size_t n, bool any, const struct sieve_text *t)
{
	for (size_t i = 0; i < n; i++) {
		bool yes;

		if (c[i] < SIEVE_BITS) {
			yes = has_code(t, c[i]);
		} else if (c[i] == SIEVE_ALL && c[i + 2] < SIEVE_BITS &&
			   !has_code(t, c[i + 2])) {
			/* most fail at their first letters */
			i += 1 + (size_t)c[i + 1];
			yes = false;
		} else {
			yes = node_passes(
			    c + i + 2, c[i + 1], c[i] == SIEVE_ANY, t);
			i += 1 + (size_t)c[i + 1];
		}
		if (yes == any)
			return any;
	}
	return !any;
}

bool
sieve_passes(const struct sieve *s, const struct sieve_text *t)
{
	return node_passes(s->codes, s->count, false, t);
}

static void
emit(struct reader *r, uint16_t code)
{
	if (r->only)
		r->dead |= !has_code(r->only, code);
	else if (r->n < CODES_MAX)
		r->codes[r->n++] = code;
	else
		r->lost = true;
}

/* Open a node; its length is filled in by close_node(). */
static size_t
open_node(struct reader *r, uint16_t kind)
{
	if (r->only)
		return 0;
	emit(r, kind);
	emit(r, 0);
	return r->n;
}

/* Drops a node that says nothing. */
static bool
close_node(struct reader *r, size_t at)
{
	if (r->only)
		return true;
	if (r->n <= at || r->lost) {
		r->n = at - 2;
		return false;
	}
	r->codes[at - 1] = (uint16_t)(r->n - at);
	return true;
}

/* The run of letters now being read, and what \b said about its ends. */
struct run {
	uint32_t last; /* three letters, the newest in the low byte */
	size_t n;
	bool edge;
};

static bool
ends_blank(const struct run *run)
{
	return (run->last & 0xff) == ' ';
}

static void
run_put(struct reader *r, struct run *run, char c)
{
	run->last = (run->last << 8 | (unsigned char)c) & 0xffffff;
	if (++run->n >= 3)
		emit(r, code_of(run->last));
}

static void
run_end(struct reader *r, struct run *run)
{
	if (run->edge && run->n && !ends_blank(run))
		run_put(r, run, ' ');
	run->n = 0;
	run->edge = false;
}

static void
run_add(struct reader *r, struct run *run, char c)
{
	if (c < 'a' || c > 'z') {
		if (sign_code(c))
			emit(r, sign_code(c));
		c = plain(c);
	}
	if (run->edge && c != ' ' && run->n == 0)
		run_put(r, run, ' ');
	run->edge = false;
	run_put(r, run, c);
}

static void read_branches(struct reader *r, bool edge);

static void
skip_class(struct reader *r)
{
	r->p++;
	if (r->p < r->end && *r->p == '^')
		r->p++;
	if (r->p < r->end && *r->p == ']')
		r->p++;
	while (r->p < r->end && *r->p != ']') {
		/* [[:alpha:]] and the like */
		if (*r->p == '[' && r->p + 1 < r->end && r->p[1] == ':')
			r->lost = true;
		r->p += *r->p == '\\' && r->p + 1 < r->end ? 2 : 1;
	}
	if (r->p < r->end)
		r->p++;
}

enum times {
	ONCE,
	PERHAPS,
	REPEATED
};

static enum times
read_quantifier(struct reader *r)
{
	enum times times = PERHAPS;
	char next = r->end - r->p > 1 ? r->p[1] : '\0';

	switch (r->p < r->end ? *r->p : '\0') {
	case '?':
	case '*':
		break;
	case '+':
		times = REPEATED;
		break;
	case '{':
		if (!str_is_digit(next) && next != ',')
			return ONCE;
		if (next != '0' && next != ',')
			times = REPEATED;
		while (r->p < r->end && *r->p != '}')
			r->p++;
		break;
	default:
		return ONCE;
	}
	if (r->p < r->end)
		r->p++;
	if (r->p < r->end && (*r->p == '?' || *r->p == '+'))
		r->p++;
	return times;
}

/* Past "(", tell whether its content must occur in the text. */
static bool
open_group(struct reader *r)
{
	const char *p = r->p;
	size_t left = (size_t)(r->end - p);

	if (left < 3 || p[0] != '?')
		return true;
	if (p[1] == ':') {
		r->p += 2;
		return true;
	}
	if (p[1] == '=' || p[1] == '!') {
		r->p += 2;
		return false;
	}
	if (p[1] == '<' && (p[2] == '=' || p[2] == '!')) {
		r->p += 3;
		return false;
	}
	if (p[1] == '<') {
		while (r->p < r->end && *r->p != '>')
			r->p++;
		r->p += r->p < r->end;
		return true;
	}
	r->lost = true; /* (?i) and rarer things */
	return false;
}

static void
read_group(struct reader *r, bool edge)
{
	size_t before = r->n;
	bool counts;

	r->p++;
	counts = open_group(r);
	if (++r->depth > NEST_MAX)
		r->lost = true;
	if (!r->lost)
		read_branches(r, edge);
	r->depth--;
	if (r->p < r->end && *r->p == ')')
		r->p++;
	if (read_quantifier(r) == PERHAPS || !counts || r->lost) {
		r->n = before;
		r->dead = false; /* it was not when the group began */
	}
}

/* One atom that is no group: a letter in *c, or something else. */
static bool
read_atom(struct reader *r, char *c, bool *digit)
{
	*digit = false;
	*c = *r->p;
	if (*c == '[') {
		skip_class(r);
		return false;
	}
	if (*c != '\\') {
		r->p++;
		return (unsigned char)*c < 128 && *c != '.' && *c != '^' &&
		       *c != '$';
	}
	*c = r->p + 1 < r->end ? r->p[1] : '\0';
	r->p += r->p + 1 < r->end ? 2 : 1;
	if (str_is_digit(*c) || (str_is_alpha(*c) && !strchr("bBdDwWsS", *c)))
		r->lost = true;
	/* a digit, whichever: its sign stands for all of them */
	*digit = *c == 'd';
	return !str_is_alnum(*c);
}

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Letters that nothing is said about: most of a pattern, so run_add() is
 * spelt out. */
static void
read_letters(struct reader *r, struct run *run)
{
	const char *p = r->p, *last = r->end - 1;
	uint32_t letters;
	size_t n;

	if (p >= last || !is_small(p[0]) || !is_small(p[1]))
		return;
	if (run->edge && run->n == 0)
		run_put(r, run, ' ');
	run->edge = false;
	letters = run->last;
	n = run->n;
	do {
		letters = letters << 8 | (unsigned char)*p++;
		if (++n >= 3)
			emit(r, code_of(letters & 0xffffff));
	} while (p < last && is_small(p[1]) && !r->dead);
	run->last = letters & 0xffffff;
	run->n = n;
	r->p = p;
}

static bool
at_edge(const struct reader *r)
{
	return r->p + 1 < r->end && r->p[0] == '\\' && r->p[1] == 'b';
}

static void
read_branch(struct reader *r, bool edge)
{
	struct run run = {.edge = edge};

	while (r->p < r->end && *r->p != '|' && *r->p != ')' && !r->lost &&
	       !r->dead) {
		bool literal, digit;
		enum times times;
		char c;

		if (at_edge(r)) {
			run.edge = true;
			r->p += 2;
			continue;
		}
		if (*r->p == '(') {
			bool first = run.n ? ends_blank(&run) : run.edge;

			run_end(r, &run);
			if (!r->dead)
				read_group(r, first);
			continue;
		}
		read_letters(r, &run);
		literal = read_atom(r, &c, &digit);
		times = read_quantifier(r);
		if (digit && times != PERHAPS)
			emit(r, sign_code('0'));
		if (literal && times != PERHAPS)
			run_add(r, &run, c);
		if (!literal || times != ONCE)
			run_end(r, &run);
	}
	run_end(r, &run);
}

/* Characters that tell where a branch may end; all others are passed over. */
static const bool telling[UCHAR_MAX + 1] = {
    ['('] = true, [')'] = true, ['|'] = true, ['['] = true, ['\\'] = true};

/* To the end of this branch, or past the others to that of the group. */
static void
skip(struct reader *r, bool others)
{
	size_t open = 0;

	while (r->p < r->end && !r->lost) {
		const char *p = r->p, *end = r->end;
		bool digit;
		char c;

		while (p < end && !telling[(unsigned char)*p])
			p++;
		r->p = p;
		if (p == end)
			return;
		if (*r->p == '(') {
			open++;
			r->p++;
			open_group(r);
		} else if (*r->p == ')' && open > 0) {
			open--;
			r->p++;
		} else if (*r->p == '|' && (open > 0 || others)) {
			r->p++;
		} else if (*r->p == ')' || *r->p == '|') {
			return;
		} else {
			read_atom(r, &c, &digit);
		}
	}
}

/* Alternatives; one of which nothing is known makes the rest worthless. */
static void
read_branches(struct reader *r, bool edge)
{
	size_t node = open_node(r, SIEVE_ANY);
	bool known = true, dead = true;

	for (;;) {
		size_t branch = open_node(r, SIEVE_ALL);

		r->dead = false;
		read_branch(r, edge);
		dead &= r->dead;
		if (r->only) /* one that lives is enough */
			skip(r, !dead);
		known &= close_node(r, branch);
		if (r->lost || r->p >= r->end || *r->p != '|')
			break;
		r->p++;
	}
	r->dead = dead;
	if (!known)
		r->n = node;
	close_node(r, node);
}

bool
sieve_glance(struct str pattern, const struct sieve_text *t)
{
	struct reader r = {
	    .p = pattern.p, .end = pattern.p + pattern.n, .only = t};

	read_branches(&r, false);
	return r.lost || r.p != r.end || !r.dead;
}

struct sieve
sieve_of(struct arena *a, struct str pattern)
{
	static uint16_t codes[CODES_MAX]; /* one loader at a time */
	struct reader r = {
	    .p = pattern.p, .end = pattern.p + pattern.n, .codes = codes};
	struct sieve s = {NULL, 0, {NULL, 0}, true};
	uint16_t *kept;

	read_branches(&r, false);
	/* Ended early: an unbalanced pattern, which PCRE2 will refuse. */
	if (r.lost || r.p != r.end || !r.n)
		return s;
	kept = arena_array(a, r.n, sizeof(*kept));
	memcpy(kept, codes, r.n * sizeof(*kept));
	s.codes = kept;
	s.count = r.n;
	return s;
}
