#include "decide/sieve.h"

#include <string.h>

#include "decide/pattern.h"

#define NEST_MAX  24
#define CODES_MAX 30000

struct reader {
	struct pattern at;
	uint16_t *codes;
	size_t n;
	int depth;
	/* Only this text is asked about: then no codes are written. */
	const struct sieve_text *only;
	bool dead; /* the branch: it needs what the text has not */
};

/* Depth is bounded: sieve_of() gives up past NEST_MAX. */
static bool
node_passes(const uint16_t *c, size_t n, bool any, const struct sieve_text *t)
{
	for (size_t i = 0; i < n; i++) {
		bool yes;

		if (c[i] < SIEVE_BITS) {
			yes = sieve_has(t, c[i]);
		} else if (c[i] == SIEVE_ALL && c[i + 2] < SIEVE_BITS &&
			   !sieve_has(t, c[i + 2])) {
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
		r->dead |= !sieve_has(r->only, code);
	else if (r->n < CODES_MAX)
		r->codes[r->n++] = code;
	else
		r->at.lost = true;
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
	if (r->n <= at || r->at.lost) {
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
		emit(r, sieve_code(run->last));
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
		if (sieve_sign(c))
			emit(r, sieve_sign(c));
		c = sieve_plain(c);
	}
	if (run->edge && c != ' ' && run->n == 0)
		run_put(r, run, ' ');
	run->edge = false;
	run_put(r, run, c);
}

static void read_branches(struct reader *r, bool edge);

static void
read_group(struct reader *r, bool edge)
{
	size_t before = r->n;
	bool counts;

	r->at.p++;
	counts = pattern_open(&r->at);
	if (++r->depth > NEST_MAX)
		r->at.lost = true;
	if (!r->at.lost)
		read_branches(r, edge);
	r->depth--;
	if (r->at.p < r->at.end && *r->at.p == ')')
		r->at.p++;
	if (pattern_times(&r->at) == PATTERN_PERHAPS || !counts || r->at.lost) {
		r->n = before;
		r->dead = false; /* it was not when the group began */
	}
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
	const char *p = r->at.p, *last = r->at.end - 1;
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
			emit(r, sieve_code(letters & 0xffffff));
	} while (p < last && is_small(p[1]) && !r->dead);
	run->last = letters & 0xffffff;
	run->n = n;
	r->at.p = p;
}

static void
read_branch(struct reader *r, bool edge)
{
	struct run run = {.edge = edge};

	while (r->at.p < r->at.end && *r->at.p != '|' && *r->at.p != ')' &&
	       !r->at.lost && !r->dead) {
		bool literal, digit;
		enum pattern_times times;
		char c;

		if (pattern_at_edge(&r->at)) {
			run.edge = true;
			r->at.p += 2;
			continue;
		}
		if (*r->at.p == '(') {
			bool first = run.n ? ends_blank(&run) : run.edge;

			run_end(r, &run);
			if (!r->dead)
				read_group(r, first);
			continue;
		}
		read_letters(r, &run);
		literal = pattern_atom(&r->at, &c, &digit);
		times = pattern_times(&r->at);
		if (digit && times != PATTERN_PERHAPS)
			emit(r, sieve_sign('0'));
		if (literal && times != PATTERN_PERHAPS)
			run_add(r, &run, c);
		if (!literal || times != PATTERN_ONCE)
			run_end(r, &run);
	}
	run_end(r, &run);
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
			pattern_skip(&r->at, !dead);
		known &= close_node(r, branch);
		if (r->at.lost || r->at.p >= r->at.end || *r->at.p != '|')
			break;
		r->at.p++;
	}
	r->dead = dead;
	if (!known)
		r->n = node;
	close_node(r, node);
}

bool
sieve_glance(struct str pattern, const struct sieve_text *t)
{
	struct reader r = {.at = pattern_of(pattern), .only = t};

	read_branches(&r, false);
	return r.at.lost || r.at.p != r.at.end || !r.dead;
}

struct sieve
sieve_of(struct arena *a, struct str pattern)
{
	static uint16_t codes[CODES_MAX]; /* one loader at a time */
	struct reader r = {.at = pattern_of(pattern), .codes = codes};
	struct sieve s = {NULL, 0, {NULL, 0}, true};
	uint16_t *kept;

	read_branches(&r, false);
	/* Ended early: an unbalanced pattern, which PCRE2 will refuse. */
	if (r.at.lost || r.at.p != r.at.end || !r.n)
		return s;
	kept = arena_array(a, r.n, sizeof(*kept));
	memcpy(kept, codes, r.n * sizeof(*kept));
	s.codes = kept;
	s.count = r.n;
	return s;
}
