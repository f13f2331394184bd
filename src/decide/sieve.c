#include "decide/sieve.h"

#include <string.h>

#define LITERAL_MAX 24
#define NEST_MAX    24
#define CODES_MAX   30000

struct reader {
	const char *p;
	const char *end;
	uint16_t *codes;
	size_t n;
	int depth;
	bool lost; /* something this reader does not know: give up */
};

static char
plain(char c)
{
	if (c >= 'a' && c <= 'z')
		return c;
	return str_is_alnum(c) ? str_lower(c) : ' ';
}

static uint16_t
code_of(const char *p)
{
	uint32_t v = (uint32_t)(unsigned char)p[0] << 16 |
		     (uint32_t)(unsigned char)p[1] << 8 | (unsigned char)p[2];

	return (uint16_t)(v * UINT32_C(2654435761) >> 21);
}

/* A character that is no letter and yet tells something, or 0. */
static uint16_t
sign_code(char c)
{
	if (str_is_digit(c))
		return code_of("000");
	return c == '?' || c == '@' || c == '$'
		   ? code_of((const char[3]){c, c, c})
		   : 0;
}

static void
set_code(struct sieve_text *t, uint16_t c)
{
	t->bits[c >> 6] |= UINT64_C(1) << (c & 63);
}

void
sieve_read(struct sieve_text *t, struct str text)
{
	char w[3] = {' ', ' ', ' '};

	for (size_t i = 0; i <= text.n; i++) {
		w[0] = w[1];
		w[1] = w[2];
		w[2] = i < text.n ? plain(text.p[i]) : ' ';
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
	if (r->n < CODES_MAX)
		r->codes[r->n++] = code;
	else
		r->lost = true;
}

/* Open a node; its length is filled in by close_node(). */
static size_t
open_node(struct reader *r, uint16_t kind)
{
	emit(r, kind);
	emit(r, 0);
	return r->n;
}

/* Drops a node that says nothing. */
static bool
close_node(struct reader *r, size_t at)
{
	if (r->n <= at || r->lost) {
		r->n = at - 2;
		return false;
	}
	r->codes[at - 1] = (uint16_t)(r->n - at);
	return true;
}

/* The run of letters now being read, and what \b said about its ends. */
struct run {
	char p[LITERAL_MAX];
	size_t n;
	bool edge;
};

static void
run_end(struct reader *r, struct run *run)
{
	if (run->edge && run->n && run->n < LITERAL_MAX &&
	    run->p[run->n - 1] != ' ')
		run->p[run->n++] = ' ';
	for (size_t i = 0; i + 3 <= run->n; i++)
		emit(r, code_of(run->p + i));
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
	if (run->n + 2 > LITERAL_MAX)
		run_end(r, run);
	if (run->edge && c != ' ' && run->n == 0)
		run->p[run->n++] = ' ';
	run->edge = false;
	run->p[run->n++] = c;
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
	enum times times;

	if (r->p >= r->end)
		return ONCE;
	if (*r->p == '?' || *r->p == '*') {
		times = PERHAPS;
	} else if (*r->p == '+') {
		times = REPEATED;
	} else if (*r->p == '{' && r->p + 1 < r->end &&
		   (str_is_digit(r->p[1]) || r->p[1] == ',')) {
		times = r->p[1] == '0' || r->p[1] == ',' ? PERHAPS : REPEATED;
		while (r->p < r->end && *r->p != '}')
			r->p++;
	} else {
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
	if (read_quantifier(r) == PERHAPS || !counts || r->lost)
		r->n = before;
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
at_edge(const struct reader *r)
{
	return r->p + 1 < r->end && r->p[0] == '\\' && r->p[1] == 'b';
}

static void
read_branch(struct reader *r, bool edge)
{
	struct run run = {.edge = edge};

	while (r->p < r->end && *r->p != '|' && *r->p != ')' && !r->lost) {
		bool literal, digit;
		enum times times;
		char c;

		if (at_edge(r)) {
			run.edge = true;
			r->p += 2;
			continue;
		}
		if (*r->p == '(') {
			bool first = run.n ? run.p[run.n - 1] == ' ' : run.edge;

			run_end(r, &run);
			read_group(r, first);
			continue;
		}
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

/* Alternatives; one of which nothing is known makes the rest worthless. */
static void
read_branches(struct reader *r, bool edge)
{
	size_t node = open_node(r, SIEVE_ANY);
	bool known = true;

	for (;;) {
		size_t branch = open_node(r, SIEVE_ALL);

		read_branch(r, edge);
		known &= close_node(r, branch);
		if (r->lost || r->p >= r->end || *r->p != '|')
			break;
		r->p++;
	}
	if (!known)
		r->n = node;
	close_node(r, node);
}

struct sieve
sieve_of(struct arena *a, struct str pattern)
{
	static uint16_t codes[CODES_MAX]; /* one loader at a time */
	struct reader r = {
	    pattern.p, pattern.p + pattern.n, codes, 0, 0, false};
	struct sieve s = {NULL, 0};
	uint16_t *kept;

	read_branches(&r, false);
	/* Ended early: an unbalanced pattern, which PCRE2 will refuse. */
	if (r.lost || r.p != r.end || !r.n)
		return s;
	kept = arena_array(a, r.n, sizeof(*kept));
	memcpy(kept, codes, r.n * sizeof(*kept));
	return (struct sieve){kept, r.n};
}
