#ifndef DUNMAIL_MODEL_COURSE_H
#define DUNMAIL_MODEL_COURSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "model/sequence.h"

/*
 * course: one thing that an account goes through in a sequence: a dispute, a
 * promise, a month's statement, a credit hold, a visit. It is made of what
 * happened, each on its civil day in the account's zone, and of what was said
 * about it.
 */
struct course_event {
	enum step_anchor what;
	day_t day;
};

struct course_said {
	struct str step;
	int64_t occurrence; /* of a repeating step, from 1 */
	day_t day;
};

struct course {
	struct str id;
	struct str
	    subject;       /* the dispute's id, the promise's, "2026-11", ... */
	struct str detail; /* JSON for its texts */
	struct str group;  /* courses of different groups are never spoken of
			    * in one message */
	struct course_event *events;
	size_t event_count;
	struct course_said *said;
	size_t said_count;
};

/* The day of that event; DAY_NONE when it has not happened. */
day_t course_day(const struct course *c, enum step_anchor what);

#endif
