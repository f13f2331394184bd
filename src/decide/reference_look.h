#ifndef DUNMAIL_DECIDE_REFERENCE_LOOK_H
#define DUNMAIL_DECIDE_REFERENCE_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * reference_look: what a word with digits looks like where it stands: a day, a
 * sum, a telephone number.
 */
/* A word with a digit in it, and what it is made of. */
struct reference_token {
	struct str text;
	size_t digits;
	size_t upper;
	size_t lower;
	size_t lead; /* letters and joints before the first digit */
	size_t joints;
	bool dotted;
	bool address; /* has an '@' */
};

struct reference_token reference_token_of(struct str text);

bool reference_like_date(const struct reference_token *t);
bool reference_like_telephone(const struct reference_token *t);

/* The word w where it stands in s. */
bool reference_like_amount(struct str s, struct str w);
bool reference_among_digits(struct str s, struct str w);
bool reference_heads_line(struct str s, const struct reference_token *t);
bool reference_in_threes(struct str s);

#endif
