#include "decide/office.h"

struct office_time
office_after(const struct office *o, struct office_time at, int64_t minutes)
{
	int64_t length = o->to > o->from ? o->to - o->from : 0, days;

	if (!calendar_is_open(&o->calendar, at.day) || at.minute >= o->to) {
		at.day = calendar_roll(&o->calendar,
		    calendar_is_open(&o->calendar, at.day) ? at.day + 1
							   : at.day);
		at.minute = o->from;
	}
	if (at.minute < o->from)
		at.minute = o->from;
	if (length == 0 || minutes <= o->to - at.minute) {
		at.minute += (int)(length == 0 ? 0 : minutes);
		return at;
	}
	minutes -= o->to - at.minute;
	days = (minutes + length - 1) / length;
	at.day = calendar_add(&o->calendar, at.day, (int)days);
	at.minute = o->from + (int)(minutes - (days - 1) * length);
	return at;
}
