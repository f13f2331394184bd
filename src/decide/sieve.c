#include "decide/sieve.h"

#include <string.h>

#define SET_MAX	    64
#define LITERAL_MAX 24
#define NEST_MAX    24

struct literal {
	char p[LITERAL_MAX];
	size_t n;
};

/* One of these must occur; n == 0: nothing is known. */
struct set {
	struct literal v[SET_MAX];
	size_t n;
};

struct reader {
	const char *p;
	const char *end;
	struct arena *scratch;
	int depth;
	bool lost; /* something this reader does not know: give up */
};

static char
plain(char c)
{
	return str_is_alnum(c) ? str_lower(c) : ' ';
}

static uint16_t
code_of(const char *p)
{
	uint32_t v = (uint32_t)(unsigned char)p[0] << 16 |
	    (uint32_t)(unsigned char)p[1] << 8 | (unsigned char)p[2];

	return (uint16_t)(v * UINT32_C(2654435761) >> 20);
}

void
sieve_read(struct sieve_text *t, struct str text)
{
	char w[3] = {' ', ' ', ' '};

	for (size_t i = 0; i <= text.n; i++) {
		uint16_t c;

		w[0] = w[1];
		w[1] = w[2];
		w[2] = i < text.n ? plain(text.p[i]) : ' ';
		c = code_of(w);
		t->bits[c >> 6] |= UINT64_C(1) << (c & 63);
	}
}

static size_t
shortest(const struct set *s)
{
	size_t min = LITERAL_MAX + 1;

	for (size_t i = 0; i < s->n; i++)
		min = s->v[i].n < min ? s->v[i].n : min;
	return s->n ? min : 0;
}

static void
keep_better(struct set *best, const struct set *other)
{
	size_t a = shortest(best), b = shortest(other);

	if (b > a || (b == a && b > 0 && other->n < best->n))
		*best = *other;
}

/* The run of letters now being read, and what \b said about its ends. */
struct run {
	struct literal text;
	bool edge;
};

static void
run_end(struct run *r, struct set *best, struct set *spare)
{
	struct literal *l = &r->text;

	if (r->edge && l->n && l->n < LITERAL_MAX && l->p[l->n - 1] != ' ')
		l->p[l->n++] = ' ';
	if (l->n >= 3) {
		spare->n = 1;
		spare->v[0] = *l;
		keep_better(best, spare);
	}
	l->n = 0;
	r->edge = false;
}

static void
run_add(struct run *r, char c, struct set *best, struct set *spare)
{
	c = plain(c);
	if (r->text.n + 2 > LITERAL_MAX)
		run_end(r, best, spare);
	if (r->edge && c != ' ' && r->text.n == 0)
		r->text.p[r->text.n++] = ' ';
	r->edge = false;
	r->text.p[r->text.n++] = c;
}

static void read_branches(struct reader *r, bool edge, struct set *out);

static void
skip_class(struct reader *r)
{
	r->p++;
	if (r->p < r->end && *r->p == '^')
		r->p++;
	if (r->p < r->end && *r->p == ']')
		r->p++;
	while (r->p < r->end && *r->p != ']') {
		/* [[:alpha:]] and escapes inside */
		if (*r->p == '[' && r->p + 1 < r->end && r->p[1] == ':')
			r->lost = true;
		r->p += *r->p == '\\' ? 2 : 1;
	}
	r->p++;
}

/* 0: must occur once; 1: may be absent; 2: occurs, then repeats. */
static int
read_quantifier(struct reader *r)
{
	int kind = 0;

	if (r->p >= r->end)
		return 0;
	if (*r->p == '?' || *r->p == '*') {
		kind = 1;
	} else if (*r->p == '+') {
		kind = 2;
	} else if (*r->p == '{' && r->p + 1 < r->end &&
	    (str_is_digit(r->p[1]) || r->p[1] == ',')) {
		kind = r->p[1] == '0' || r->p[1] == ',' ? 1 : 2;
		while (r->p < r->end && *r->p != '}')
			r->p++;
	} else {
		return 0;
	}
	r->p++;
	if (r->p < r->end && (*r->p == '?' || *r->p == '+'))
		r->p++;
	return kind;
}

/* Past "(", tell whether its content must occur in the text. */
static bool
open_group(struct reader *r)
{
	if (r->p >= r->end || *r->p != '?')
		return true;
	r->p++;
	if (r->p + 1 < r->end && *r->p == ':') {
		r->p++;
		return true;
	}
	if (r->p + 1 < r->end && (*r->p == '<' || *r->p == 'P') &&
	    r->p[1] != '=' && r->p[1] != '!') {
		while (r->p < r->end && *r->p != '>')
			r->p++;
		r->p++;
		return true;
	}
	if (r->p < r->end && (*r->p == '=' || *r->p == '!')) {
		r->p++;
		return false;
	}
	if (r->p + 1 < r->end && *r->p == '<') {
		r->p += 2;
		return false;
	}
	r->lost = true; /* (?i) and rarer things */
	return false;
}

static void
read_group(struct reader *r, bool edge, struct set *best)
{
	struct set *inner = arena_alloc(r->scratch, sizeof(*inner));
	bool counts;

	r->p++;
	counts = open_group(r);
	if (++r->depth > NEST_MAX)
		r->lost = true;
	if (!r->lost)
		read_branches(r, edge, inner);
	r->depth--;
	if (r->p < r->end && *r->p == ')')
		r->p++;
	if (read_quantifier(r) != 1 && counts && !r->lost)
		keep_better(best, inner);
}

/* After a backslash: the letter it stands for, or 0. */
static char
escaped(struct reader *r, struct run *run)
{
	char c = r->p + 1 < r->end ? r->p[1] : '\0';

	r->p += 2;
	if (c == 'b') {
		run->edge = true;
		return 'b';
	}
	if (strchr("pPxkgNQEcuo", c) || str_is_digit(c))
		r->lost = true;
	return str_is_alnum(c) ? '\0' : c;
}

static bool
atom_is_literal(struct reader *r, struct run *run, char *c)
{
	*c = *r->p;
	if (*c == '\\') {
		bool edge = r->p + 1 < r->end && r->p[1] == 'b';

		*c = escaped(r, run);
		return !edge && *c != '\0';
	}
	if (*c == '[') {
		skip_class(r);
		return false;
	}
	r->p++;
	return (unsigned char)*c < 128 && !strchr(".^$", *c);
}

static void
read_branch(struct reader *r, bool edge_before, struct set *best)
{
	struct set *spare = arena_alloc(r->scratch, sizeof(*spare));
	struct run run = {.edge = edge_before};

	while (r->p < r->end && *r->p != '|' && *r->p != ')' && !r->lost) {
		bool edge = *r->p == '\\' && r->p + 1 < r->end &&
		    r->p[1] == 'b';
		bool literal;
		int kind;
		char c;

		if (*r->p == '(') {
			bool first = run.edge && run.text.n == 0;

			run_end(&run, best, spare);
			read_group(r, first, best);
			continue;
		}
		literal = atom_is_literal(r, &run, &c);
		if (edge)
			continue;
		kind = read_quantifier(r);
		if (literal && kind != 1)
			run_add(&run, c, best, spare);
		if (!literal || kind != 0)
			run_end(&run, best, spare);
	}
	run_end(&run, best, spare);
}

static void
read_branches(struct reader *r, bool edge, struct set *out)
{
	struct set *branch = arena_alloc(r->scratch, sizeof(*branch));
	bool known = true;

	out->n = 0;
	for (;;) {
		branch->n = 0;
		read_branch(r, edge, branch);
		if (branch->n == 0 || out->n + branch->n > SET_MAX)
			known = false;
		if (known) {
			memcpy(out->v + out->n, branch->v,
			    branch->n * sizeof(*branch->v));
			out->n += branch->n;
		}
		if (r->lost || r->p >= r->end || *r->p != '|')
			break;
		r->p++;
	}
	if (!known)
		out->n = 0;
}

static struct sieve
encode(struct arena *a, const struct set *set)
{
	size_t n = 0, k = 0;
	uint16_t *codes;

	for (size_t i = 0; i < set->n; i++)
		n += set->v[i].n - 1;
	codes = arena_array(a, n ? n : 1, sizeof(*codes));
	for (size_t i = 0; i < set->n; i++) {
		for (size_t j = 0; j + 3 <= set->v[i].n; j++)
			codes[k++] = code_of(set->v[i].p + j);
		codes[k++] = SIEVE_END;
	}
	return (struct sieve){codes, k};
}

struct sieve
sieve_of(struct arena *a, struct str pattern)
{
	struct arena *scratch = arena_new(64u << 20);
	struct reader r = {pattern.p, pattern.p + pattern.n, scratch, 0, false};
	struct set *set = arena_alloc(scratch, sizeof(*set));
	struct sieve s = {NULL, 0};

	read_branches(&r, false, set);
	/* Ended early: an unbalanced pattern, which PCRE2 will refuse. */
	if (!r.lost && r.p == r.end)
		s = encode(a, set);
	arena_free(&scratch);
	return s;
}
