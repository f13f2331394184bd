#ifndef DUNMAIL_DECIDE_READING_H
#define DUNMAIL_DECIDE_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/day.h"
#include "decide/amount.h"
#include "decide/reference.h"
#include "decide/rulebook.h"
#include "decide/sentence.h"
#include "decide/when.h"

/*
 * reading: a reply with all that was found in it: sentences, their days,
 * sums and invoice numbers, and the rules that spoke. What it means is
 * decided by others.
 */
struct reading_sentence {
	struct sentence s;
	struct sieve_text bits;
	uint64_t *candidates; /* patterns of the book's index */
	struct whens dates;
	struct amounts amounts;
	struct references references;
	double score[INTENT_COUNT];
};

struct reading_hit {
	const struct rulebook_rule *rule;
	size_t sentence; /* of a mail-wide rule: where its match starts */
	struct str text;
};

struct reading {
	const struct rulebook *book;
	struct arena *arena;
	day_t today; /* when it was written */
	struct sentences all;
	struct reading_sentence *v;
	size_t n;
	struct reading_hit *hits;
	size_t hit_count;
	size_t hit_cap;
	double score[INTENT_COUNT]; /* of the mail */
	unsigned refused;           /* intents that an `unless` spoke against */
	bool few_words;
	bool wide;    /* a rule of mail scope is being asked */
	bool limit;   /* a search gave up or the work was too much */
	size_t work;  /* bytes searched */
	size_t asked; /* numbers that might be references */
	struct sieve_text bits;
	signed char *known;   /* guards of mail scope: 0 not asked, 1 yes, -1 */
	uint64_t *candidates; /* patterns of the book's index, whole mail */
};

struct reading_context {
	struct str locale;
	day_t today;
	struct str subject;
};

#define READING_ENOUGH 0.5 /* a score from here on is a yes */

/* The rule speaks in that sentence, by these words; the mail's own score
 * follows when all have spoken. */
void reading_add(struct reading *r, const struct rulebook_rule *rule,
    size_t sentence, struct str text);

/* First what is found in each, then what the rules say of all of them: a
 * list of readings by one book. */
void reading_open(struct arena *a, const struct rulebook *book,
    const struct reading_context *ctx, struct str text, struct reading *out);
void reading_run(struct reading *const *v, size_t n);

#endif
