#include "model/calendar.h"

/* A calendar without a single open day is a mistake, not a loop. */
#define CLOSED_MAX 370

static bool
is_holiday(const struct calendar *c, day_t day)
{
	size_t low = 0, high = c->holiday_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->holidays[mid] == day)
			return true;
		if (c->holidays[mid] < day)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool
calendar_is_open(const struct calendar *c, day_t day)
{
	if (c->weekdays_only && day_is_weekend(day))
		return false;
	return !is_holiday(c, day);
}

static day_t
next_open(const struct calendar *c, day_t day, int step)
{
	for (int i = 0; i < CLOSED_MAX && !calendar_is_open(c, day); i++)
		day += step;
	return day;
}

day_t
calendar_roll(const struct calendar *c, day_t day)
{
	return next_open(c, day, 1);
}

day_t
calendar_add(const struct calendar *c, day_t day, int n)
{
	int step = n < 0 ? -1 : 1;

	if (n == 0)
		return calendar_roll(c, day);
	for (; n != 0; n -= step)
		day = next_open(c, day + step, step);
	return day;
}
