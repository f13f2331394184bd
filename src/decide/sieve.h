#ifndef DUNMAIL_DECIDE_SIEVE_H
#define DUNMAIL_DECIDE_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * sieve: can this pattern match that text at all? From a pattern the sieve
 * takes the literals that must occur, as a tree of all-of and any-of, each
 * literal as its groups of three letters; a text is a bitmap of such groups.
 * It may let a pattern pass in vain, it never holds back one that would match
 * (patterns are caseless; the text went through sentence_fold()).
 */
#define SIEVE_BITS 4096

struct sieve_text {
	uint64_t bits[SIEVE_BITS / 64];
};

struct sieve {
	const uint16_t *codes;
	size_t count; /* 0: anything passes */
};

struct sieve sieve_of(struct arena *a, struct str pattern);
void sieve_read(struct sieve_text *t, struct str text);
bool sieve_passes(const struct sieve *s, const struct sieve_text *t);

/*
 * Many sieves at once: for each group of letters the patterns for which it
 * speaks, so that a text is one look-up a letter. Keeps as candidates all
 * patterns that sieve_passes() lets pass, and some more.
 */
struct sieve_index {
	size_t words;	 /* of 64 patterns */
	uint64_t *always; /* patterns of which nothing is known */
	uint64_t *masks; /* SIEVE_BITS times `words` */
};

void sieve_index_make(struct arena *a, const struct sieve *const *sieves,
    size_t count, struct sieve_index *out);
void sieve_candidates(const struct sieve_index *x,
    const struct sieve_text *t, uint64_t *candidates);

#endif
