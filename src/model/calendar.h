#ifndef DUNMAIL_MODEL_CALENDAR_H
#define DUNMAIL_MODEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"

/*
 * calendar: on which civil days business is done: not at weekends, if the
 * company says so, and not on the holidays of where the customer is.
 */
struct calendar {
	bool weekdays_only;
	const day_t *holidays; /* ascending, borrowed */
	size_t holiday_count;
};

bool calendar_is_open(const struct calendar *c, day_t day);

/* Itself, or the first open day after it. */
day_t calendar_roll(const struct calendar *c, day_t day);

/* So many open days on, or back when n is negative; 0: rolled. */
day_t calendar_add(const struct calendar *c, day_t day, int n);

#endif
