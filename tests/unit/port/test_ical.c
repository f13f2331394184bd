#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "model/limits.h"
#include "port/ical.h"

struct heard {
	struct arena *a;
	struct ical_days out;
	int lines[20];
	char words[20][256];
	int count;
};

static void
hear(void *ctx, int line, const char *text)
{
	struct heard *h = ctx;

	if (h->count == 20)
		return;
	snprintf(h->words[h->count], sizeof(h->words[0]), "%s", text);
	h->lines[h->count++] = line;
}

static int
setup(void **state)
{
	static struct heard h;

	h = (struct heard){.a = arena_new(16 << 20)};
	*state = &h;
	return 0;
}

static int
teardown(void **state)
{
	struct heard *h = *state;

	arena_free(&h->a);
	return 0;
}

static void
read_text(struct heard *h, struct str text)
{
	struct ical_ask ask = {
	    .text = text,
	    .from = day_of(2000, 1, 1),
	    .to = day_of(2100, 12, 31),
	    .report = hear,
	    .ctx = h,
	};

	h->count = 0;
	ical_read(h->a, &ask, &h->out);
}

/* The lines of events, in a calendar that begins on line 1. */
static void
read_events(struct heard *h, const char *events)
{
	read_text(
	    h, arena_fmt(h->a, "BEGIN:VCALENDAR\n%sEND:VCALENDAR\n", events));
}

static void
expect_day(const struct heard *h, size_t i, const char *iso)
{
	char day[DAY_TEXT];

	assert_true(i < h->out.count);
	assert_string_equal(day_iso(h->out.days[i], day), iso);
}

static void
whole_days_in_order_each_once(void **state)
{
	struct heard *h = *state;

	read_events(h, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261226\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n"
		       "DTEND;VALUE=DATE:20260103\nEND:VEVENT\n"
		       "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260102\r\n"
		       "DURATION:P1D\r\nEND:VEVENT\r\n");
	assert_int_equal(h->count, 0);
	assert_int_equal(h->out.count, 3);
	expect_day(h, 0, "2026-01-01");
	expect_day(h, 1, "2026-01-02");
	expect_day(h, 2, "2026-12-26");
}

static void
years_come_back_within_bounds(void **state)
{
	struct heard *h = *state;

	read_events(h, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:19900501\n"
		       "RRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20200501\n"
		       "END:VEVENT\n");
	assert_int_equal(h->count, 0);
	assert_int_equal(h->out.count, 100);
	expect_day(h, 0, "2000-05-01");
	expect_day(h, 20, "2021-05-01");
	expect_day(h, 99, "2100-05-01");
	read_events(h, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261126\n"
		       "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3\n"
		       "END:VEVENT\n");
	assert_int_equal(h->out.count, 3);
	expect_day(h, 1, "2027-11-25");
	expect_day(h, 2, "2028-11-23");
	/* A leap day comes back in leap years. */
	read_events(h, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20240229\n"
		       "RRULE:FREQ=YEARLY;UNTIL=20330101\nEND:VEVENT\n");
	assert_int_equal(h->out.count, 3);
	expect_day(h, 2, "2032-02-29");
}

static void
a_rule_that_never_comes_true_ends(void **state)
{
	struct heard *h = *state;

	read_events(h, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20240201\n"
		       "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31\n"
		       "END:VEVENT\n");
	assert_int_equal(h->out.count, 0);
}

static void
mistakes_have_their_lines(void **state)
{
	struct heard *h = *state;

	read_events(h, "BEGIN:VEVENT\nSUMMARY:no day\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART:20261225T090000\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
		       "RRULE:FREQ=MONTHLY\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
		       "DTEND;VALUE=DATE:20261224\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
		       "DTEND;VALUE=DATE:20271225\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:2026\nEND:VEVENT\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
		       "STATUS:CANCELLED\nEND:VEVENT\n");
	assert_int_equal(h->out.count, 0);
	assert_int_equal(h->count, 6);
	assert_int_equal(h->lines[0], 2);
	assert_int_equal(h->lines[1], 5);
	assert_int_equal(h->lines[2], 8);
	assert_int_equal(h->lines[3], 12);
	assert_int_equal(h->lines[4], 16);
	assert_int_equal(h->lines[5], 20);
}

static void
other_components_are_left_alone(void **state)
{
	struct heard *h = *state;

	read_events(h, "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\n"
		       "DTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\n"
		       "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
		       "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT1H\n"
		       "DESCRIPTION:x\nEND:VALARM\nEND:VEVENT\n");
	assert_int_equal(h->count, 0);
	assert_int_equal(h->out.count, 1);
}

static void
what_is_no_calendar_is_told(void **state)
{
	struct heard *h = *state;

	read_text(h, STR("2026-12-25 Christmas\n"));
	assert_int_equal(h->count, 1);
	read_text(h, STR(""));
	assert_int_equal(h->count, 1);
	read_text(h, STR("\xff\xfe"));
	assert_int_equal(h->count, 1);
	read_text(h, STR("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:"));
	assert_int_equal(h->out.count, 0);
	assert_int_equal(h->count, 1);
	read_text(h, STR("END:VCALENDAR\n"));
	assert_int_equal(h->count, 2);
}

static void
sizes_are_bounded(void **state)
{
	struct heard *h = *state;
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_adds(&b, "BEGIN:VCALENDAR\n");
	for (int i = 0; i < LIMIT_CALENDAR_EVENTS + 5; i++)
		buf_adds(&b, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
			     "END:VEVENT\n");
	read_text(h, buf_str(&b));
	assert_int_equal(h->count, 1);
	assert_int_equal(h->out.count, 1);
	buf_clear(&b);
	buf_adds(&b, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:");
	for (int i = 0; i < LIMIT_CALENDAR_EVENT; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, "\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\n"
		     "END:VCALENDAR\n");
	read_text(h, buf_str(&b));
	assert_int_equal(h->count, 1);
	assert_int_equal(h->out.count, 0);
	buf_fini(&b);
}

static bool
has(const struct heard *h, int y, int m, int d)
{
	for (size_t i = 0; i < h->out.count; i++)
		if (h->out.days[i] == day_of(y, m, d))
			return true;
	return false;
}

static void
read_shipped(struct heard *h, const char *path)
{
	struct err err;
	struct buf b;

	buf_init(&b, LIMIT_CALENDAR_FILE);
	assert_int_equal(file_read(path, &b, &err), RC_OK);
	read_text(h, buf_str(&b));
	assert_int_equal(h->count, 0);
	buf_fini(&b);
}

/* Days that were published, not computed: Easter early and late, and what is
 * kept instead of a weekend. */
static void
shipped_files_have_the_published_days(void **state)
{
	struct heard *h = *state;

	read_shipped(h, "calendars/US.ics");
	assert_true(has(h, 2026, 7, 3));    /* the 4th is a Saturday */
	assert_true(has(h, 2027, 12, 24));  /* Christmas is a Saturday */
	assert_true(has(h, 2027, 12, 31));  /* so is New Year's Day 2028 */
	assert_true(has(h, 2027, 7, 5));    /* the 4th is a Sunday */
	assert_true(has(h, 2026, 11, 26));  /* Thanksgiving */
	assert_true(has(h, 2026, 5, 25));   /* Memorial Day */
	assert_false(has(h, 2026, 11, 27)); /* a day off by custom only */
	read_shipped(h, "calendars/GB.ics");
	assert_true(has(h, 2026, 12, 28)); /* Boxing Day is a Saturday */
	assert_true(has(h, 2027, 12, 27));
	assert_true(has(h, 2027, 12, 28));
	assert_true(has(h, 2028, 1, 3));
	assert_true(has(h, 2026, 4, 3));
	assert_true(has(h, 2025, 8, 25));
	read_shipped(h, "calendars/DE.ics");
	assert_true(has(h, 2026, 5, 14));   /* Christi Himmelfahrt */
	assert_true(has(h, 2026, 5, 25));   /* Pfingstmontag */
	assert_false(has(h, 2026, 10, 31)); /* not in all states */
	read_shipped(h, "calendars/FR.ics");
	assert_true(has(h, 2026, 4, 6));
	assert_true(has(h, 2027, 5, 6)); /* Ascension */
	read_shipped(h, "calendars/ES.ics");
	assert_true(has(h, 2026, 4, 3)); /* Viernes Santo */
	assert_true(has(h, 2026, 1, 6));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(whole_days_in_order_each_once),
	    T(years_come_back_within_bounds),
	    T(a_rule_that_never_comes_true_ends),
	    T(mistakes_have_their_lines),
	    T(other_components_are_left_alone),
	    T(what_is_no_calendar_is_told),
	    T(sizes_are_bounded),
	    T(shipped_files_have_the_published_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
