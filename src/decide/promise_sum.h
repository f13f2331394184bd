#ifndef DUNMAIL_DECIDE_PROMISE_SUM_H
#define DUNMAIL_DECIDE_PROMISE_SUM_H

#include "decide/reading.h"

/* promise_sum: which of the sums found is that of a payment. NULL: none. */

/* The nearest to the words that announce the payment. */
const struct amount *promise_sum_nearest(
    struct reading *r, size_t at, struct str anchor);
/* The same, or what stands with the day when that is of another sentence. */
const struct amount *promise_sum_with(
    struct reading *r, size_t at, struct str anchor, const struct when *day);
/* The first of those that stand in a part of the sentence. */
const struct amount *promise_sum_behind(
    const struct reading *r, size_t at, struct str part);
/* "two payments of 900 each": the one sum of the sentence is said for all. */
bool promise_sum_each(struct reading *r, size_t at);
/* That of one of several days, which stands before all days or behind them;
 * the sum of the day before when the same is said to come again. */
const struct amount *promise_sum_of_day(struct reading *r, size_t at,
    const struct when *before, const struct when *day,
    const struct amount *last);
/* The one of the whole mail, when it is what is owed. */
const struct amount *promise_sum_only(struct reading *r);

#endif
