#ifndef DUNMAIL_DECIDE_SIEVE_H
#define DUNMAIL_DECIDE_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "decide/sievetext.h"

/*
 * sieve: can this pattern match that text at all? From a pattern the sieve
 * takes the literals that must occur, as a tree of all-of and any-of, each
 * literal as its groups of three letters; a text is a bitmap of such groups.
 * It may let a pattern pass in vain, it never holds back one that would match
 * (patterns are caseless; the text went through sentence_fold()).
 */
#define SIEVE_WORDS 512 /* of 64 patterns in one index */

/* Codes from SIEVE_BITS on head a node and are followed by the number of
 * codes in it: of all these, of any of these (each an all-of node). */
#define SIEVE_ALL UINT16_C(0xfffe)
#define SIEVE_ANY UINT16_C(0xffff)

struct sieve {
	uint16_t *codes;
	size_t count;    /* 0: anything passes */
	struct str late; /* the pattern, while nothing is taken from it */
	bool asked;      /* about one text already */
};

struct sieve sieve_of(struct arena *a, struct str pattern);
/* For one text only: what sieve_passes() would say, without a sieve. */
bool sieve_glance(struct str pattern, const struct sieve_text *t);
bool sieve_passes(const struct sieve *s, const struct sieve_text *t);

/*
 * Many sieves at once. Of each pattern a few sets of letter groups are taken
 * of which one group must occur: the sets that are rarest in a sample of the
 * language. Then a text is a few look-ups a letter. Keeps as candidates all
 * patterns that sieve_passes() lets pass, and some more.
 */
#define SIEVE_LAYERS 2

struct sieve_index {
	size_t words;  /* of 64 patterns */
	size_t layers; /* at most SIEVE_LAYERS; 0: each sieve is asked */
	struct arena *arena;
	struct sieve *const *sieves; /* late ones are made when asked again */
	size_t count;
	uint64_t *always; /* patterns without such a set, layer by layer */
	uint64_t *masks;  /* SIEVE_BITS times as much */
};

/* How often each group of letters occurs: add one more piece of text. */
struct sieve_sample {
	uint32_t count[SIEVE_BITS];
};

void sieve_sample_add(struct sieve_sample *sample, struct str text);

/* out->layers says how much is wanted: for one text none pays, and the sample
 * is not looked at. Also puts the rarest letters of each run first, where they
 * are asked. `sieves` must outlive the index. */
void sieve_index_make(struct arena *a, struct sieve *const *sieves,
    size_t count, const struct sieve_sample *sample, struct sieve_index *out);
/* `within`: the candidates of a longer text that holds all groups of this one,
 * or NULL; where each sieve is asked, only these are. */
void sieve_candidates(const struct sieve_index *x, const struct sieve_text *t,
    const uint64_t *within, uint64_t *candidates);

#endif
