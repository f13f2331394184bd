#ifndef DUNMAIL_PORT_ICAL_H
#define DUNMAIL_PORT_ICAL_H

#include "base/arena.h"
#include "base/day.h"
#include "base/str.h"

/*
 * ical: the whole days that a calendar file (RFC 5545) names, as civil dates:
 * all-day events of one or several days, and those that come back each year.
 * Whatever cannot be such a day is told with its line and left out.
 */
struct ical_ask {
	struct str text;
	day_t from, to; /* days outside are left out */
	void (*report)(void *ctx, int line, const char *text); /* or NULL */
	void *ctx;
};

struct ical_days {
	day_t *days; /* ascending, each once */
	size_t count;
	int mistakes;
};

void ical_read(
    struct arena *a, const struct ical_ask *ask, struct ical_days *out);

#endif
