#ifndef DUNMAIL_PORT_ZONE_H
#define DUNMAIL_PORT_ZONE_H

#include "base/day.h"
#include "base/str.h"

/*
 * zone: time zones by their IANA name (libical over tzdata). The first use
 * of a zone reads files; later ones cost nanoseconds. An unknown name gives
 * NULL: refuse it where the name was read.
 */
struct zone;

const struct zone *zone_find(struct str name);

/* Seconds east of UTC at an instant. */
int zone_offset(const struct zone *zone, int64_t instant);

/* The civil reading of an instant: its date, *minutes since midnight. */
day_t zone_day(const struct zone *zone, int64_t instant, int *minutes);

/* The instant of a civil time; in a gap of the clock, the one after it. */
int64_t zone_instant(const struct zone *zone, day_t day, int minutes);

#endif
