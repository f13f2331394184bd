#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/office.h"

static day_t holidays[1];
static struct office nine_to_five = {
    {.weekdays_only = true, .holidays = holidays, .holiday_count = 1}, 540,
    1020};

/* Of November 2026; the 6th is a Friday, the 11th a holiday. */
static void
after(int day, int minute, int64_t minutes, int want_day, int want_minute)
{
	struct office_time at = {day_of(2026, 11, day), minute};
	struct office_time got = office_after(&nine_to_five, at, minutes);

	assert_int_equal(got.day - day_of(2026, 10, 31), want_day);
	assert_int_equal(got.minute, want_minute);
}

static void
test_hours(void **state)
{
	(void)state;
	after(2, 600, 60, 2, 660);
	after(2, 960, 60, 2, 1020); /* exactly at the end */
	after(2, 960, 61, 3, 541);  /* a minute of the next day */
	after(2, 480, 60, 2, 600);  /* before the opening */
	after(2, 1100, 60, 3, 600); /* after the end */
	after(2, 1020, 0, 3, 540);
	after(6, 900, 240, 9, 660);   /* over a weekend */
	after(7, 900, 60, 9, 600);    /* on a Saturday */
	after(10, 1000, 60, 12, 580); /* over a holiday */
	after(2, 540, 16 * 60, 3, 1020);
	after(2, 540, 16 * 60 + 1, 4, 541);
	after(2, 540, 5 * 480, 6, 1020);
}

static void
test_never_open(void **state)
{
	struct office shut = {{.weekdays_only = true}, 600, 600};
	struct office_time at = {day_of(2026, 11, 2), 700}, got;

	(void)state;
	got = office_after(&shut, at, 600);
	assert_int_equal(got.day, day_of(2026, 11, 3));
	assert_int_equal(got.minute, 600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hours),
	    cmocka_unit_test(test_never_open),
	};

	holidays[0] = day_of(2026, 11, 11);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
