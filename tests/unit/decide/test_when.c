#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/rulebook.h"
#include "decide/when.h"
#include "english.h"

static struct rules *rules;
static struct arena *arena;

/* Written on Tuesday 17 November 2026. */
static day_t
first_day(const char *text, bool month_first)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), month_first, DAY_NONE};
	struct sieve_text bits = {{0}};
	struct whens found;
	day_t day = DAY_NONE;

	sieve_read(&bits, str_of(text));
	when_find(&ctx, arena, str_of(text), &bits, NULL, &found);
	for (size_t i = 0; i < found.n && day == DAY_NONE; i++) {
		if (!found.v[i].other)
			day = found.v[i].day;
	}
	arena_reset(arena);
	return day;
}

static void
wants(const char *text, const char *iso)
{
	char got[DAY_TEXT] = "none";
	day_t day = first_day(text, false);

	if (day != DAY_NONE)
		day_iso(day, got);
	if (strcmp(got, iso))
		print_error("%s: %s\n", text, got);
	assert_string_equal(got, iso);
}

static void
test_near_days(void **state)
{
	(void)state;
	wants("paying it today", "2026-11-17");
	wants("I am paying now", "2026-11-17");
	wants("this afternoon", "2026-11-17");
	wants("tmrw", "2026-11-18");
	wants("the day after tomorrow", "2026-11-19");
	wants("in 10 days", "2026-11-27");
	wants("within thirty days", "2026-12-17");
	wants("3-4 days", "2026-11-21");
	wants("in 5 business days", "2026-11-24");
	wants("a week from today", "2026-11-24");
	wants("in a fortnight", "2026-12-01");
	wants("a couple of weeks", "2026-12-01");
	wants("in two months", "2027-01-17");
}

static void
test_weekdays(void **state)
{
	(void)state;
	wants("by Friday", "2026-11-20");
	wants("on Tuesday", "2026-11-24");
	wants("this Friday", "2026-11-20");
	wants("next Friday", "2026-11-27");
	wants("in next Monday's run", "2026-11-23");
	wants("Friday week", "2026-11-27");
	wants("a week on Thursday", "2026-11-26");
	wants("Friday the 11th", "2026-12-11");
	wants("Thursday, December 3", "2026-12-03");
	wants("next week", "2026-11-27");
	wants("end of the week", "2026-11-20");
	wants("week commencing 14 Dec", "2026-12-18");
	wants("w/c the 14th", "2026-12-18");
}

static void
test_months(void **state)
{
	(void)state;
	wants("on the 15th", "2026-12-15");
	wants("on the 17th", "2026-11-17");
	wants("the 5th of next month", "2026-12-05");
	wants("at month end", "2026-11-30");
	wants("end of January", "2027-01-31");
	wants("end of next month", "2026-12-31");
	wants("before year end", "2026-12-31");
	wants("close of the financial year", "2027-03-31");
	wants("mid December", "2026-12-15");
	wants("early February", "2027-02-05");
	wants("late January", "2027-01-25");
	wants("first week of January", "2027-01-08");
	wants("before Christmas", "2026-12-24");
}

/* Counted from the day that is named right behind. */
static void
test_beside(void **state)
{
	(void)state;
	wants("the day before the 25th", "2026-11-24");
	wants("the day after December 4", "2026-12-05");
	wants("the Monday after the 15th", "2026-12-21");
	wants("the Friday before month end", "2026-11-27");
	wants("the day before Thanksgiving", "2026-11-25");
	wants("the Monday following Thanksgiving", "2026-11-30");
	wants("the day after Christmas", "2026-12-26");
	wants("before Labor Day", "2027-09-05");
	wants("the day after Memorial Day", "2027-06-01");
	/* nothing is named there: the coming one */
	wants("the Monday after 12 of them came", "2026-11-23");
}

static void
test_nth_of_month(void **state)
{
	(void)state;
	wants("the second Friday in December", "2026-12-11");
	wants("the 3rd Wednesday of each month", "2026-11-18");
	wants("the last Friday of the month", "2026-11-27");
	wants("the first Monday of next month", "2026-12-07");
	wants("the fifth business day of next month", "2026-12-07");
	wants("the tenth of next month", "2026-12-10");
}

/* The last day that a text names. */
static void
last(const char *text, const char *iso)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), false, DAY_NONE};
	struct sieve_text bits = {{0}};
	struct whens found;
	char got[DAY_TEXT] = "none";

	sieve_read(&bits, str_of(text));
	when_find(&ctx, arena, str_of(text), &bits, NULL, &found);
	assert_true(found.n > 0);
	if (found.v[found.n - 1].day != DAY_NONE)
		day_iso(found.v[found.n - 1].day, got);
	assert_string_equal(got, iso);
	arena_reset(arena);
}

/* Counted from the day that was named before. */
static void
test_after(void **state)
{
	(void)state;
	last("calves sell December 10, you get yours the day after",
	    "2026-12-11");
	last("the board sits on December 7, checks go out that Friday",
	    "2026-12-11");
	last("July 13, and warrants are mailed the Friday after", "2027-07-16");
	last("back on 4 December, I write it the same day", "2026-12-04");
	last("it is due on November 30 and we'll pay it then", "2026-11-30");
	last("due December 20, and that's when it is paid", "2026-12-20");
	last("will pay the same day", "none");
	last("that Friday", "2026-11-20");
}

/* A day in a condition gives way to another one. */
static void
test_gives_way(void **state)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), false, DAY_NONE};
	static const char text[] =
	    "If I get the form by Monday, it goes on the 4th";
	struct sieve_text bits = {{0}};
	struct whens found;

	(void)state;
	sieve_read(&bits, str_of(text));
	when_find(&ctx, arena, str_of(text), &bits, NULL, &found);
	assert_int_equal(found.n, 2);
	assert_true(found.v[0].other);
	assert_false(found.v[1].other);
	arena_reset(arena);
}

/* "22nd" after "10 December" is of that December. */
static void
test_following(void **state)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), false, DAY_NONE};
	static const char text[] = "one on 10 December, the other on the 22nd";
	struct sieve_text bits = {{0}};
	struct whens found;

	(void)state;
	sieve_read(&bits, str_of(text));
	when_find(&ctx, arena, str_of(text), &bits, NULL, &found);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.v[0].day, day_of(2026, 12, 10));
	assert_int_equal(found.v[1].day, day_of(2026, 12, 22));
	assert_false(found.v[0].gone);
	arena_reset(arena);
}

/* A date without its year that was lately, and one that has its year. */
static void
test_gone(void **state)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), false, DAY_NONE};
	static const struct {
		const char *text;
		bool gone;
	} cases[] = {{"on 3 November", true}, {"on 3 November 2027", false},
	    {"on 3 June", false}, {"on 18 November", false},
	    {"mid September", true}, {"end of October", true},
	    {"end of June", false}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sieve_text bits = {{0}};
		struct whens found;

		sieve_read(&bits, str_of(cases[i].text));
		when_find(
		    &ctx, arena, str_of(cases[i].text), &bits, NULL, &found);
		assert_int_equal(found.n, 1);
		assert_int_equal(found.v[0].gone, cases[i].gone);
		arena_reset(arena);
	}
}

static void
test_halves(void **state)
{
	static const char book[] = "date half\n  match \\bhalf\\b\n"
				   "  is half-month 0\n"
				   "date next\n  match \\bother\\b\n"
				   "  is half-month 1\n";
	struct rules *own = NULL;
	struct err err;
	static const struct {
		int d;
		const char *text;
		int m, day;
	} cases[] = {{1, "half", 11, 15}, {15, "half", 11, 15},
	    {16, "half", 11, 30}, {30, "half", 11, 30}, {1, "other", 11, 30},
	    {17, "other", 12, 15}};

	(void)state;
	assert_int_equal(rules_add(&own, "x.rules", STR("xx"), str_of(book),
			     false, true, NULL, NULL, &err),
	    RC_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct when_context ctx = {own->books[0],
		    day_of(2026, 11, cases[i].d), false, DAY_NONE};
		struct sieve_text bits = {{0}};
		struct whens found;

		sieve_read(&bits, str_of(cases[i].text));
		when_find(
		    &ctx, arena, str_of(cases[i].text), &bits, NULL, &found);
		assert_int_equal(found.n, 1);
		assert_int_equal(
		    found.v[0].day, day_of(2026, cases[i].m, cases[i].day));
		arena_reset(arena);
	}
	rules_free(&own);
}

static void
test_dates(void **state)
{
	(void)state;
	wants("on 3 December", "2026-12-03");
	wants("December 3rd, 2026", "2026-12-03");
	wants("3rd of Feb", "2027-02-03");
	wants("5-Dec", "2026-12-05");
	wants("2027-01-15", "2027-01-15");
	wants("on 01.12.2026", "2026-12-01");
	wants("by payment proposal of Thursday, 26.11.", "2026-11-26");
	wants("within 30 days of today's date", "2026-12-17");
	wants("end of nxt week", "2026-11-27");
	wants("tomorrow is a holiday, so Thursday", "2026-11-19");
	wants("on 12/05", "2027-05-12");
	assert_int_equal(first_day("on 12/05", true), day_of(2026, 12, 5));
	assert_int_equal(first_day("on 25/12", true), day_of(2026, 12, 25));
	wants("on 31/02", "none");
	wants("on February 30", "none");
}

static void
test_no_days(void **state)
{
	(void)state;
	wants("within 3 days of receipt", "none");
	wants("net 30", "none");
	wants("last Friday", "none");
	wants("yesterday", "none");
	wants("ten days ago", "none");
	wants("your invoice dated 3 December", "none");
	wants("we are closed until 4 January", "none");
	wants("I received it on 2 December", "none");
	wants("we may pay", "none");
	wants("24/7", "none");
}

static void
test_order_of_locale(void **state)
{
	(void)state;
	assert_true(when_month_first(STR("en-US")));
	assert_false(when_month_first(STR("en-GB")));
	assert_false(when_month_first(STR("")));
	assert_false(when_month_first(STR("e")));
}

static void
test_keeps_the_longer(void **state)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), false, DAY_NONE};
	struct str text = STR("half on Friday 4 December, half on the 18th");
	struct sieve_text bits = {{0}};
	struct whens found;

	(void)state;
	sieve_read(&bits, text);
	when_find(&ctx, arena, text, &bits, NULL, &found);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.v[0].day, day_of(2026, 12, 4));
	assert_int_equal(found.v[1].day, day_of(2026, 12, 18));
	assert_true(found.v[0].text.p < found.v[1].text.p);
	arena_reset(arena);
}

static day_t
day_in_book(const struct rulebook *book, day_t today, const char *text)
{
	struct when_context ctx = {book, today, false, DAY_NONE};
	struct sieve_text bits = {{0}};
	struct whens found;
	day_t day;

	sieve_read(&bits, str_of(text));
	when_find(&ctx, arena, str_of(text), &bits, NULL, &found);
	day = found.n ? found.v[0].day : DAY_NONE;
	arena_reset(arena);
	return day;
}

static void
test_day_after_a_named_one(void **state)
{
	struct when_context ctx = {
	    rules->books[0], day_of(2026, 11, 17), false, day_of(2026, 12, 14)};
	struct str text = STR("cheques release the day after");
	struct sieve_text bits = {{0}};
	struct whens found;

	(void)state;
	sieve_read(&bits, text);
	when_find(&ctx, arena, text, &bits, NULL, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].day, day_of(2026, 12, 15));
	ctx.before = DAY_NONE;
	when_find(&ctx, arena, text, &bits, NULL, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].day, DAY_NONE);
	text = STR("they pay us on 9 December, you two days later");
	sieve_read(&bits, text);
	when_find(&ctx, arena, text, &bits, NULL, &found);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.v[1].day, day_of(2026, 12, 11));
	arena_reset(arena);
}

/* Last week's day is none of next year, unless the year is said. */
static void
test_gone_by(void **state)
{
	(void)state;
	wants("14 November", "none");
	wants("5 October", "none");
	/* a slip of the pen that a person has to see */
	wants("14.11.2026", "2026-11-14");
	wants("3 May 2025", "2025-05-03");
	wants("14 November 2027", "2027-11-14");
	wants("5 January", "2027-01-05");
	wants("17 November", "2026-11-17");
}

/* The Friday of that week; 2026 has 53 of them. */
static void
test_week_number(void **state)
{
	static const char file[] =
	    "date week\n"
	    "  match \\bweek (?<n>\\d{1,2})(?: (?<y>20\\d\\d))?\n"
	    "  is    week-number\n";
	const day_t tuesday = day_of(2026, 11, 17);
	struct rules *own = NULL;
	const struct rulebook *b;

	(void)state;
	assert_int_equal(rules_add(&own, "own", STR("xx"), str_of(file), false,
			     false, english_report, NULL, NULL),
	    RC_OK);
	b = own->books[0];
	assert_int_equal(
	    day_in_book(b, tuesday, "week 50"), day_of(2026, 12, 11));
	assert_int_equal(
	    day_in_book(b, tuesday, "week 47"), day_of(2026, 11, 20));
	assert_int_equal(
	    day_in_book(b, tuesday + 5, "week 47"), day_of(2026, 11, 20));
	assert_int_equal(
	    day_in_book(b, tuesday, "week 46"), day_of(2027, 11, 19));
	assert_int_equal(
	    day_in_book(b, tuesday, "week 53"), day_of(2027, 1, 1));
	assert_int_equal(
	    day_in_book(b, tuesday, "week 2"), day_of(2027, 1, 15));
	assert_int_equal(
	    day_in_book(b, day_of(2027, 1, 2), "week 53"), day_of(2027, 1, 1));
	assert_int_equal(
	    day_in_book(b, tuesday, "week 1 2028"), day_of(2028, 1, 7));
	assert_int_equal(day_in_book(b, tuesday, "week 54"), DAY_NONE);
	assert_int_equal(day_in_book(b, tuesday, "week 0"), DAY_NONE);
	rules_free(&own);
}

/* "the second Monday of December"; without a weekday, the week's Friday. */
static void
test_weekday_of_month(void **state)
{
	static const char file[] =
	    "months january / feb / mar / apr / may / jun / jul / aug / sep "
	    "/ oct / nov / december\n"
	    "weekdays sunday / monday / tuesday / wednesday / thursday / "
	    "friday / saturday\n"
	    "numbers first=1 second=2\n"
	    "date of-month\n"
	    "  match \\b(?<n>first|second) (?:(?<w>[mf]\\w+day)|week) of "
	    "(?:(?<m>december|january)|the month)\n"
	    "  is    month-week\n";
	const day_t tuesday = day_of(2026, 11, 17);
	struct rules *own = NULL;
	const struct rulebook *b;

	(void)state;
	assert_int_equal(rules_add(&own, "own", STR("xx"), str_of(file), false,
			     false, english_report, NULL, NULL),
	    RC_OK);
	b = own->books[0];
	assert_int_equal(day_in_book(b, tuesday, "first monday of december"),
	    day_of(2026, 12, 7));
	assert_int_equal(day_in_book(b, tuesday, "second friday of january"),
	    day_of(2027, 1, 8));
	assert_int_equal(day_in_book(b, tuesday, "first friday of the month"),
	    day_of(2026, 12, 4));
	assert_int_equal(day_in_book(b, tuesday, "first week of december"),
	    day_of(2026, 12, 11));
	rules_free(&own);
}

static void
test_month_weekday(void **state)
{
	static const char file[] =
	    "months january / february / march\n"
	    "weekdays sunday / monday / tuesday / wednesday / thursday / "
	    "friday / saturday\n"
	    "date last\n"
	    "  match \\blast (?<w>friday|monday)(?: of (?<m>\\w+))?\n"
	    "  is    month-weekday 0\n"
	    "date nth\n"
	    "  match \\b(?<n>\\d)\\. (?<w>friday|monday)\n"
	    "  is    month-weekday 1\n";
	const day_t tuesday = day_of(2026, 11, 17);
	struct rules *own = NULL;
	const struct rulebook *b;

	(void)state;
	assert_int_equal(rules_add(&own, "own", STR("xx"), str_of(file), false,
			     false, english_report, NULL, NULL),
	    RC_OK);
	b = own->books[0];
	assert_int_equal(
	    day_in_book(b, tuesday, "last friday"), day_of(2026, 11, 27));
	assert_int_equal(day_in_book(b, day_of(2026, 11, 28), "last friday"),
	    day_of(2026, 12, 25));
	assert_int_equal(
	    day_in_book(b, tuesday, "last monday"), day_of(2026, 11, 30));
	assert_int_equal(
	    day_in_book(b, tuesday, "3. friday"), day_of(2026, 11, 20));
	assert_int_equal(
	    day_in_book(b, tuesday, "1. friday"), day_of(2026, 12, 4));
	assert_int_equal(day_in_book(b, tuesday, "9. friday"), DAY_NONE);
	assert_int_equal(day_in_book(b, tuesday, "last friday of january"),
	    day_of(2027, 1, 29));
	assert_int_equal(
	    day_in_book(b, day_of(2027, 1, 30), "last friday of january"),
	    day_of(2028, 1, 28));
	rules_free(&own);
}

/* Of this month, or of the next when it is over. */
static void
test_month_business(void **state)
{
	static const char file[] =
	    "months jan / feb / mar / apr / may / jun / jul / aug / sep "
	    "/ oct / nov / december\n"
	    "date working\n"
	    "  match \\b(?<d>\\d+)\\. working day(?! of)\n"
	    "  is    month-business-day 0\n"
	    "date next\n"
	    "  match \\b(?<d>\\d+)\\. working day of next month\n"
	    "  is    month-business-day 1\n"
	    "date named\n"
	    "  match \\b(?<d>\\d+)\\. working day of (?<m>december)\n"
	    "  is    month-business-day 0\n";
	const day_t tuesday = day_of(2026, 11, 17);
	struct rules *own = NULL;
	const struct rulebook *b;

	(void)state;
	assert_int_equal(rules_add(&own, "own", STR("xx"), str_of(file), false,
			     false, english_report, NULL, NULL),
	    RC_OK);
	b = own->books[0];
	assert_int_equal(
	    day_in_book(b, tuesday, "5. working day"), day_of(2026, 12, 7));
	assert_int_equal(
	    day_in_book(b, tuesday, "15. working day"), day_of(2026, 11, 20));
	assert_int_equal(
	    day_in_book(b, tuesday, "1. working day of next month"),
	    day_of(2026, 12, 1));
	assert_int_equal(day_in_book(b, tuesday, "40. working day"), DAY_NONE);
	assert_int_equal(day_in_book(b, tuesday, "5. working day of december"),
	    day_of(2026, 12, 7));
	assert_int_equal(
	    day_in_book(b, day_of(2026, 12, 17), "5. working day of december"),
	    day_of(2027, 12, 7));
	rules_free(&own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_near_days),
	    cmocka_unit_test(test_weekdays),
	    cmocka_unit_test(test_months),
	    cmocka_unit_test(test_beside),
	    cmocka_unit_test(test_nth_of_month),
	    cmocka_unit_test(test_after),
	    cmocka_unit_test(test_gives_way),
	    cmocka_unit_test(test_following),
	    cmocka_unit_test(test_gone),
	    cmocka_unit_test(test_halves),
	    cmocka_unit_test(test_dates),
	    cmocka_unit_test(test_no_days),
	    cmocka_unit_test(test_order_of_locale),
	    cmocka_unit_test(test_keeps_the_longer),
	    cmocka_unit_test(test_day_after_a_named_one),
	    cmocka_unit_test(test_gone_by),
	    cmocka_unit_test(test_week_number),
	    cmocka_unit_test(test_weekday_of_month),
	    cmocka_unit_test(test_month_weekday),
	    cmocka_unit_test(test_month_business),
	};
	int failed;

	rules = english_rules(false);
	arena = arena_new(16u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
