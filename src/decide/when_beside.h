#ifndef DUNMAIL_DECIDE_WHEN_BESIDE_H
#define DUNMAIL_DECIDE_WHEN_BESIDE_H

#include "decide/when.h"

/*
 * when_beside: "the day before the 15th", "the Monday after Christmas": days
 * that are counted from the one that is named right behind them, which then is
 * no day of its own any more.
 */
void when_beside_count(struct whens *found);

/* n = month * 100 + weekday * 10 + k: the next k-th such weekday of that
 * month, as feasts are kept; k 0: the last one. */
day_t when_beside_feast(day_t today, int n);

#endif
