#include "decide/sieve.h"

#include <string.h>

#define PILE_MAX    8192
#define SIEVE_NODES 128 /* deeper than any sieve is nested */

/* Codes of which one must be in the text, and how common they are. */
struct need {
	const uint16_t *codes; /* on the pile */
	size_t n;
	uint64_t weight;
};

struct finder {
	const struct sieve_sample *sample;
	uint16_t pile[PILE_MAX]; /* what was put together so far */
	size_t n;
};

void
sieve_sample_add(struct sieve_sample *sample, struct str text)
{
	struct sieve_text t = {{0}};

	sieve_read(&t, text);
	for (size_t i = 0; i < SIEVE_BITS / 64; i++) {
		for (uint64_t left = t.bits[i]; left; left &= left - 1)
			sample->count[i * 64 + (size_t)__builtin_ctzll(left)]++;
	}
}

static uint64_t
weight_of(const struct sieve_sample *sample, uint16_t code)
{
	/* What the sample never saw is rare, and rarer if alone. */
	return (uint64_t)sample->count[code] * 16 + 1;
}

static struct need all_need(
    struct finder *f, const uint16_t *c, size_t n, size_t rank);

static const struct need unknown = {NULL, 0, 0};

/* The rarest letters of a run stand first. */
static struct need
run_need(struct finder *f, const uint16_t *c)
{
	return (struct need){c, 1, weight_of(f->sample, c[0])};
}

static void
sort_run(const struct sieve_sample *sample, uint16_t *c, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint16_t code = c[i];
		size_t k = i;

		for (; k > 0 &&
		       weight_of(sample, c[k - 1]) > weight_of(sample, code);
		     k--)
			c[k] = c[k - 1];
		c[k] = code;
	}
}

/* Nodes hold whole nodes and runs, so one walk meets every run. */
static void
sort_runs(const struct sieve_sample *sample, uint16_t *c, size_t n,
    size_t *ends, size_t depth)
{
	size_t open = 0;

	for (size_t i = 0; i < n;) {
		size_t run = 0, limit = n;

		while (open > 0 && ends[open - 1] <= i)
			open--;
		if (open > 0)
			limit = ends[open - 1];
		if (c[i] >= SIEVE_BITS) {
			if (open < depth)
				ends[open++] = i + 2 + c[i + 1];
			i += 2;
			continue;
		}
		while (i + run < limit && c[i + run] < SIEVE_BITS)
			run++;
		sort_run(sample, c + i, run);
		i += run;
	}
}

/* Each alternative's, together; nothing if one is unknown. */
static struct need
any_need(struct finder *f, const uint16_t *c, size_t n, size_t rank)
{
	size_t from = f->n;
	struct need all = {f->pile + from, 0, 0};

	for (size_t i = 0; i < n; i += 2 + (size_t)c[i + 1]) {
		struct need one = all_need(f, c + i + 2, c[i + 1], rank);

		if (!one.n || from + all.n + one.n > PILE_MAX) {
			f->n = from;
			return unknown;
		}
		/* it may lie on the pile itself, further up */
		memmove(f->pile + from + all.n, one.codes,
		    one.n * sizeof(*one.codes));
		all.n += one.n;
		all.weight += one.weight;
		f->n = from + all.n;
	}
	return all;
}

static void
keep_rarest(struct need *best, size_t *kept, struct need need)
{
	size_t at = *kept;

	if (!need.n)
		return;
	while (at > 0 && best[at - 1].weight > need.weight)
		at--;
	if (at >= SIEVE_LAYERS)
		return;
	if (*kept < SIEVE_LAYERS)
		++*kept;
	memmove(best + at + 1, best + at, (*kept - 1 - at) * sizeof(*best));
	best[at] = need;
}

static struct need
node_need(struct finder *f, const uint16_t *node, size_t rank)
{
	return node[0] == SIEVE_ANY ? any_need(f, node + 2, node[1], rank)
				    : all_need(f, node + 2, node[1], rank);
}

/* The rarest parts of an all-of node, at most SIEVE_LAYERS of them. */
static size_t
rarest_parts(struct finder *f, const uint16_t *c, size_t n, struct need *best)
{
	size_t kept = 0;

	for (size_t i = 0; i < n;) {
		size_t run = 0;

		while (i + run < n && c[i + run] < SIEVE_BITS)
			run++;
		keep_rarest(best, &kept,
		    run ? run_need(f, c + i) : node_need(f, c + i, 0));
		i += run ? run : 2 + (size_t)c[i + 1];
	}
	return kept;
}

static bool
single_node(const uint16_t *c, size_t n)
{
	return n > 2 && c[0] >= SIEVE_BITS && n == 2 + (size_t)c[1];
}

/* The rank-th rarest part of an all-of node, or the last there is. Depth is
 * bounded by that of the sieve's own reader. */
static struct need
all_need(struct finder *f, const uint16_t *c, size_t n, size_t rank)
{
	struct need best[SIEVE_LAYERS + 1];
	size_t kept;

	if (single_node(c, n))
		return node_need(f, c, rank);
	kept = rarest_parts(f, c, n, best);
	return kept ? best[rank < kept ? rank : kept - 1] : unknown;
}

/* Down to where there is more than one part, or more than one way. */
static void
innermost(const uint16_t **c, size_t *n)
{
	while (single_node(*c, *n)) {
		bool any = (*c)[0] == SIEVE_ANY;
		const uint16_t *inner = *c + 2;
		size_t size = (*c)[1];

		if (any && !single_node(inner, size))
			return;
		*c = inner;
		*n = size;
	}
}

/* Words for one group of letters: whole fours. */
static size_t
row_of(const struct sieve_index *x)
{
	return (x->layers * x->words + 3) & ~(size_t)3;
}

static void
add_layer(struct sieve_index *x, size_t layer, size_t pattern,
    const struct need *need)
{
	uint64_t bit = UINT64_C(1) << (pattern & 63);
	size_t row = row_of(x);
	size_t at = layer * x->words + (pattern >> 6);

	if (!need->n)
		x->always[at] |= bit;
	for (size_t k = 0; k < need->n; k++)
		x->masks[need->codes[k] * row + at] |= bit;
}

static void
add_pattern(struct sieve_index *x, struct finder *f, size_t pattern,
    const struct sieve *sieve)
{
	struct need best[SIEVE_LAYERS + 1];
	const uint16_t *c = sieve->codes;
	size_t n = sieve->count, kept = 0;

	f->n = 0;
	innermost(&c, &n);
	if (!single_node(c, n))
		kept = rarest_parts(f, c, n, best);
	for (size_t layer = 0; layer < x->layers; layer++) {
		struct need need = unknown;

		if (kept) {
			need = best[layer < kept ? layer : kept - 1];
		} else if (single_node(c, n)) {
			f->n = 0;
			need = node_need(f, c, layer);
		}
		add_layer(x, layer, pattern, &need);
	}
}

void
sieve_index_make(struct arena *a, struct sieve *const *sieves, size_t count,
    const struct sieve_sample *sample, struct sieve_index *out)
{
	struct finder *f;
	size_t row, ends[SIEVE_NODES];

	out->words = (count + 63) / 64;
	out->sieves = sieves;
	out->arena = a;
	out->count = count;
	if (out->layers == 0)
		return;
	f = arena_alloc(a, sizeof(*f));
	f->sample = sample;
	row = row_of(out);
	out->always = arena_array(a, row + 1, sizeof(*out->always));
	out->masks = arena_array(a, SIEVE_BITS * row + 1, sizeof(*out->masks));
	for (size_t i = 0; i < count; i++) {
		sort_runs(sample, sieves[i]->codes, sieves[i]->count, ends,
		    SIEVE_NODES);
		add_pattern(out, f, i, sieves[i]);
	}
}

/* Most patterns can't match a given text, and are told so for less than a
 * sieve costs; who is asked again, or passes, gets one. */
static bool
passes(struct arena *a, struct sieve *s, const struct sieve_text *t)
{
	bool again = s->asked;

	s->asked = true;
	if (s->late.n) {
		if (!again && !sieve_glance(s->late, t))
			return false;
		*s = sieve_of(a, s->late);
	}
	return sieve_passes(s, t);
}

/* Without an index. */
static void
ask_each(const struct sieve_index *x, const struct sieve_text *t,
    const uint64_t *within, uint64_t *candidates)
{
	memset(candidates, 0, x->words * sizeof(*candidates));
	for (size_t i = 0; i < x->count; i++) {
		uint64_t bit = UINT64_C(1) << (i & 63);

		if ((!within || within[i >> 6] & bit) &&
		    passes(x->arena, x->sieves[i], t))
			candidates[i >> 6] |= bit;
	}
}

void
sieve_candidates(const struct sieve_index *x, const struct sieve_text *t,
    const uint64_t *within, uint64_t *candidates)
{
	uint64_t sums[SIEVE_LAYERS * SIEVE_WORDS];
	size_t row = row_of(x);

	if (x->layers == 0) {
		ask_each(x, t, within, candidates);
		return;
	}
	memcpy(sums, x->always, row * sizeof(*sums));
	for (size_t i = 0; i < SIEVE_BITS / 64; i++) {
		for (uint64_t left = t->bits[i]; left; left &= left - 1) {
			const uint64_t *m =
			    x->masks +
			    (i * 64 + (size_t)__builtin_ctzll(left)) * row;

			/* four at a time, of which the compiler makes two */
			for (size_t w = 0; w < row; w += 4) {
				sums[w] |= m[w];
				sums[w + 1] |= m[w + 1];
				sums[w + 2] |= m[w + 2];
				sums[w + 3] |= m[w + 3];
			}
		}
	}
	for (size_t w = 0; w < x->words; w++) {
		candidates[w] = sums[w];
		for (size_t l = 1; l < x->layers; l++)
			candidates[w] &= sums[l * x->words + w];
	}
}
