#include "port/zone.h"

#include <string.h>

#include <libical/ical.h>

const struct zone *
zone_find(struct str name)
{
	/* libical compares all its names; most are asked for again. */
	static _Thread_local char text[64];
	static _Thread_local icaltimezone *z;

	if (name.n == 0 || name.n >= sizeof(text))
		return NULL;
	if (z != NULL && str_eqc(name, text))
		return (const struct zone *)z;
	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	if (str_eqc(name, "UTC") || str_eqc(name, "Etc/UTC"))
		z = icaltimezone_get_utc_timezone();
	else
		z = icaltimezone_get_builtin_timezone(text);
	return (const struct zone *)z;
}

static icaltimezone *
ical(const struct zone *zone)
{
	union {
		const struct zone *ours;
		icaltimezone *theirs;
	} u = {zone};

	return u.theirs;
}

int
zone_offset(const struct zone *zone, int64_t instant)
{
	icaltimetype t = icaltime_from_timet_with_zone(
	    (time_t)instant, 0, icaltimezone_get_utc_timezone());
	int summer = 0;

	return icaltimezone_get_utc_offset_of_utc_time(ical(zone), &t, &summer);
}

day_t
zone_day(const struct zone *zone, int64_t instant, int *minutes)
{
	int64_t local = instant + zone_offset(zone, instant);
	day_t day = day_of_instant(local);

	if (minutes != NULL)
		*minutes = (int)((local - day_instant(day)) / 60);
	return day;
}

int64_t
zone_instant(const struct zone *zone, day_t day, int minutes)
{
	int64_t local = day_instant(day) + (int64_t)minutes * 60;
	int64_t first = local - zone_offset(zone, local);
	/* Near a change of the clock the offset there decides, not here. */
	int64_t then = local - zone_offset(zone, first);

	if (then + zone_offset(zone, then) == local)
		return then;
	return then > first ? then : first; /* in a gap: behind it */
}
