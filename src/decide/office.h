#ifndef DUNMAIL_DECIDE_OFFICE_H
#define DUNMAIL_DECIDE_OFFICE_H

#include "model/calendar.h"

/*
 * office: business hours of the company: on open days, between two minutes
 * of the day. Pure.
 */
struct office {
	struct calendar calendar;
	int from, to; /* minutes since midnight; to > from */
};

struct office_time {
	day_t day;
	int minute;
};

/* The moment by which that many minutes of business have passed since `at`. */
struct office_time office_after(
    const struct office *o, struct office_time at, int64_t minutes);

#endif
