#ifndef DUNMAIL_DECIDE_PROMISE_DAY_H
#define DUNMAIL_DECIDE_PROMISE_DAY_H

#include <stddef.h>

#include "base/str.h"
#include "decide/when.h"

/*
 * promise_day: which of the days of a sentence is meant by its promise.
 */

/* Which of two statements about one payment says more about its day? */
int promise_day_precision(enum rulebook_when op);

/* How far from the verb; what was said before it is further. */
size_t promise_day_distance(struct str anchor, struct str s);

/* Days that can be one of payment: how many; the one nearest to the words of
 * the promise, the latest, and the one that follows another or is the first.
 * NULL when there is none. */
size_t promise_day_count(const struct whens *w);
const struct when *promise_day_nearest(
    const struct whens *w, struct str anchor);
const struct when *promise_day_latest(const struct whens *w);
const struct when *promise_day_next(
    const struct whens *w, const struct when *after);

#endif
