#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/calendar.h"

static day_t days[3];

static struct calendar
with_holidays(void)
{
	days[0] = day_of(2026, 12, 25); /* Friday */
	days[1] = day_of(2026, 12, 28); /* Monday */
	days[2] = day_of(2027, 1, 1);
	return (struct calendar){true, days, 3};
}

static void
open_and_closed(void **state)
{
	struct calendar c = with_holidays();

	(void)state;
	assert_true(calendar_is_open(&c, day_of(2026, 12, 24)));
	assert_false(calendar_is_open(&c, day_of(2026, 12, 25)));
	assert_false(calendar_is_open(&c, day_of(2026, 12, 26)));
	c.weekdays_only = false;
	assert_true(calendar_is_open(&c, day_of(2026, 12, 26)));
	assert_false(calendar_is_open(&c, day_of(2027, 1, 1)));
}

static void
rolls_over_all_that_is_closed(void **state)
{
	struct calendar c = with_holidays();

	(void)state;
	assert_int_equal(
	    calendar_roll(&c, day_of(2026, 12, 25)), day_of(2026, 12, 29));
	assert_int_equal(
	    calendar_roll(&c, day_of(2026, 12, 29)), day_of(2026, 12, 29));
	/* Over the end of a year, and over the 29th of February. */
	assert_int_equal(
	    calendar_roll(&c, day_of(2027, 1, 1)), day_of(2027, 1, 4));
	assert_int_equal(
	    calendar_add(&c, day_of(2028, 2, 28), 1), day_of(2028, 2, 29));
	assert_int_equal(
	    calendar_add(&c, day_of(2028, 2, 28), 2), day_of(2028, 3, 1));
	assert_int_equal(
	    calendar_add(&c, day_of(2027, 2, 26), 1), day_of(2027, 3, 1));
}

static void
there_and_back(void **state)
{
	struct calendar c = with_holidays();

	(void)state;
	for (day_t d = day_of(2026, 12, 1); d < day_of(2028, 3, 10); d++) {
		day_t open = calendar_roll(&c, d);

		assert_true(open >= d && calendar_is_open(&c, open));
		for (int n = 1; n < 12; n++) {
			day_t on = calendar_add(&c, open, n);

			assert_true(calendar_is_open(&c, on));
			assert_int_equal(calendar_add(&c, on, -n), open);
		}
	}
}

static void
a_calendar_without_an_open_day_ends(void **state)
{
	static day_t all[1000];
	struct calendar c = {false, all, 1000};

	(void)state;
	for (int i = 0; i < 1000; i++)
		all[i] = day_of(2026, 1, 1) + i;
	assert_true(calendar_roll(&c, all[0]) > all[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(open_and_closed),
	    cmocka_unit_test(rolls_over_all_that_is_closed),
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(a_calendar_without_an_open_day_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
