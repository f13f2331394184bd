#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decide/advance.h"

#define MONDAY 20780 /* 2026-11-23 */

/* A dispute: somebody is asked, reminded, and the customer told the end. */
static const struct sequence_step steps[] = {
    {.name = STR_INIT("acknowledge"),
	.anchor = ANCHOR_OPENED,
	.until = STR_INIT("acknowledged, resolved"),
	.response = true,
	.min_gap = -1},
    {.name = STR_INIT("ask"),
	.channel = STEP_INTERNAL,
	.anchor = ANCHOR_OPENED,
	.until = STR_INIT("answered, resolved"),
	.min_gap = -1},
    {.name = STR_INIT("escalate"),
	.channel = STEP_INTERNAL,
	.anchor = ANCHOR_OPENED,
	.offset = 3,
	.business = true,
	.repeat = 2,
	.times = 2,
	.until = STR_INIT("answered, resolved"),
	.min_gap = -1},
    {.name = STR_INIT("resolved"),
	.anchor = ANCHOR_RESOLVED,
	.response = true,
	.min_gap = -1},
};
static const struct sequence sequence = {.name = STR_INIT("disputes"),
    .kind = SEQUENCE_DISPUTES,
    .steps = (struct sequence_step *)steps,
    .step_count = 4};

enum {
	ACKNOWLEDGE,
	ASK,
	ESCALATE,
	RESOLVED
};

struct world {
	struct arena *a;
	struct facts_account facts;
	struct contact contact;
	struct course courses[2];
	struct course_event events[2][4];
	struct course_said said[2][4];
	struct dun_limits limits;
	struct sequence seq;
	struct sequence_step steps[4];
	struct advance out;
};

static int
setup(void **state)
{
	struct world *w = test_calloc(1, sizeof(*w));

	w->a = arena_new(1 << 20);
	w->contact = (struct contact){
	    .id = STR("k"), .email = STR("a@b.example"), .state = CONTACT_OK};
	w->facts = (struct facts_account){
	    .account = {.id = STR("A-1"), .segment = STR("public")},
	    .contacts = &w->contact,
	    .contact_count = 1,
	    .now = 1000000,
	    .today = MONDAY,
	    .minutes = 10 * 60,
	    .last_reminder = DAY_NONE,
	};
	w->limits = (struct dun_limits){
	    .calendar = {true, NULL, 0},
	    .window_from = 480,
	    .window_to = 1020,
	    .min_gap_days = 5,
	    .promise_grace_days = 2,
	};
	w->seq = sequence;
	memcpy(w->steps, steps, sizeof(steps));
	w->seq.steps = w->steps;
	for (int i = 0; i < 2; i++)
		w->courses[i] = (struct course){
		    .id = i ? STR("disputes/2") : STR("disputes/1"),
		    .events = w->events[i],
		    .said = w->said[i],
		};
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	arena_free(&w->a);
	test_free(w);
	return 0;
}

static void
happened(struct world *w, int course, enum step_anchor what, day_t day)
{
	struct course *c = &w->courses[course];

	c->events[c->event_count++] = (struct course_event){what, day};
}

static void
said(struct world *w, int course, const char *step, int64_t occurrence)
{
	struct course *c = &w->courses[course];

	c->said[c->said_count++] =
	    (struct course_said){str_of(step), occurrence, w->facts.today};
}

static void
decide(struct world *w, size_t count)
{
	struct advance_ask ask = {
	    &w->facts, &w->seq, &w->limits, w->courses, count};

	advance_decide(w->a, &ask, &w->out);
}

static bool
has(const struct world *w, size_t step)
{
	for (size_t i = 0; i < w->out.message_count; i++)
		if (w->out.messages[i].step == step)
			return true;
	return false;
}

/* An empty one stands for one that is not there. */
static const struct advance_message *
message(const struct world *w, size_t step)
{
	static const struct advance_message none = {
	    .verdict = ADVANCE_WAIT, .why = {"none", 4}};

	for (size_t i = 0; i < w->out.message_count; i++)
		if (w->out.messages[i].step == step)
			return &w->out.messages[i];
	return &none;
}

/* Both sides hear of it at once; the same step of two courses is one mail. */
static void
test_both_sides_once(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	happened(w, 1, ANCHOR_OPENED, MONDAY);
	decide(w, 2);
	assert_int_equal(w->out.message_count, 2);
	assert_true(has(w, ACKNOWLEDGE));
	assert_int_equal(message(w, ACKNOWLEDGE)->course_count, 2);
	assert_int_equal(message(w, ASK)->verdict, ADVANCE_SEND);
	assert_int_equal(w->out.next_day, MONDAY + 3);
}

/* Said once; what ended the step is not said at all. */
static void
test_said_and_ended(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	said(w, 0, "ask", 1);
	happened(w, 0, ANCHOR_ACKNOWLEDGED, MONDAY);
	decide(w, 1);
	assert_int_equal(w->out.message_count, 0);
	assert_false(w->out.over[0]);
	happened(w, 0, ANCHOR_ANSWERED, MONDAY);
	w->facts.today = MONDAY + 4;
	decide(w, 1);
	assert_int_equal(w->out.message_count, 0);
}

/* After an outage there is one message a side, the highest. */
static void
test_highest_only(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY - 7);
	decide(w, 1);
	assert_false(has(w, ASK));
	assert_true(has(w, ESCALATE));
	assert_int_equal(message(w, ESCALATE)->occurrence, 2);
	/* The lower one is passed over, not said later. */
	said(w, 0, "escalate", 2);
	said(w, 0, "acknowledge", 1);
	decide(w, 1);
	assert_int_equal(w->out.message_count, 0);
	assert_int_equal(w->out.next_day, DAY_NONE);
}

static void
test_repeats_so_often(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	happened(w, 0, ANCHOR_ACKNOWLEDGED, MONDAY);
	said(w, 0, "ask", 1);
	w->facts.today = MONDAY + 3;
	decide(w, 1);
	assert_int_equal(message(w, ESCALATE)->occurrence, 1);
	/* Nobody looks again after it was said: the next time is told now. */
	assert_int_equal(w->out.next_day, MONDAY + 5);
	said(w, 0, "escalate", 1);
	decide(w, 1);
	assert_int_equal(w->out.message_count, 0);
	assert_int_equal(w->out.next_day, MONDAY + 5);
	w->facts.today = MONDAY + 30;
	decide(w, 1);
	assert_int_equal(message(w, ESCALATE)->occurrence, 2);
}

static void
test_groups_are_apart(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	happened(w, 1, ANCHOR_OPENED, MONDAY);
	decide(w, 2);
	assert_int_equal(w->out.message_count, 2);
	assert_int_equal(message(w, ASK)->course_count, 2);
	w->courses[0].group = STR("pricing/");
	w->courses[1].group = STR("tax/");
	decide(w, 2);
	assert_int_equal(w->out.message_count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(w->out.messages[i].course_count, 1);
}

static void
test_over(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY - 3);
	happened(w, 0, ANCHOR_RESOLVED, MONDAY);
	decide(w, 1);
	assert_int_equal(w->out.message_count, 1);
	assert_true(has(w, RESOLVED));
	assert_false(w->out.over[0]);
	said(w, 0, "resolved", 1);
	decide(w, 1);
	assert_int_equal(w->out.message_count, 0);
	assert_true(w->out.over[0]);
}

/* A response waits for the hours only, anything else for the gap as well. */
static void
test_gates(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	w->facts.last_reminder = MONDAY - 1;
	w->facts.rests_until = w->facts.now + 500;
	w->facts.rest_reason = STR("a reply waits");
	w->facts.ledger_stale = true;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_SEND);
	w->steps[ACKNOWLEDGE].response = false;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	w->facts.ledger_stale = false;
	decide(w, 1);
	assert_true(str_eqc(message(w, ACKNOWLEDGE)->why, "a reply waits"));
	assert_int_equal(w->out.next_at, w->facts.now + 500);
	w->facts.rests_until = 0;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	assert_true(w->out.next_day > MONDAY);
	w->facts.last_reminder = DAY_NONE;
	w->facts.minutes = 1200;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	assert_int_equal(message(w, ASK)->verdict, ADVANCE_SEND);
}

static void
test_nobody_and_white_glove(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	w->contact.state = CONTACT_BOUNCED;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	assert_int_equal(message(w, ASK)->verdict, ADVANCE_SEND);
	w->contact.state = CONTACT_OK;
	w->facts.account.white_glove = true;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	/* Their own sequence sends invitations, and no other mail. */
	w->seq.kind = SEQUENCE_WHITE_GLOVE;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	w->steps[ACKNOWLEDGE].channel = STEP_INVITE;
	decide(w, 1);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_SEND);
}

static void
test_only_for(void **state)
{
	struct world *w = *state;

	happened(w, 0, ANCHOR_OPENED, MONDAY);
	w->steps[ASK].only.segment = STR("key, Public");
	decide(w, 1);
	assert_true(has(w, ASK));
	w->steps[ASK].only.segment = STR("key");
	decide(w, 1);
	assert_false(has(w, ASK));
}

/* Holidays and weekends do not count, and nothing happens on them. */
static void
test_holidays(void **state)
{
	static const day_t holidays[] = {MONDAY + 1, MONDAY + 3};
	struct world *w = *state;

	w->limits.calendar.holidays = holidays;
	w->limits.calendar.holiday_count = 2;
	happened(w, 0, ANCHOR_OPENED, MONDAY);
	happened(w, 0, ANCHOR_ACKNOWLEDGED, MONDAY);
	said(w, 0, "ask", 1);
	decide(w, 1);
	/* Wednesday, Friday, Monday */
	assert_int_equal(w->out.next_day, MONDAY + 7);
	w->facts.today = MONDAY + 1;
	happened(w, 1, ANCHOR_OPENED, MONDAY + 1);
	decide(w, 2);
	assert_int_equal(message(w, ASK)->verdict, ADVANCE_WAIT);
	assert_int_equal(w->out.next_day, MONDAY + 2);
}

/* Of what nobody waits for the customer gets one message at a time. */
static void
test_one_at_a_time(void **state)
{
	struct world *w = *state;

	w->steps[ACKNOWLEDGE].response = false;
	w->steps[RESOLVED].response = false;
	happened(w, 0, ANCHOR_OPENED, MONDAY);
	happened(w, 1, ANCHOR_OPENED, MONDAY - 9);
	happened(w, 1, ANCHOR_RESOLVED, MONDAY);
	decide(w, 2);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_WAIT);
	assert_int_equal(message(w, RESOLVED)->verdict, ADVANCE_SEND);
	assert_int_equal(message(w, ASK)->verdict, ADVANCE_SEND);
	assert_int_equal(w->out.next_day, MONDAY + 1);
	w->steps[ACKNOWLEDGE].response = true;
	decide(w, 2);
	assert_int_equal(message(w, ACKNOWLEDGE)->verdict, ADVANCE_SEND);
	assert_int_equal(message(w, RESOLVED)->verdict, ADVANCE_SEND);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_both_sides_once),
	    T(test_said_and_ended),
	    T(test_highest_only),
	    T(test_repeats_so_often),
	    T(test_groups_are_apart),
	    T(test_over),
	    T(test_gates),
	    T(test_nobody_and_white_glove),
	    T(test_only_for),
	    T(test_holidays),
	    T(test_one_at_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
