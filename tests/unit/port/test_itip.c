#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/day.h"
#include "model/limits.h"
#include "port/itip.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static void
same(struct str got, const char *want)
{
	if (!str_eqc(got, want))
		fail_msg("\"%.*s\", not \"%s\"", STR_ARG(got), want);
}

static struct itip_answer
read(struct str text)
{
	struct itip_answer out;

	itip_read(a, text, &out);
	return out;
}

static struct itip_request
request(void)
{
	struct itip_request r = {
	    .uid = STR("dm.0123456789abcdef0123.abcdefgh@harbour.example"),
	    .sequence = 2,
	    .minutes = 15,
	    .summary = STR("Harbour; Pine, Co. / Edith\nBEGIN:VALARM"),
	    .organizer_name = STR("Ruth \"R\" Okafor\r\nX-EVIL:1"),
	    .organizer = STR("ar+dm-1@harbour.example"),
	    .attendee_name = STR("Edith Ostrander"),
	    .attendee = STR("edith@ostrander.example"),
	};

	day_instant_parse(STR("2027-02-01T15:00:00Z"), &r.start);
	day_instant_parse(STR("2026-11-02T15:00:00Z"), &r.stamp);
	return r;
}

static bool
has_line(struct str text, const char *start)
{
	struct str line;

	while (str_line(&text, &line))
		if (str_starts(line, str_of(start)))
			return true;
	return false;
}

static void
test_write(void **state)
{
	struct itip_request r = request();
	struct str text = itip_write(a, &r), rest = text, line;
	struct itip_answer back = read(text);

	(void)state;
	assert_true(has_line(text, "METHOD:REQUEST"));
	assert_true(has_line(text, "DTSTART:20270201T150000Z"));
	assert_true(has_line(text, "DTEND:20270201T151500Z"));
	assert_true(has_line(text, "SEQUENCE:2"));
	same(back.uid, "dm.0123456789abcdef0123.abcdefgh@harbour.example");
	same(back.start, "20270201T150000Z");
	same(back.sequence, "2");
	/* Nothing that a name holds becomes a line of its own. */
	assert_false(has_line(text, "BEGIN:VALARM"));
	assert_false(has_line(text, "X-EVIL"));
	while (str_line(&rest, &line))
		assert_true(line.n <= 75);
}

static void
test_cancel(void **state)
{
	struct itip_request r = request();
	struct str text;
	struct itip_answer back;

	(void)state;
	r.cancel = true;
	r.sequence = 3;
	text = itip_write(a, &r);
	back = read(text);
	assert_true(has_line(text, "METHOD:CANCEL"));
	assert_true(has_line(text, "STATUS:CANCELLED"));
	assert_true(has_line(text, "SEQUENCE:3"));
	same(back.uid, "dm.0123456789abcdef0123.abcdefgh@harbour.example");
}

static void
test_read(void **state)
{
	struct itip_answer r =
	    read(STR("BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nVERSION:2.0\r\n"
		     "BEGIN:VEVENT\r\nUID:dm.x@\r\n harbour.example\r\n"
		     "ATTENDEE;PARTSTAT=tentative:mailto:e@o.example\r\n"
		     "DTSTART;TZID=\"Europe/London\":20270204T153000\r\n"
		     "SEQUENCE:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));

	(void)state;
	same(r.method, "COUNTER");
	same(r.uid, "dm.x@harbour.example");
	same(r.state, "TENTATIVE");
	same(r.start, "20270204T153000");
	same(r.zone, "Europe/London");
	same(r.sequence, "1");
}

static void
test_hostile(void **state)
{
	char *deep = malloc(LIMIT_CALENDAR_ANSWER + 100);
	size_t n = 0;

	(void)state;
	same(read(STR("")).uid, "");
	same(read(STR("no calendar")).uid, "");
	same(read(STR("BEGIN:VCALENDAR\nEND:VCALENDAR\n")).uid, "");
	same(read(STR("BEGIN:VEVENT\nUID:x\nEND:VEVENT\n")).uid, "");
	same(read(STR("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:\xff\n"
		      "END:VEVENT\nEND:VCALENDAR\n"))
		 .uid,
	    "");
	while (n + 14 < LIMIT_CALENDAR_ANSWER) {
		memcpy(deep + n, "BEGIN:VEVENT\r\n", 14);
		n += 14;
	}
	read((struct str){deep, n});
	read((struct str){deep, LIMIT_CALENDAR_ANSWER + 1});
	free(deep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_write),
	    cmocka_unit_test(test_cancel),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
