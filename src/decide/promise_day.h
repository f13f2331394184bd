#ifndef DUNMAIL_DECIDE_PROMISE_DAY_H
#define DUNMAIL_DECIDE_PROMISE_DAY_H

#include "decide/reading.h"

/*
 * promise_day: which of the days found is that of a payment, seen from the
 * words that announce it (the anchor). NULL: none.
 */
size_t promise_day_distance(struct str anchor, struct str s);

/* How many may be days of payment? */
size_t promise_day_count(const struct whens *w);
/* The first one behind `after`, or of all. */
const struct when *promise_day_next(
    const struct whens *w, const struct when *after);

/* That of the one promise of sentence `at`. A neighbour may hold it, and the
 * condition on it with it. */
const struct when *promise_day_one(
    struct reading *r, size_t at, struct str anchor, bool *conditional);
/* "Once it is here, within 3 days": is it counted from then, not from today? */
bool promise_day_from_then(const struct when *day);
/* Has the sentence several, none of them in place of another? */
bool promise_day_separate(struct reading *r, size_t at);
/* Does it say nothing that has a day of its own? */
bool promise_day_free(const struct reading_sentence *s);

/* Which of two statements about one payment says more about its day? */
int promise_day_precision(enum rulebook_when op);

#endif
