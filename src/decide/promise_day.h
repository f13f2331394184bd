#ifndef DUNMAIL_DECIDE_PROMISE_DAY_H
#define DUNMAIL_DECIDE_PROMISE_DAY_H

#include "decide/reading.h"

/*
 * promise_day: which of the days found is that of a payment, seen from the
 * words that announce it (the anchor). NULL: none.
 */
size_t promise_day_distance(struct str anchor, struct str s);

/* May it be a day of payment, and how many may? */
bool promise_day_fits(const struct when *w);
size_t promise_day_count(const struct whens *w);

const struct when *promise_day_nearest(
    const struct whens *w, struct str anchor);
const struct when *promise_day_latest(const struct whens *w);
/* The first one behind `after`, or of all. */
const struct when *promise_day_next(
    const struct whens *w, const struct when *after);
/* "On Monday. No, sorry, Tuesday.": named in the sentence behind. */
const struct when *promise_day_corrected(const struct reading *r, size_t at);

#endif
