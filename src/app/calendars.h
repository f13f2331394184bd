#ifndef DUNMAIL_APP_CALENDARS_H
#define DUNMAIL_APP_CALENDARS_H

#include "app/mistake.h"
#include "base/str.h"
#include "flow/almanac.h"

/*
 * calendars: all COUNTRY.ics of a folder, read once at the start. Each mistake
 * is told with file and line, and counted; what can be read is in all the
 * same. A folder that is not there is an almanac without holidays.
 */
struct almanac *calendars_load(struct str dir, struct mistakes *m);

/* What is kept: days of these years. */
#define CALENDARS_FROM 2000
#define CALENDARS_TO   2100

#endif
