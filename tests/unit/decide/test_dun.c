#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/dun.h"
#include "decide/pledge.h"

/* Due on Monday 2026-11-02; the steps of the shipped sequence. */
#define DUE day_of(2026, 11, 2)

static struct sequence_step steps[] = {
    {.name = STR_INIT("nudge"),
	.anchor = ANCHOR_DUE,
	.offset = -3,
	.has_expires = true,
	.expires = 0,
	.min_gap = -1},
    {.name = STR_INIT("reminder-1"),
	.anchor = ANCHOR_DUE,
	.offset = 3,
	.min_gap = -1},
    {.name = STR_INIT("reminder-2"),
	.anchor = ANCHOR_DUE,
	.offset = 10,
	.min_gap = -1},
    {.name = STR_INIT("cadence"),
	.anchor = ANCHOR_DUE,
	.offset = 44,
	.repeat = 14,
	.min_gap = -1},
};
static const struct sequence sequence = {
    .name = STR_INIT("invoicing"), .steps = steps, .step_count = 4};

enum {
	NUDGE,
	FIRST,
	SECOND,
	CADENCE
};

struct world {
	struct arena *a;
	struct facts_account facts;
	struct facts_invoice invoices[3];
	struct contact contacts[2];
	struct dun_limits limits;
	struct dun dun;
};

static struct facts_invoice
invoice(const char *id, day_t due, int64_t open)
{
	return (struct facts_invoice){
	    .id = str_of(id),
	    .issued = due - 30,
	    .due = due,
	    .amount = money_of(open, STR("EUR")),
	    .open = money_of(open, STR("EUR")),
	    .promised = DAY_NONE,
	    .said = {.day = DAY_NONE},
	};
}

static void
at(struct world *w, day_t day, int minutes)
{
	w->facts.today = day;
	w->facts.minutes = minutes;
	w->facts.now = day_instant(day) + minutes * 60;
}

static int
setup(void **state)
{
	static struct world w;

	w = (struct world){.a = arena_new(1 << 20)};
	w.invoices[0] = invoice("A-1", DUE, 10000);
	w.contacts[0] = (struct contact){
	    .id = STR("c1"), .email = STR("one@customer.example")};
	w.contacts[1] = (struct contact){
	    .id = STR("c2"), .email = STR("two@customer.example")};
	w.limits = (struct dun_limits){
	    .calendar = {true, NULL, 0},
	    .window_from = 8 * 60,
	    .window_to = 17 * 60,
	    .min_gap_days = 3,
	    .promise_grace_days = 2,
	};
	w.facts = (struct facts_account){
	    .contacts = w.contacts,
	    .contact_count = 2,
	    .invoices = w.invoices,
	    .invoice_count = 1,
	    .last_reminder = DAY_NONE,
	};
	*state = &w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	arena_free(&w->a);
	return 0;
}

static void
decide(struct world *w)
{
	dun_decide(w->a, &w->facts, &sequence, &w->limits, &w->dun);
}

static void
waits_for_the_first_step(void **state)
{
	struct world *w = *state;

	at(w, DUE - 10, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	/* Friday 30 October: three days before the Monday. */
	assert_int_equal(w->dun.next_day, day_of(2026, 10, 30));
}

/* A reminder calls what it lists past due, a nudge what falls due soon. */
static void
past_due_and_to_come_are_not_mixed(void **state)
{
	struct world *w = *state;

	w->invoices[1] = invoice("A-2", DUE + 5, 10000);
	w->facts.invoice_count = 2;
	at(w, DUE + 3, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, FIRST);
	assert_int_equal(w->dun.lines[0].state, DUN_DUE);
	assert_int_equal(w->dun.lines[1].state, DUN_NOT_YET);
	assert_true(str_starts(w->dun.lines[1].why, STR("not past due")));
	assert_int_equal(w->dun.next_day, DUE + 4);

	/* The reminder was said; the nudge speaks of its own. */
	w->invoices[0].said = (struct facts_said){
	    .step = STR("reminder-1"), .occurrence = 1, .day = DUE};
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, NUDGE);
	assert_int_equal(w->dun.lines[0].state, DUN_NOT_YET);
	assert_int_equal(w->dun.lines[1].state, DUN_DUE);
}

static void
nudges_before_due_and_never_after(void **state)
{
	struct world *w = *state;

	at(w, DUE - 3, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, NUDGE);
	at(w, DUE + 1, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.next_day, DUE + 3);
}

static void
after_an_outage_one_message_at_the_highest_level(void **state)
{
	struct world *w = *state;

	at(w, DUE + 11, 600); /* steps one and two were both missed */
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, SECOND);
}

static void
what_was_said_is_not_said_again(void **state)
{
	struct world *w = *state;

	w->invoices[0].said =
	    (struct facts_said){STR("reminder-1"), FIRST + 1, 1, DUE + 3};
	at(w, DUE + 7, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.next_day, DUE + 10);
}

static void
steps_are_known_by_name_when_a_sequence_changes(void **state)
{
	struct world *w = *state;

	/* Said as the first of two steps; today it is the second of four. */
	w->invoices[0].said =
	    (struct facts_said){STR("reminder-1"), 1, 1, DUE + 3};
	at(w, DUE + 10, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, SECOND);
	/* A step that is gone: what was due when it was said is over. */
	w->invoices[0].said = (struct facts_said){STR("gone"), 9, 1, DUE + 5};
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, SECOND);
	w->invoices[0].said.day = DUE + 10;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
}

static void
cadence_repeats_and_catches_up_once(void **state)
{
	struct world *w = *state;

	w->invoices[0].said =
	    (struct facts_said){STR("cadence"), CADENCE + 1, 1, DUE + 44};
	at(w, day_roll_business(DUE + 44 + 43), 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, CADENCE);
	assert_int_equal(w->dun.occurrence, 4); /* not 2, 3 and 4 */
}

static void
one_message_at_the_worst_invoice(void **state)
{
	struct world *w = *state;

	w->invoices[1] = invoice("A-2", DUE + 6, 500);
	w->invoices[2] = invoice("A-3", DUE + 9, 700);
	w->facts.invoice_count = 3;
	at(w, DUE + 10, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, SECOND);
	assert_int_equal(w->dun.worst, 0);
	assert_int_equal(w->dun.lines[1].state, DUN_DUE);
	assert_int_equal(w->dun.lines[1].step, FIRST);
	/* Past due, and its first step lies ahead: in the table all the same */
	assert_int_equal(w->dun.lines[2].state, DUN_LISTED);
}

static void
disputed_and_promised_are_held(void **state)
{
	struct world *w = *state;

	w->invoices[0].disputed = true;
	w->invoices[1] = invoice("A-2", DUE, 500);
	w->invoices[1].promised = DUE + 12;
	w->facts.invoice_count = 2;
	at(w, DUE + 10, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.lines[0].state, DUN_HELD);
	assert_int_equal(w->dun.lines[1].state, DUN_HELD);
	/* Saturday's promise, two business days of grace: Wednesday. */
	assert_int_equal(w->dun.next_day, dun_promise_ends(DUE + 12, 2));
}

static void
a_disputed_one_does_not_hold_the_others(void **state)
{
	struct world *w = *state;

	w->invoices[0].disputed = true;
	w->invoices[1] = invoice("A-2", DUE + 2, 500);
	w->facts.invoice_count = 2;
	at(w, DUE + 8, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, FIRST);
	assert_int_equal(w->dun.lines[0].state, DUN_HELD);
}

static void
a_part_in_dispute_leaves_the_rest(void **state)
{
	struct world *w = *state;

	w->invoices[0].open.minor = 110;
	w->invoices[0].contested = money_of(10, STR("EUR"));
	steps[SECOND].min_amount = 100;
	at(w, DUE + 10, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, SECOND);
	w->invoices[0].contested.minor = 11; /* too little is left */
	decide(w);
	assert_int_equal(w->dun.step, FIRST);
	steps[SECOND].min_amount = 0;
}

static void
an_open_dispute_alone_waits_for_ever(void **state)
{
	struct world *w = *state;

	w->invoices[0].disputed = true;
	at(w, DUE + 8, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_NOTHING);
}

static void
white_glove_and_rests_hold_all(void **state)
{
	struct world *w = *state;

	at(w, DUE + 10, 600);
	w->facts.account.white_glove = true;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_NOTHING);
	w->facts.account.white_glove = false;
	w->facts.rests_until = w->facts.now + 3600;
	w->facts.rest_reason = STR("a reply waits for a person");
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.next_at, w->facts.now + 3600);
	w->facts.rests_until = INT64_MAX;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_NOTHING);
}

static void
the_next_contact_takes_over(void **state)
{
	struct world *w = *state;

	at(w, DUE + 10, 600);
	w->contacts[0].state = CONTACT_BOUNCED;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_ptr_equal(w->dun.contact, &w->contacts[1]);
	w->contacts[1].state = CONTACT_STOPPED;
	decide(w);
	/* A later step may need nobody: a letter, a call of ours. */
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.next_day, day_of(2026, 12, 16));
	assert_true(str_eqc(w->dun.why, "no usable address on file"));
	assert_null(w->dun.contact);
}

/* An invoice of today, a reminder, and work of our own people. */
static struct sequence_step mixed[] = {
    {.name = STR_INIT("invoice"),
	.anchor = ANCHOR_ISSUED,
	.has_expires = true,
	.expires = 5},
    {.name = STR_INIT("reminder-1"),
	.anchor = ANCHOR_DUE,
	.offset = 3,
	.min_gap = -1},
    {.name = STR_INIT("text"),
	.channel = STEP_SMS,
	.anchor = ANCHOR_DUE,
	.offset = 20,
	.min_gap = -1},
    {.name = STR_INIT("call"),
	.channel = STEP_PHONE,
	.anchor = ANCHOR_DUE,
	.offset = 37},
};
static const struct sequence of_all = {
    .name = STR_INIT("invoicing"), .steps = mixed, .step_count = 4};

static void
decide_mixed(struct world *w)
{
	dun_decide(w->a, &w->facts, &of_all, &w->limits, &w->dun);
}

static void
each_kind_of_message_says_its_own(void **state)
{
	struct world *w = *state;

	at(w, DUE + 37, 600);
	w->invoices[1] = invoice("I-2", DUE + 34, 100);
	w->invoices[2] = invoice("I-3", DUE + 67, 100);
	w->facts.invoice_count = 3;
	decide_mixed(w); /* the reminder comes first, and leaves the others */
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, 1);
	assert_int_equal(w->dun.lines[0].state, DUN_LISTED);
	assert_int_equal(w->dun.lines[1].state, DUN_DUE);
	assert_int_equal(w->dun.lines[2].state, DUN_NOT_YET);
	assert_int_equal(w->dun.next_at, w->facts.now + 60);
	/* Too fresh for a reminder: that keeps neither call nor invoice. */
	w->facts.last_reminder = DUE + 36;
	decide_mixed(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, 3);
	assert_int_equal(w->dun.lines[0].state, DUN_DUE);
	assert_int_equal(w->dun.lines[1].state, DUN_LISTED);
	assert_true(
	    str_eqc(w->dun.lines[1].why, "the last reminder is too fresh"));
	assert_int_equal(w->dun.lines[2].state, DUN_NOT_YET);
	w->invoices[0].said = (struct facts_said){STR("call"), 4, 1, DUE + 37};
	decide_mixed(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, 0);
	assert_int_equal(w->dun.lines[0].state, DUN_NOT_YET);
	assert_int_equal(w->dun.lines[1].state, DUN_HELD);
	assert_true(
	    str_eqc(w->dun.lines[1].why, "the last reminder is too fresh"));
	assert_int_equal(w->dun.next_at, w->facts.now + 60);
	assert_int_equal(w->dun.lines[2].state, DUN_DUE);
	/* All said but the reminder: it waits for its gap. */
	w->invoices[2].said =
	    (struct facts_said){STR("invoice"), 1, 1, DUE + 37};
	decide_mixed(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_true(str_eqc(w->dun.why, "the last reminder is too fresh"));
}

static void
a_text_needs_a_number(void **state)
{
	struct world *w = *state;

	at(w, DUE + 21, 600);
	w->facts.invoice_count = 1;
	decide_mixed(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_true(w->dun.no_number);
	assert_int_equal(w->dun.step, 2);
	assert_int_equal(w->dun.next_day, DUE + 37); /* the call */
	w->contacts[1].phone = STR("+1 207 555 0199");
	decide_mixed(w);
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_false(w->dun.no_number);
	assert_ptr_equal(w->dun.contact, &w->contacts[1]);
}

static void
keeps_to_the_gap_and_to_hours(void **state)
{
	struct world *w = *state;

	at(w, DUE + 10, 600); /* a Thursday */
	w->facts.last_reminder = DUE + 8;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.next_day, DUE + 11);
	w->facts.last_reminder = DAY_NONE;
	at(w, DUE + 10, 7 * 60);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	assert_int_equal(w->dun.next_day, DUE + 10);
	at(w, DUE + 11, 17 * 60); /* Friday evening: Monday */
	decide(w);
	assert_int_equal(w->dun.next_day, DUE + 14);
}

static void
gates_shut_for_a_stale_ledger_and_a_jump(void **state)
{
	struct world *w = *state;

	at(w, DUE + 10, 600);
	w->facts.ledger_stale = true;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
	w->facts.ledger_stale = false;
	w->facts.held = true;
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_WAIT);
}

static void
nothing_open_is_nothing_to_say(void **state)
{
	struct world *w = *state;

	w->facts.invoice_count = 0;
	at(w, DUE + 10, 600);
	decide(w);
	assert_int_equal(w->dun.verdict, DUN_NOTHING);
}

static void
small_amounts_stay_below_a_step(void **state)
{
	struct world *w = *state;

	w->invoices[0].open.minor = 99;
	steps[SECOND].min_amount = 100;
	at(w, DUE + 10, 600);
	decide(w);
	steps[SECOND].min_amount = 0;
	assert_int_equal(w->dun.verdict, DUN_SEND);
	assert_int_equal(w->dun.step, FIRST);
}

static void
promises_are_judged_by_payments(void **state)
{
	struct facts_promise p = {.day = DUE, .open_now = 500};

	(void)state;
	assert_int_equal(pledge_judge(&p, DUE + 2, 2), PLEDGE_OPEN);
	assert_int_equal(pledge_judge(&p, DUE + 3, 2), PLEDGE_BROKEN);
	p.applied_before = 100;
	p.applied_now = 100; /* came before it was promised */
	assert_int_equal(pledge_judge(&p, DUE + 3, 2), PLEDGE_BROKEN);
	p.applied_now = 300;
	assert_int_equal(pledge_judge(&p, DUE + 3, 2), PLEDGE_PARTLY);
	p.has_amount = true;
	p.amount.minor = 200;
	assert_int_equal(pledge_judge(&p, DUE, 2), PLEDGE_KEPT);
	p.has_amount = false;
	p.open_now = 0;
	assert_int_equal(pledge_judge(&p, DUE - 3, 2), PLEDGE_KEPT);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(waits_for_the_first_step),
	    T(nudges_before_due_and_never_after),
	    T(past_due_and_to_come_are_not_mixed),
	    T(after_an_outage_one_message_at_the_highest_level),
	    T(what_was_said_is_not_said_again),
	    T(steps_are_known_by_name_when_a_sequence_changes),
	    T(cadence_repeats_and_catches_up_once),
	    T(one_message_at_the_worst_invoice),
	    T(disputed_and_promised_are_held),
	    T(a_disputed_one_does_not_hold_the_others),
	    T(a_part_in_dispute_leaves_the_rest),
	    T(an_open_dispute_alone_waits_for_ever),
	    T(white_glove_and_rests_hold_all),
	    T(the_next_contact_takes_over),
	    T(each_kind_of_message_says_its_own),
	    T(a_text_needs_a_number),
	    T(keeps_to_the_gap_and_to_hours),
	    T(gates_shut_for_a_stale_ledger_and_a_jump),
	    T(nothing_open_is_nothing_to_say),
	    T(small_amounts_stay_below_a_step),
	    T(promises_are_judged_by_payments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
