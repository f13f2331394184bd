#ifndef DUNMAIL_BASE_DAY_H
#define DUNMAIL_BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * day: a civil date as a count of days since 1970-01-01 (proleptic Gregorian
 * calendar), and instants as seconds since 1970-01-01T00:00:00Z. Nobody here
 * reads a clock: now is handed in.
 */
typedef int32_t day_t;

#define DAY_NONE ((day_t)INT32_MIN)
#define DAY_SECS INT64_C(86400)

struct ymd {
	int y; /* 1..9999 */
	int m; /* 1..12 */
	int d; /* 1..31 */
};

day_t day_of(int y, int m, int d); /* DAY_NONE if there is no such date */
struct ymd day_ymd(day_t day);
int day_weekday(day_t day); /* 0 Sunday .. 6 Saturday */
int day_month_length(int y, int m);
day_t day_month_end(day_t day);              /* last day of its month */
day_t day_add_months(day_t day, int months); /* clamped to month length */
bool day_is_weekend(day_t day);              /* Saturday or Sunday */
day_t day_add_business(day_t day, int n);    /* n >= 0, Monday to Friday */
day_t day_roll_business(day_t day);          /* itself, or the Monday after */

#define DAY_TEXT 11
/* ISO 8601 "2026-11-22", both ways. Parse wants exactly that form. */
const char *day_iso(day_t day, char out[DAY_TEXT]);
bool day_parse(struct str s, day_t *out);

/* "2026-11-22T09:00:00Z", both ways. */
#define INSTANT_TEXT 21
const char *day_instant_iso(int64_t t, char out[INSTANT_TEXT]);
bool day_instant_parse(struct str s, int64_t *out);

day_t day_of_instant(int64_t t); /* the UTC date */
int64_t day_instant(day_t day);  /* its midnight UTC */

#endif
