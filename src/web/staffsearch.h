#ifndef DUNMAIL_WEB_STAFFSEARCH_H
#define DUNMAIL_WEB_STAFFSEARCH_H

#include "store/staffview.h"
#include "web/staffpage.h"

/*
 * staffsearch: accounts that somebody looks for, by whatever they have at hand:
 * a name, a number, an invoice, an address, a telephone number. Names and
 * addresses are compared without case and accents, and are found in any part;
 * of a telephone number its digits count, from five on.
 */
#define STAFFSEARCH_MAX 200 /* accounts */

struct staffsearch_hit {
	struct str account, name, collector;
	struct str contact; /* name and address of who matched, or empty */
	struct str invoice; /* that matched, or empty */
};
enum rc staffsearch(const struct staffpage_ask *ask, struct str words,
    struct staffsearch_hit **out, size_t *count, struct err *err);

/* For the test: does that row match? Words are folded (decide/phrase). */
struct staffsearch_words {
	struct str folded;
	char digits[32];
	size_t digit_count; /* 0: not looked for as a number */
};
struct staffsearch_words staffsearch_words(struct arena *a, struct str words);
bool staffsearch_matches(struct arena *a, const struct staffsearch_words *w,
    const struct staffview_name *row, bool *by_contact);

#endif
