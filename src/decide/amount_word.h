#ifndef DUNMAIL_DECIDE_AMOUNT_WORD_H
#define DUNMAIL_DECIDE_AMOUNT_WORD_H

#include "decide/rulebook.h"

/* amount_word: "fifteen hundred", "two thousand five hundred", "fifty": a
 * number that is written in words. */
struct amount_word {
	int64_t value;
	size_t end;
	bool scaled; /* it goes into the hundreds, with the word for it */
};

/* The one whose first word starts at `from`; false when none does. */
bool amount_word_read(const struct rulebook *book, struct str s, size_t from,
    struct amount_word *out);

#endif
