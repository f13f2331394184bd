#include "decide/when_name.h"

#include "decide/rulebook.h"

static const char *const whens[WHEN_COUNT] = {
    [WHEN_DAY] = "day",
    [WHEN_BUSINESS] = "business-day",
    [WHEN_WEEK] = "week",
    [WHEN_MONTH] = "month",
    [WHEN_WEEKDAY] = "weekday",
    [WHEN_THIS_WEEKDAY] = "this-weekday",
    [WHEN_NEXT_WEEKDAY] = "next-weekday",
    [WHEN_COMING_WEEKDAY] = "coming-weekday",
    [WHEN_WEEK_END] = "week-end",
    [WHEN_DATE] = "date",
    [WHEN_DATE_WEEK] = "date-week",
    [WHEN_DAY_OF_MONTH] = "day-of-month",
    [WHEN_MONTH_END] = "month-end",
    [WHEN_MONTH_DAY] = "month-day",
    [WHEN_NEXT_MONTH_DAY] = "next-month-day",
    [WHEN_MONTH_WEEKDAY] = "month-weekday",
    [WHEN_MONTH_BUSINESS] = "month-business-day",
    [WHEN_MONTH_WEEK] = "month-week",
    [WHEN_WEEK_NUMBER] = "week-number",
    [WHEN_HALF_MONTH] = "half-month",
    [WHEN_FIXED] = "fixed",
    [WHEN_AFTER] = "after",
    [WHEN_FEAST] = "feast",
    [WHEN_BESIDE] = "beside",
    [WHEN_AT_ONCE] = "at-once",
    [WHEN_NOTHING] = "nothing",
};

int
when_named(struct str name)
{
	for (int i = 0; i < WHEN_COUNT; i++)
		if (str_eqc(name, whens[i]))
			return i;
	return -1;
}
