#include "flow/compose_deadline.h"

#define DEADLINE_DAYS 7
#define POST_DAYS     3 /* a letter's, on top */

/* A day on which business is done. */
void
compose_deadline_set(struct compose *j)
{
	struct dun_limits limits;
	day_t day = j->facts.today + DEADLINE_DAYS;

	j->deadline = DAY_NONE;
	if (j->step == NULL || compose_is_course(j) ||
	    j->step->tone < TONE_FIRM)
		return;
	if (j->step->channel == STEP_LETTER)
		day += POST_DAYS;
	facts_limits(j->f, &j->facts, &limits);
	j->deadline = calendar_roll(&limits.calendar, day);
}
