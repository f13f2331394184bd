#include "model/course.h"

day_t
course_day(const struct course *c, enum step_anchor what)
{
	for (size_t i = 0; i < c->event_count; i++)
		if (c->events[i].what == what)
			return c->events[i].day;
	return DAY_NONE;
}
