#include "base/day.h"

#include <stdio.h>

static bool
is_leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int
day_month_length(int y, int m)
{
	static const int len[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return m == 2 && is_leap(y) ? 29 : len[m - 1];
}

day_t
day_of(int y, int m, int d)
{
	int era, yoe, doy, doe;

	if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 ||
	    d > day_month_length(y, m))
		return DAY_NONE;
	/* Years that begin in March put the leap day last. */
	if (m <= 2)
		y--;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

struct ymd
day_ymd(day_t day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	struct ymd r;

	r.d = doy - (153 * mp + 2) / 5 + 1;
	r.m = mp < 10 ? mp + 3 : mp - 9;
	r.y = yoe + era * 400 + (r.m <= 2);
	return r;
}

int
day_weekday(day_t day)
{
	int w = (day + 4) % 7;

	return w < 0 ? w + 7 : w;
}

day_t
day_month_end(day_t day)
{
	struct ymd d = day_ymd(day);

	return day_of(d.y, d.m, day_month_length(d.y, d.m));
}

day_t
day_add_months(day_t day, int months)
{
	struct ymd d = day_ymd(day);
	int index = d.y * 12 + d.m - 1 + months;
	int y = index / 12, m = index % 12 + 1;
	int len = day_month_length(y, m);

	return day_of(y, m, d.d > len ? len : d.d);
}

bool
day_is_weekend(day_t day)
{
	int w = day_weekday(day);

	return w == 0 || w == 6;
}

day_t
day_add_business(day_t day, int n)
{
	while (n > 0) {
		day++;
		if (!day_is_weekend(day))
			n--;
	}
	return day;
}

day_t
day_roll_business(day_t day)
{
	while (day_is_weekend(day))
		day++;
	return day;
}

const char *
day_iso(day_t day, char out[DAY_TEXT])
{
	struct ymd d = day_ymd(day);

	/* The masks prove to the compiler that the text fits. */
	snprintf(out, DAY_TEXT, "%04u-%02u-%02u", (unsigned)d.y % 10000u,
	    (unsigned)d.m % 100u, (unsigned)d.d % 100u);
	return out;
}

/* n digits at s.p + from; -1 when one of them is none. */
static int
digits(struct str s, size_t from, size_t n)
{
	int v = 0;

	for (size_t i = from; i < from + n; i++) {
		if (!str_is_digit(s.p[i]))
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

bool
day_parse(struct str s, day_t *out)
{
	int y, m, d;
	day_t day;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	y = digits(s, 0, 4);
	m = digits(s, 5, 2);
	d = digits(s, 8, 2);
	day = day_of(y, m, d);
	if (day == DAY_NONE)
		return false;
	*out = day;
	return true;
}

const char *
day_instant_iso(int64_t t, char out[INSTANT_TEXT])
{
	day_t day = day_of_instant(t);
	unsigned secs = (unsigned)(t - day_instant(day));
	char date[DAY_TEXT];

	snprintf(out, INSTANT_TEXT, "%sT%02u:%02u:%02uZ", day_iso(day, date),
	    secs / 3600 % 100u, secs / 60 % 60, secs % 60);
	return out;
}

bool
day_instant_parse(struct str s, int64_t *out)
{
	int h, m, sec;
	day_t day;

	if (s.n != 20 || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
	    s.p[19] != 'Z' || !day_parse(str_sub(s, 0, 10), &day))
		return false;
	h = digits(s, 11, 2);
	m = digits(s, 14, 2);
	sec = digits(s, 17, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return false;
	*out = day_instant(day) + h * 3600 + m * 60 + sec;
	return true;
}

day_t
day_of_instant(int64_t t)
{
	int64_t d = t / DAY_SECS;

	if (t % DAY_SECS < 0)
		d--;
	return (day_t)d;
}

int64_t
day_instant(day_t day)
{
	return (int64_t)day * DAY_SECS;
}
