#ifndef DUNMAIL_DECIDE_SIEVE_H
#define DUNMAIL_DECIDE_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * sieve: can this pattern match that text at all? From a pattern the sieve
 * takes literals of which one must occur, and keeps them as sets of three
 * letters; a text is a bitmap of its own. It may let a pattern pass in vain,
 * it never holds back one that would match (patterns are caseless; the text
 * went through sentence_fold()).
 */
#define SIEVE_BITS 4096

struct sieve_text {
	uint64_t bits[SIEVE_BITS / 64];
};

struct sieve {
	const uint16_t *codes; /* alternatives, each ended by SIEVE_END */
	size_t count;	       /* of codes; 0: anything passes */
};

#define SIEVE_END UINT16_MAX

struct sieve sieve_of(struct arena *a, struct str pattern);
void sieve_read(struct sieve_text *t, struct str text);

static inline bool
sieve_passes(const struct sieve *s, const struct sieve_text *t)
{
	bool all = true;

	for (size_t i = 0; i < s->count; i++) {
		uint16_t c = s->codes[i];

		if (c == SIEVE_END) {
			if (all)
				return true;
			all = true;
		} else {
			all &= t->bits[c >> 6] >> (c & 63) & 1;
		}
	}
	return s->count == 0;
}

#endif
