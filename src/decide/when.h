#ifndef DUNMAIL_DECIDE_WHEN_H
#define DUNMAIL_DECIDE_WHEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"
#include "decide/rulebook.h"

/*
 * when: the days that a sentence names, counted from the day it was written
 * on. What a day is called stands in the language's rules file (`date`).
 */
struct when_context {
	const struct rulebook *book;
	day_t today;      /* in the writer's own time zone */
	bool month_first; /* 12/05 is the fifth of December */
	day_t before;     /* named in the sentence before, or DAY_NONE */
};

struct when {
	struct str text; /* within the sentence */
	day_t day;       /* DAY_NONE: "within 3 days of receipt" */
	bool other;      /* not a day of payment: "dated 3 May" */
	bool corrects;   /* "no, sorry, the 5th": those before are not */
	bool lesser;     /* counts where no better day stands */
	bool gone;       /* no year is said, and it was lately */
	int n, w;        /* for WHEN_AFTER: so many days, or a weekday */
	enum rulebook_when op;
};

struct whens {
	struct when *v; /* in the order of the text, never overlapping */
	size_t n;
	size_t cap;
	bool limit; /* a search gave up: something may be missing */
};

/* `bits` is the sentence's, from sieve_read(); `candidates`, which patterns
 * of the book's index may match, or NULL. */
void when_find(const struct when_context *ctx, struct arena *a,
    struct str sentence, const struct sieve_text *bits,
    const uint64_t *candidates, struct whens *out);

/* "en-US" and its like write the month first. */
bool when_month_first(struct str locale);

#endif
