#include "decide/when_month.h"

day_t
when_month_next(day_t after, int w)
{
	int ahead = (w - day_weekday(after) + 7) % 7;

	return after + (ahead ? ahead : 7);
}

day_t
when_month_nth(day_t first, int w, int n)
{
	if (n > 0)
		return when_month_next(first - 1, w) + 7 * (n - 1);
	return when_month_next(day_month_end(first), w) - 7;
}

day_t
when_month_weekday(day_t today, int n, int w, int m, int y)
{
	struct ymd t = day_ymd(today);
	day_t first = today - t.d + 1, day;

	if (w < 0 || n > 5)
		return DAY_NONE;
	if (m > 0 && y > 0)
		first = day_of(y, m, 1);
	else if (m > 0)
		first = day_add_months(first, (m - t.m + 12) % 12);
	day = when_month_nth(first, w, n);
	if (day < today && y < 0)
		day =
		    when_month_nth(day_add_months(first, m > 0 ? 12 : 1), w, n);
	return day;
}

day_t
when_month_business(day_t today, int nth, int n, int m)
{
	struct ymd t = day_ymd(today);
	day_t first = today - t.d + 1, day;

	if (nth < 1 || nth > 23)
		return DAY_NONE;
	first = day_add_months(first, m > 0 ? (m - t.m + 12) % 12 : n);
	day = day_add_business(first - 1, nth);
	if (day < today)
		day = day_add_business(
		    day_add_months(first, m > 0 ? 12 : 1) - 1, nth);
	return day;
}

/* Wages and bills of Latin America are paid on the 15th and the last day. */
day_t
when_month_half(day_t today, int halves)
{
	struct ymd t = day_ymd(today);
	day_t first = today - t.d + 1;
	int half = halves + (t.d > 15);

	first = day_add_months(first, half / 2);
	return half % 2 ? day_month_end(first) : first + 14;
}
