#ifndef DUNMAIL_DECIDE_WHEN_MONTH_H
#define DUNMAIL_DECIDE_WHEN_MONTH_H

#include "base/day.h"

/*
 * when_month: days that are counted within a month.
 */

/* The next such weekday after that day. */
day_t when_month_next(day_t after, int w);

/* The n-th such weekday of the month that starts on that day, counted from its
 * end when n is 0. */
day_t when_month_nth(day_t first, int w, int n);

/* "the last Friday of the month": the n-th weekday w of month m, of the month
 * that runs when m < 1; counted from its end when n is 0; without a year
 * (y < 1) one that is not over. */
day_t when_month_weekday(day_t today, int n, int w, int m, int y);

/* "the fifth working day", n months on or of month m when m > 0; of the next
 * when it is over. */
day_t when_month_business(day_t today, int nth, int n, int m);

/* The 15th or the month's end, that many halves on. */
day_t when_month_half(day_t today, int halves);

#endif
