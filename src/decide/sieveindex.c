#include "decide/sieve.h"

#include <string.h>

#define PILE_MAX 8192

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
	for (size_t c = 0; c < SIEVE_BITS; c++)
		sample->count[c] += t.bits[c >> 6] >> (c & 63) & 1;
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

/* The rarest letters of a run. */
static struct need
run_need(struct finder *f, const uint16_t *c, size_t n)
{
	struct need need = {c, 1, weight_of(f->sample, c[0])};

	for (size_t i = 1; i < n; i++) {
		uint64_t w = weight_of(f->sample, c[i]);

		if (w < need.weight)
			need = (struct need){c + i, 1, w};
	}
	return need;
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
	memmove(best + at + 1, best + at,
	    (*kept - 1 - at) * sizeof(*best));
	best[at] = need;
}

/* The rank-th rarest part of an all-of node, or the last there is. Depth is
 * bounded by that of the sieve's own reader. */
static struct need
all_need(struct finder *f, const uint16_t *c, size_t n, size_t rank)
{
	struct need best[SIEVE_LAYERS];
	size_t kept = 0, parts = 0, at = 0;
	const uint16_t *only = NULL;

	for (size_t i = 0; i < n; parts++) {
		size_t run = 0;

		while (i + run < n && c[i + run] < SIEVE_BITS)
			run++;
		only = run ? NULL : c + i;
		if (run)
			keep_rarest(best, &kept, run_need(f, c + i, run));
		else if (n > 2 + (size_t)c[i + 1])
			keep_rarest(best, &kept, c[i] == SIEVE_ANY
				? any_need(f, c + i + 2, c[i + 1], 0)
				: all_need(f, c + i + 2, c[i + 1], 0));
		i += run ? run : 2 + (size_t)c[i + 1];
	}
	/* A single node inside: the rank is a matter of its parts. */
	if (parts == 1 && only)
		return only[0] == SIEVE_ANY
		    ? any_need(f, only + 2, only[1], rank)
		    : all_need(f, only + 2, only[1], rank);
	at = rank < kept ? rank : kept - 1;
	return kept ? best[at] : unknown;
}

static void
add_layer(struct sieve_index *x, size_t layer, size_t pattern,
    const struct need *need)
{
	uint64_t bit = UINT64_C(1) << (pattern & 63);
	size_t word = pattern >> 6;

	if (!need->n)
		x->always[layer][word] |= bit;
	for (size_t k = 0; k < need->n; k++)
		x->masks[layer][need->codes[k] * x->words + word] |= bit;
}

void
sieve_index_make(struct arena *a, const struct sieve *const *sieves,
    size_t count, const struct sieve_sample *sample, struct sieve_index *out)
{
	struct finder *f = arena_alloc(a, sizeof(*f));

	f->sample = sample;
	out->words = (count + 63) / 64;
	for (size_t layer = 0; layer < SIEVE_LAYERS; layer++) {
		out->always[layer] = arena_array(
		    a, out->words + 1, sizeof(**out->always));
		out->masks[layer] = arena_array(
		    a, SIEVE_BITS * out->words + 1, sizeof(**out->masks));
		for (size_t i = 0; i < count; i++) {
			struct need need;

			f->n = 0;
			need = all_need(f, sieves[i]->codes,
			    sieves[i]->count, layer);
			add_layer(out, layer, i, &need);
		}
	}
}

static void
add_row(const struct sieve_index *x, size_t code, uint64_t *sums)
{
	for (size_t layer = 0; layer < SIEVE_LAYERS; layer++) {
		const uint64_t *m = x->masks[layer] + code * x->words;

		for (size_t w = 0; w < x->words; w++)
			sums[layer * x->words + w] |= m[w];
	}
}

void
sieve_candidates(const struct sieve_index *x, const struct sieve_text *t,
    uint64_t *candidates)
{
	uint64_t sums[SIEVE_LAYERS * SIEVE_WORDS];

	for (size_t i = 0; i < SIEVE_LAYERS * x->words; i++)
		sums[i] = x->always[i / x->words][i % x->words];
	for (size_t i = 0; i < SIEVE_BITS / 64; i++) {
		for (uint64_t left = t->bits[i]; left; left &= left - 1)
			add_row(x, i * 64 + (size_t)__builtin_ctzll(left),
			    sums);
	}
	for (size_t w = 0; w < x->words; w++) {
		candidates[w] = sums[w];
		for (size_t l = 1; l < SIEVE_LAYERS; l++)
			candidates[w] &= sums[l * x->words + w];
	}
}
