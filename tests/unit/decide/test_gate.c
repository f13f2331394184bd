#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/dun.h"
#include "decide/gate.h"
#include "model/limits.h"
#include "port/zone.h"

#define FROM 480
#define TO   1050
#define DAYS 400

static const char *const zones[] = {"America/New_York", "Europe/Berlin",
    "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati"};

/* Holidays in all sorts of places: before weekends, behind them, in rows. */
static day_t holidays[8];

struct world {
	struct contact contact;
	struct facts_account facts;
	struct dun_limits limits;
	const struct zone *zone;
};

static int
setup(void **state)
{
	static struct world w;

	holidays[0] = day_of(2026, 11, 11);
	holidays[1] = day_of(2026, 11, 26);
	holidays[2] = day_of(2026, 12, 25);
	holidays[3] = day_of(2026, 12, 28);
	holidays[4] = day_of(2027, 1, 1);
	holidays[5] = day_of(2027, 3, 15);
	holidays[6] = day_of(2027, 11, 1);
	holidays[7] = day_of(2027, 12, 31);
	w = (struct world){
	    .contact = {.id = STR("c"), .email = STR("a@b.example")},
	    .limits = {{true, holidays, 8}, FROM, TO, 0, 2},
	};
	w.facts.contacts = &w.contact;
	w.facts.contact_count = 1;
	w.facts.last_reminder = DAY_NONE;
	*state = &w;
	return 0;
}

static void
set_moment(struct world *w, int64_t now)
{
	w->facts.now = now;
	w->facts.today = zone_day(w->zone, now, &w->facts.minutes);
}

static int64_t
instant_of(const struct world *w, day_t day, int minute)
{
	return zone_instant(w->zone, day, minute ? minute : FROM);
}

/* As the planner does: ask, wait until told, ask again. */
static void
every_day_of(struct world *w, int from, int to)
{
	int64_t now = day_instant(day_of(2026, 10, 20));
	int64_t end = now + DAYS * DAY_SECS;
	day_t last = DAY_NONE;
	int sent = 0, waits = 0;

	while (now < end) {
		struct gate gate;
		int64_t then;

		set_moment(w, now);
		if (!gate_hours(&w->facts, &w->contact, &w->limits, &gate)) {
			assert_true(calendar_is_open(
			    &w->limits.calendar, w->facts.today));
			assert_in_range(w->facts.minutes, from, to - 1);
			if (w->facts.today != last)
				sent++;
			last = w->facts.today;
			waits = 0;
			now += 1800;
			continue;
		}
		then = instant_of(w, gate.day, gate.minute);
		assert_true(then > now);
		assert_true(++waits == 1); /* what was told was so */
		now = then;
	}
	/* Each open day once; the first and the last may be cut. */
	assert_in_range(sent, DAYS * 5 / 7 - 8 - 2, DAYS * 5 / 7 + 2);
}

static void
never_on_a_closed_day_nor_out_of_the_window(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		w->zone = zone_find(str_of(zones[i]));
		assert_non_null(w->zone);
		every_day_of(w, FROM, TO);
	}
}

static void
hours_of_the_reader_narrow_the_window(void **state)
{
	struct world *w = *state;

	w->contact.hours_from = 840;
	w->contact.hours_to = 960;
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		w->zone = zone_find(str_of(zones[i]));
		every_day_of(w, 840, 960);
	}
	w->contact.hours_from = 420; /* from before the company opens */
	w->contact.hours_to = 600;
	w->zone = zone_find(STR("Europe/Berlin"));
	every_day_of(w, FROM, 600);
	w->contact.hours_from = 0; /* never meets it: the company's */
	w->contact.hours_to = 400;
	every_day_of(w, FROM, TO);
}

static void
a_reader_elsewhere_has_a_clock_of_their_own(void **state)
{
	struct world *w = *state;
	struct gate gate;

	/* Wednesday 18:00 here, 08:00 on Thursday there. */
	w->contact.ahead = 14 * 60;
	w->facts.today = day_of(2026, 11, 4);
	w->facts.minutes = 18 * 60;
	assert_false(gate_hours(&w->facts, &w->contact, &w->limits, &gate));
	/* Friday 18:00 here is Saturday there: Monday 08:00 is Sunday 18:00. */
	w->facts.today = day_of(2026, 11, 6);
	assert_true(gate_hours(&w->facts, &w->contact, &w->limits, &gate));
	assert_int_equal(gate.day, day_of(2026, 11, 8));
	assert_int_equal(gate.minute, 18 * 60);
	/* And behind: 05:00 there when it is 08:00 here. */
	w->contact.ahead = -180;
	w->facts.minutes = 8 * 60;
	assert_true(gate_hours(&w->facts, &w->contact, &w->limits, &gate));
	assert_int_equal(gate.day, day_of(2026, 11, 6));
	assert_int_equal(gate.minute, 11 * 60);
}

/* The hour that the clock leaves out or says twice is no reason for two. */
static void
changes_of_the_clock(void **state)
{
	struct world *w = *state;
	struct gate gate;

	w->limits.calendar.weekdays_only = false;
	w->limits.window_from = 150; /* 02:30 is left out on 14 March */
	w->limits.window_to = 240;
	w->zone = zone_find(STR("America/New_York"));
	set_moment(w, zone_instant(w->zone, day_of(2027, 3, 14), 60));
	assert_true(gate_hours(&w->facts, &w->contact, &w->limits, &gate));
	assert_int_equal(gate.day, day_of(2027, 3, 14));
	set_moment(w, zone_instant(w->zone, gate.day, gate.minute));
	assert_int_equal(w->facts.today, day_of(2027, 3, 14));
	assert_false(gate_hours(&w->facts, &w->contact, &w->limits, &gate));
	/* 01:30 comes twice on 1 November: fresh is fresh by the day. */
	w->limits.min_gap_days = 1;
	w->facts.today = w->facts.last_reminder = day_of(2026, 11, 1);
	assert_true(gate_fresh(&w->facts,
	    &(struct sequence_step){.min_gap = -1}, &w->limits, &gate));
	assert_int_equal(gate.day, day_of(2026, 11, 2));
}

static void
the_cap_counts_days_on_which_business_is_done(void **state)
{
	struct world *w = *state;
	const struct sequence_step usual = {.min_gap = -1};
	const struct sequence_step own = {.min_gap = 1}, none = {.min_gap = 0};
	struct gate gate;

	w->limits.min_gap_days = 3;
	w->facts.last_reminder = day_of(2026, 12, 23); /* Wednesday */
	w->facts.today = day_of(2026, 12, 29);
	/* 24, then not 25, 26, 27, 28, so 29 and 30. */
	assert_true(gate_fresh(&w->facts, &usual, &w->limits, &gate));
	assert_int_equal(gate.day, day_of(2026, 12, 30));
	assert_false(gate_fresh(&w->facts, &own, &w->limits, &gate));
	w->facts.today = w->facts.last_reminder;
	w->facts.last_reminder_at = 900;
	w->facts.now = 1000;
	assert_true(gate_fresh(&w->facts, &own, &w->limits, &gate));
	assert_false(gate_fresh(&w->facts, &none, &w->limits, &gate));
	/* One message at one moment, whatever the gap. */
	w->facts.last_reminder_at = 1000;
	assert_true(gate_fresh(&w->facts, &none, &w->limits, &gate));
	assert_int_equal(gate.day, w->facts.today + 1);
}

static void
who_is_paused_is_passed_over(void **state)
{
	struct world *w = *state;
	struct contact two[2] = {w->contact, w->contact};
	struct gate gate;

	w->facts.contacts = two;
	w->facts.contact_count = 2;
	w->facts.now = 1000;
	two[0].rests_until = 2000;
	two[0].rest_reason = STR("on leave");
	assert_ptr_equal(gate_contact(&w->facts, STR("ap")), &two[1]);
	two[1].state = CONTACT_STOPPED;
	assert_null(gate_contact(&w->facts, STR("ap")));
	assert_true(gate_nobody(&w->facts, NULL, &gate));
	assert_int_equal(gate.at, 2000);
	assert_true(str_eqc(gate.why, "on leave"));
	two[0].rests_until = INT64_MAX;
	assert_true(gate_nobody(&w->facts, NULL, &gate));
	assert_int_equal(gate.at, 0);
	two[0].state = CONTACT_BOUNCED;
	assert_true(gate_nobody(&w->facts, NULL, &gate));
	assert_int_equal(gate.at, 0);
	assert_true(str_eqc(gate.why, "no usable address on file"));
	assert_false(gate_nobody(&w->facts, &two[0], &gate));
}

/*
 * A whole sequence over 400 days, as the planner plays it: a step each day
 * that repeats, with and without a gap.
 */
static void
play(struct world *w, int gap)
{
	struct sequence_step step = {.name = STR("again"),
	    .anchor = ANCHOR_DUE,
	    .offset = 1,
	    .repeat = 1,
	    .min_gap = gap};
	const struct sequence seq = {.steps = &step, .step_count = 1};
	struct facts_invoice inv = {.id = STR("A-1"),
	    .due = day_of(2026, 10, 21),
	    .open = {.minor = 100},
	    .promised = DAY_NONE,
	    .said = {.day = DAY_NONE}};
	struct arena *a = arena_new(1 << 20);
	int64_t now = day_instant(day_of(2026, 10, 20));
	int64_t end = now + DAYS * DAY_SECS;
	day_t last = DAY_NONE;

	w->facts.invoices = &inv;
	w->facts.invoice_count = 1;
	w->facts.last_reminder = DAY_NONE;
	for (int i = 0; now < end && i < 4 * DAYS; i++) {
		struct dun dun;

		arena_reset(a);
		set_moment(w, now);
		dun_decide(a, &w->facts, &seq, &w->limits, &dun);
		if (dun.verdict == DUN_SEND) {
			assert_true(calendar_is_open(
			    &w->limits.calendar, w->facts.today));
			assert_in_range(w->facts.minutes, FROM, TO - 1);
			assert_true(last == DAY_NONE || w->facts.today > last);
			if (last != DAY_NONE && gap > 0)
				assert_true(w->facts.today >=
					    calendar_add(&w->limits.calendar,
						last, gap));
			last = w->facts.last_reminder = w->facts.today;
			inv.said = (struct facts_said){
			    step.name, 1, dun.occurrence, w->facts.today};
			now += 60;
			continue;
		}
		assert_int_equal(dun.verdict, DUN_WAIT);
		now = instant_of(w, dun.next_day, dun.next_minute);
		assert_true(now > w->facts.now);
	}
	assert_true(now >= end); /* it never asked without end */
	assert_true(last > day_of(2027, 11, 10));
	arena_free(&a);
}

static void
a_sequence_keeps_to_all_of_it(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		w->zone = zone_find(str_of(zones[i]));
		play(w, 0);
		play(w, 5);
	}
}

/* A reply that waits is no wish for silence; a pause is one. */
static void
some_steps_go_despite_rests(void **state)
{
	struct world *w = *state;
	struct sequence_step step = {.min_gap = -1};
	struct gate gate;

	w->facts.now = 1000;
	w->facts.rests_until = 2000;
	w->facts.rest_reason = STR("a reply waits");
	assert_true(gate_rests_for(&w->facts, &step, &gate));
	assert_int_equal(gate.at, 2000);
	step.despite_rests = true;
	assert_false(gate_rests_for(&w->facts, &step, &gate));
	w->facts.silent_until = 1000; /* over */
	assert_false(gate_rests_for(&w->facts, &step, &gate));
	w->facts.silent_until = 1500;
	w->facts.silent_reason = STR("a pause");
	assert_true(gate_rests_for(&w->facts, &step, &gate));
	assert_int_equal(gate.at, 1500);
	assert_true(str_eqc(gate.why, "a pause"));
	w->facts.silent_until = INT64_MAX;
	assert_true(gate_rests_for(&w->facts, &step, &gate));
	assert_int_equal(gate.at, 0);
}

static void
steps_count_by_days_of_business(void **state)
{
	struct world *w = *state;
	struct sequence_step step = {.offset = 3, .business = true};

	/* Monday 23 November, Thanksgiving on the 26th: Friday. */
	assert_int_equal(gate_step_day(&step, day_of(2026, 11, 23), &w->limits),
	    day_of(2026, 11, 27));
	step.business = false;
	assert_int_equal(gate_step_day(&step, day_of(2026, 11, 23), &w->limits),
	    day_of(2026, 11, 27));
	step.offset = -3; /* the end of a month, and a year before */
	step.business = true;
	assert_int_equal(gate_step_day(&step, day_of(2027, 1, 4), &w->limits),
	    day_of(2026, 12, 29));
	step.offset = 1;
	step.business = false;
	assert_int_equal(gate_step_day(&step, day_of(2028, 2, 28), &w->limits),
	    day_of(2028, 2, 29));
}

/* Who a step names for a copy, and can read it; never the reader again. */
static void
copies_by_role(void **state)
{
	struct world *w = *state;
	struct contact people[8];
	const struct contact *to[LIMIT_COPIES];
	struct sequence_step step = {
	    .channel = STEP_EMAIL, .cc = STR("executive, escalation")};

	for (size_t i = 0; i < 8; i++)
		people[i] = (struct contact){
		    .email = STR("x@b.example"), .role = ROLE_EXECUTIVE};
	people[0] = w->contact;               /* the reader, role ap */
	people[1].email = STR("A@B.example"); /* the reader's own address */
	people[2].state = CONTACT_BOUNCED;
	people[3].role = ROLE_BUYER;
	people[4].rests_until = 100;
	w->facts.contacts = people;
	w->facts.contact_count = 8;
	w->facts.now = 50;
	assert_int_equal(gate_copies(&w->facts, &step, &people[0], to), 3);
	assert_ptr_equal(to[0], &people[5]);
	w->facts.now = 100;
	assert_int_equal(gate_copies(&w->facts, &step, &people[0], to), 4);
	step.channel = STEP_LETTER;
	assert_int_equal(gate_copies(&w->facts, &step, &people[0], to), 0);
	step.channel = STEP_EMAIL;
	step.cc = STR("");
	assert_int_equal(gate_copies(&w->facts, &step, &people[0], to), 0);
	w->facts.contacts = &w->contact;
	w->facts.contact_count = 1;
}

#define T(f) cmocka_unit_test_setup(f, setup)

static const struct sequence_step text_step = {.channel = STEP_SMS};
static const struct sequence_step call_step = {.channel = STEP_CALL};

static void
set_line(struct contact *c, enum phone_state state, bool mobile)
{
	c->phone = STR("0171 2345678");
	c->line = (struct phone){.state = state, .mobile = mobile};
}

/* Who has a number that may be used is preferred to who comes first. */
static void
test_number(void **state)
{
	struct world *w = *state;
	struct contact two[2] = {w->contact, w->contact};
	struct gate gate;

	two[1].id = STR("d");
	w->facts.contacts = two;
	w->facts.contact_count = 2;
	set_line(&two[0], PHONE_STOPPED, true);
	set_line(&two[1], PHONE_OK, true);
	assert_ptr_equal(gate_reader(&w->facts, &text_step), &two[1]);
	assert_ptr_equal(gate_reader(&w->facts, &call_step), &two[1]);
	set_line(&two[1], PHONE_OK, false); /* a fixed line */
	assert_ptr_equal(gate_reader(&w->facts, &text_step), &two[0]);
	assert_ptr_equal(gate_reader(&w->facts, &call_step), &two[1]);
	assert_true(gate_number(&text_step, &two[1], &gate));
	assert_false(gate_number(&call_step, &two[1], &gate));
	assert_true(gate_number(&text_step, &two[0], &gate));
	assert_true(str_eqc(gate.why, "they asked not to be texted or called"));
	/* Without a carrier any number will do. */
	set_line(&two[0], PHONE_UNASKED, false);
	assert_ptr_equal(gate_reader(&w->facts, &text_step), &two[0]);
	for (int s = PHONE_OK + 1; s <= PHONE_DEAD; s++) {
		set_line(&two[0], (enum phone_state)s, true);
		assert_true(gate_number(&call_step, &two[0], &gate));
		assert_true(gate.why.n > 0);
		assert_int_equal(gate.at, 0);
	}
}

static bool
text_waits(struct world *w, int hour, int minute, struct gate *gate)
{
	/* A Tuesday. */
	set_moment(
	    w, day_instant(day_of(2026, 11, 3)) + hour * 3600 + minute * 60);
	return gate_texts(&w->facts, &text_step, &w->contact, &w->limits, gate);
}

static void
test_texts(void **state)
{
	struct world *w = *state;
	struct gate gate;

	w->zone = zone_find(STR("UTC"));
	set_line(&w->contact, PHONE_OK, true);
	assert_false(text_waits(w, 3, 0, &gate)); /* no hours of their own */
	w->limits.texts_from = 600;
	w->limits.texts_to = 1320; /* the window ends before */
	assert_true(text_waits(w, 9, 59, &gate));
	assert_int_equal(gate.day, day_of(2026, 11, 3));
	assert_int_equal(gate.minute, 600);
	assert_false(text_waits(w, 10, 0, &gate));
	assert_false(text_waits(w, 17, 29, &gate));
	assert_true(text_waits(w, 17, 30, &gate));
	assert_int_equal(gate.day, day_of(2026, 11, 4));
	w->contact.hours_from = 900;
	w->contact.hours_to = 960;
	assert_true(text_waits(w, 14, 59, &gate));
	assert_false(text_waits(w, 15, 0, &gate));
	w->contact.hours_from = w->contact.hours_to = 0;
	/* Once a day, on the clock of who holds the telephone. */
	w->contact.line.last_at = day_instant(day_of(2026, 11, 3)) + 60;
	assert_true(text_waits(w, 12, 0, &gate));
	assert_int_equal(gate.day, day_of(2026, 11, 4));
	w->contact.line.last_at -= 120;
	assert_false(text_waits(w, 12, 0, &gate));
	w->contact.ahead = -90; /* there it is the same day still */
	assert_false(text_waits(w, 12, 0, &gate));
	w->contact.line.last_at = day_instant(day_of(2026, 11, 3)) + 91 * 60;
	assert_true(text_waits(w, 12, 0, &gate));
	w->contact.line.last_at = 0;
	w->facts.texts_full = true;
	assert_true(text_waits(w, 12, 0, &gate));
	/* A mail has nothing to do with it. */
	assert_false(gate_texts(&w->facts,
	    &(struct sequence_step){.channel = STEP_EMAIL}, &w->contact,
	    &w->limits, &gate));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(copies_by_role),
	    T(never_on_a_closed_day_nor_out_of_the_window),
	    T(hours_of_the_reader_narrow_the_window),
	    T(a_reader_elsewhere_has_a_clock_of_their_own),
	    T(changes_of_the_clock),
	    T(the_cap_counts_days_on_which_business_is_done),
	    T(who_is_paused_is_passed_over),
	    T(a_sequence_keeps_to_all_of_it),
	    T(some_steps_go_despite_rests),
	    T(steps_count_by_days_of_business),
	    cmocka_unit_test_setup(test_number, setup),
	    cmocka_unit_test_setup(test_texts, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
