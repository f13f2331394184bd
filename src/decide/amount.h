#ifndef DUNMAIL_DECIDE_AMOUNT_H
#define DUNMAIL_DECIDE_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "decide/rulebook.h"

/*
 * amount: sums of money in a sentence: 1,245.30 and 1.245,30 and 1 245,30 and
 * 1,45,000 and 5 lakhs and 1.2k, with a symbol, a code, a word or nothing.
 */
struct amount {
	struct str text;  /* within the sentence, with its currency */
	int64_t minor;    /* in the currency's unit, or in hundredths */
	char currency[4]; /* "" when none is written */
};

struct amounts {
	struct amount *v; /* in the order of the text */
	size_t n;
	size_t cap;
	bool limit;
};

/* Numbers within the spans `taken` (dates, references) are no money. */
void amount_find(const struct rulebook *book, struct arena *a,
    struct str sentence, struct str locale, const struct str *taken,
    size_t taken_count, struct amounts *out);

#endif
