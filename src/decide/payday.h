#ifndef DUNMAIL_DECIDE_PAYDAY_H
#define DUNMAIL_DECIDE_PAYDAY_H

#include "decide/reading.h"

/*
 * payday: which of the days and sums of a sentence are those of a payment, and
 * whether it hangs on something. An anchor is the text that promises.
 */

/* The day of the one promise of sentence `at`, or NULL. A neighbour may hold
 * it, and the condition on it with it. */
const struct when *payday_one(
    struct reading *r, size_t at, struct str anchor, bool *conditional);
/* Does the sentence speak of several payments? */
bool payday_several(struct reading *r, size_t at);
/* The first day of payment after that one (NULL: of all), or NULL. Days that
 * give way to others count where there are no others. */
const struct when *payday_next(const struct whens *w, const struct when *after);
/* How many do not give way. */
size_t payday_count_strong(const struct whens *w);

/* The sum that stands nearest to the anchor, or NULL. */
const struct amount *payday_sum(
    struct reading *r, size_t at, struct str anchor);
/* The one that stands with a day: before it, or behind it. */
const struct amount *payday_sum_of(const struct reading_sentence *s,
    const struct when *before, const struct when *day, const struct when *after,
    bool leads);

/* Does the text, a part of that sentence, set a condition? */
bool payday_condition(struct reading *r, size_t sentence, struct str text);
/* Does it look so, and is none? */
bool payday_certain(struct reading *r, size_t sentence, struct str text);
/* Does it say something that goes with no promise? */
bool payday_says_other(const struct reading_sentence *s);

#endif
