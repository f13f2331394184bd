#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/interest.h"

static const struct interest_rate ecb[] = {
    {19358, 250}, /* 2023-01-01 */
    {20454, 215}, /* 2026-01-01 */
    {20635, 240}, /* 2026-07-01 */
};
static const struct interest_terms eu = {INTEREST_EU, 800, 0, true, ecb, 3};

static struct arena *a;
static struct interest x;
static struct str why;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static bool
ask(const struct interest_terms *t, const struct interest_debt *d, day_t until)
{
	return interest_decide(a, t, d, until, &x, &why);
}

static struct interest_debt
debt(int64_t minor, const char *currency, day_t due)
{
	return (struct interest_debt){
	    .amount = money_of(minor, str_of(currency)), .due = due};
}

/* 10 000 due 31 May: 83.42 in June and 88.33 in July are 171.75. */
static void
test_eu(void **state)
{
	struct interest_debt d = debt(1000000, "EUR", day_of(2026, 5, 31));

	(void)state;
	assert_true(ask(&eu, &d, day_of(2026, 7, 31)));
	assert_int_equal(x.line_count, 2);
	assert_int_equal(x.lines[0].points, 1015);
	assert_int_equal(x.lines[0].days, 30);
	assert_int_equal(x.lines[0].amount, 8342);
	assert_int_equal(x.lines[1].points, 1040);
	assert_int_equal(x.lines[1].days, 31);
	assert_int_equal(x.lines[1].amount, 8833);
	assert_int_equal(x.amount.minor, 17175);
	assert_int_equal(x.fixed.minor, 4000);
}

/* 5 000 at 12.25 % for 101 days; the rate before it starts stays. */
static void
test_uk(void **state)
{
	const struct interest_rate boe[] = {
	    {day_of(2025, 3, 1), 475},
	    {day_of(2025, 6, 30), 425},
	    {day_of(2025, 12, 31), 375},
	};
	const struct interest_terms uk = {INTEREST_UK, 800, 0, true, boe, 3};
	struct interest_debt d = debt(500000, "GBP", day_of(2025, 10, 1));

	(void)state;
	assert_true(ask(&uk, &d, d.due + 101));
	assert_int_equal(x.line_count, 1);
	assert_int_equal(x.lines[0].points, 1225);
	assert_int_equal(x.lines[0].days, 101);
	assert_int_equal(x.amount.minor, 16949);
	assert_int_equal(x.fixed.minor, 7000);
	d.amount.minor = 99999;
	assert_true(ask(&uk, &d, d.due + 1));
	assert_int_equal(x.fixed.minor, 4000);
	d.amount.minor = 1000000;
	assert_true(ask(&uk, &d, d.due + 1));
	assert_int_equal(x.fixed.minor, 10000);
	/* Interest that starts on 30 June has the rate of 31 December. */
	d = debt(500000, "GBP", day_of(2026, 6, 29));
	assert_true(ask(&uk, &d, day_of(2026, 7, 31)));
	assert_int_equal(x.lines[0].points, 1175);
}

static void
test_leap_year(void **state)
{
	struct interest_debt d = debt(1000000, "EUR", day_of(2023, 12, 16));

	(void)state;
	assert_true(ask(&eu, &d, day_of(2024, 2, 29)));
	assert_int_equal(x.line_count, 2);
	assert_int_equal(x.lines[0].year, 365);
	assert_int_equal(x.lines[0].days, 15);
	assert_int_equal(x.lines[1].year, 366);
	assert_int_equal(x.lines[1].days, 60);
	/* 43.1507 and 172.1311 */
	assert_int_equal(x.lines[0].amount, 4315);
	assert_int_equal(x.lines[1].amount, 17213);
	assert_int_equal(x.amount.minor, 21528);
}

static void
test_parts(void **state)
{
	struct interest_part paid[] = {
	    {day_of(2026, 6, 20), 200000},
	    {day_of(2026, 6, 10), 400000},
	    {day_of(2026, 5, 1), 100000},
	};
	struct interest_debt d = debt(1000000, "EUR", day_of(2026, 5, 31));

	(void)state;
	d.paid = paid;
	d.paid_count = 3;
	assert_true(ask(&eu, &d, day_of(2026, 6, 30)));
	assert_int_equal(x.line_count, 3);
	assert_int_equal(x.lines[0].open, 900000);
	assert_int_equal(x.lines[0].days, 10);
	assert_int_equal(x.lines[1].open, 500000);
	assert_int_equal(x.lines[2].open, 300000);
	/* (9000 + 5000 + 3000) * 10 days at 10.15 % */
	assert_int_equal(x.amount.minor, 4727);
	/* Paid in full: it stops, and what was paid too much adds nothing. */
	paid[0].minor = 900000;
	assert_true(ask(&eu, &d, day_of(2027, 1, 31)));
	assert_int_equal(x.line_count, 2);
	assert_int_equal(x.lines[1].to, day_of(2026, 6, 20));
}

static void
test_paid_in_time(void **state)
{
	struct interest_part paid = {day_of(2026, 5, 31), 1000000};
	struct interest_debt d = debt(1000000, "EUR", day_of(2026, 5, 31));

	(void)state;
	assert_true(ask(&eu, &d, day_of(2026, 5, 31)));
	assert_int_equal(x.fixed.minor, 0);
	d.paid = &paid;
	d.paid_count = 1;
	assert_true(ask(&eu, &d, day_of(2026, 12, 31)));
	assert_int_equal(x.amount.minor, 0);
	assert_int_equal(x.fixed.minor, 0);
}

static void
test_currencies(void **state)
{
	const struct interest_terms flat = {
	    .rule = INTEREST_FLAT, .flat = 1200, .fixed = true};
	struct interest_debt yen = debt(100000, "JPY", day_of(2026, 5, 31));
	struct interest_debt dinar = debt(1000000, "KWD", day_of(2026, 5, 31));

	(void)state;
	/* 100 000 yen: 986.3 */
	assert_true(ask(&flat, &yen, day_of(2026, 6, 30)));
	assert_int_equal(x.amount.minor, 986);
	assert_int_equal(x.fixed.minor, 0);
	/* 1000.000 dinar: 9.863 */
	assert_true(ask(&flat, &dinar, day_of(2026, 6, 30)));
	assert_int_equal(x.amount.minor, 9863);
	assert_string_equal(x.amount.currency, "KWD");
	/* The sum of a law in euro is not for other currencies. */
	assert_true(ask(&eu, &yen, day_of(2026, 6, 30)));
	assert_int_equal(x.fixed.minor, 0);
}

/* 73 days are a fifth of a year. */
static void
test_half_to_even(void **state)
{
	const struct interest_terms flat = {
	    .rule = INTEREST_FLAT, .flat = 1000};
	struct interest_debt d = debt(25, "USD", day_of(2026, 1, 1));

	(void)state;
	assert_true(ask(&flat, &d, d.due + 73)); /* 0.5 */
	assert_int_equal(x.amount.minor, 0);
	d.amount.minor = 75; /* 1.5 */
	assert_true(ask(&flat, &d, d.due + 73));
	assert_int_equal(x.amount.minor, 2);
	d.amount.minor = 125; /* 2.5 */
	assert_true(ask(&flat, &d, d.due + 73));
	assert_int_equal(x.amount.minor, 2);
}

static void
test_bounds(void **state)
{
	struct interest_debt d = debt(1000000, "EUR", day_of(2022, 11, 30));
	const struct interest_terms off = {.rule = INTEREST_NONE};

	(void)state;
	assert_false(ask(&eu, &d, day_of(2023, 1, 31)));
	assert_true(str_eqc(why, "no reference rate of 2022-07-01 is known"));
	assert_true(ask(&off, &d, day_of(2026, 1, 31)));
	assert_int_equal(x.amount.minor, 0);
	d = debt(INT64_MAX, "EUR", day_of(2023, 1, 1));
	assert_false(ask(&eu, &d, day_of(2200, 1, 1)));
	assert_true(str_eqc(why, "the sum is too large"));
	/* Below 0 it is nothing that we would owe. */
	const struct interest_rate low[] = {{day_of(2020, 1, 1), -900}};
	const struct interest_terms minus = {
	    INTEREST_EU, 800, 0, false, low, 1};
	d = debt(1000000, "EUR", day_of(2023, 1, 1));
	assert_true(ask(&minus, &d, day_of(2024, 1, 1)));
	assert_int_equal(x.amount.minor, 0);
}

static void
test_points(void **state)
{
	static const struct {
		const char *text;
		int64_t points;
	} good[] = {{"2.15", 215}, {"4", 400}, {"0.5", 50}, {"-0.50", -50},
	    {"0", 0}, {"1000", 100000}};
	static const char *const bad[] = {"", "-", ".", "2.", ".5", "2.155",
	    "2,15", " 2", "+2", "1001", "-101", "2.x", "2.-5"};
	char text[INTEREST_TEXT];
	int64_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_true(interest_points_parse(str_of(good[i].text), &n));
		assert_int_equal(n, good[i].points);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(interest_points_parse(str_of(bad[i]), &n));
	assert_string_equal(interest_points_text(1015, text), "10.15");
	assert_string_equal(interest_points_text(-5, text), "-0.05");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_eu),
	    cmocka_unit_test(test_uk),
	    cmocka_unit_test(test_leap_year),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_paid_in_time),
	    cmocka_unit_test(test_currencies),
	    cmocka_unit_test(test_half_to_even),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_points),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
