#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "decide/credit.h"

#define TODAY 20000
#define YEAR  366

static struct credit_rules
usual(void)
{
	return (struct credit_rules){
	    .watched = true,
	    .holds = true,
	    .thresholds = {80, 100},
	    .threshold_count = 2,
	    .hold_after = 30,
	    .grace = 7,
	    .min_amount = 5000,
	    .releases = true,
	    .review_every = 365,
	    .promise_grace = 2,
	};
}

static struct credit_state
nothing(void)
{
	return (struct credit_state){
	    .warned = DAY_NONE,
	    .held = DAY_NONE,
	    .told = DAY_NONE,
	    .excused = DAY_NONE,
	    .reviewed = TODAY,
	};
}

static struct credit_turn
decide(const struct credit_rules *rules, const struct credit_state *state,
    const struct credit_figures *f, day_t today)
{
	struct credit_turn t;

	credit_decide(f, rules, state, today, &t);
	return t;
}

static void
thresholds_are_read(void **unused)
{
	static const char *const bad[] = {"0", "80,", "100,80", "80,80", "x",
	    "80;90", "1001", "10,20,30,40,50,60,70,80,90", "-5", " ,"};
	struct credit_rules r = usual();

	(void)unused;
	assert_true(credit_thresholds(STR("50, 75,90"), &r));
	assert_int_equal(r.threshold_count, 3);
	assert_int_equal(r.thresholds[2], 90);
	assert_true(credit_thresholds(STR(""), &r));
	assert_int_equal(r.threshold_count, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(credit_thresholds(str_of(bad[i]), &r));
}

static void
names_go_both_ways(void **unused)
{
	(void)unused;
	for (int i = 0; i < CREDIT_REASONS; i++)
		assert_int_equal(
		    i, credit_reason_parse(
			   str_of(credit_reason_name((enum credit_reason)i))));
	for (int i = 0; i < CREDIT_MODES; i++)
		assert_int_equal(i, credit_mode_parse(str_of(credit_mode_name(
					(enum credit_mode)i))));
	assert_int_equal(credit_reason_parse(STR("whatever")), CREDIT_NONE);
}

/* 3.12: 50 000 of 60 000; and sums that would not fit. */
static void
share_of_the_limit(void **unused)
{
	struct credit_figures f = {.limit = 6000000, .open = 5000000};

	(void)unused;
	assert_int_equal(credit_used(&f), 8333);
	f.limit = 0;
	assert_int_equal(credit_used(&f), 0);
	f = (struct credit_figures){.limit = INT64_MAX, .open = INT64_MAX};
	assert_in_range(credit_used(&f), 9990, 10000);
}

/* 3.8: (1 000, 45 days), (3 000, 25), (2 000, 60). */
static void
days_to_pay_are_weighted(void **unused)
{
	const struct credit_paid v[] = {
	    {45, 100000}, {25, 300000}, {60, 200000}};

	(void)unused;
	assert_int_equal(credit_days_to_pay(v, 3), 40);
	assert_int_equal(credit_days_to_pay(v, 0), -1);
}

static struct facts_invoice
invoice(int64_t open, const char *currency, int late)
{
	return (struct facts_invoice){
	    .open = money_of(open, str_of(currency)),
	    .due = TODAY - late,
	    .promised = DAY_NONE,
	};
}

static void
only_own_currency_counts(void **unused)
{
	struct facts_invoice v[] = {
	    invoice(100, "USD", 10), invoice(200, "USD", 40),
	    invoice(4000, "EUR", 90), invoice(700, "USD", 0),
	    invoice(300, "USD", 60), /* disputed */
	    invoice(500, "USD", 50), /* promised */
	};
	struct money unapplied[] = {
	    money_of(50, STR("USD")), money_of(9999, STR("EUR"))};
	struct facts_account facts = {
	    .account = {.currency = STR("USD"), .credit_limit = 1000},
	    .invoices = v,
	    .invoice_count = 6,
	    .unapplied = unapplied,
	    .unapplied_count = 2,
	    .today = TODAY,
	};
	struct credit_rules rules = usual();
	struct credit_figures f;

	(void)unused;
	v[4].disputed = true;
	v[5].promised = TODAY + 3;
	credit_measure(&facts, &rules, &f);
	assert_int_equal(f.open, 1800 - 50);
	assert_int_equal(f.past_due, 300 - 50);
	assert_int_equal(f.late, 200 - 50);
	assert_int_equal(f.oldest_days, 40);
	assert_int_equal(f.next_day, TODAY + 1); /* 700 gets past due */
}

static void
thresholds_are_told_once(void **unused)
{
	/* per cent of 100.00, and what is told of it */
	static const struct {
		int64_t open;
		int64_t used, announced;
	} way[] = {
	    {7999, 0, 0},
	    {8000, 80, 80},
	    {9999, 0, 80},
	    {10000, 100, 100},
	    {9500, 0, 100}, /* five points are not below */
	    {10000, 0, 100},
	    {9499, 0, 80},
	    {10000, 100, 100},
	    {7500, 0, 80},
	    {7499, 0, 0},
	    {12000, 100, 100}, /* the highest only */
	    {0, 0, 0},
	};
	struct credit_rules rules = usual();
	struct credit_state s = nothing();

	(void)unused;
	rules.holds = false;
	for (size_t i = 0; i < sizeof(way) / sizeof(*way); i++) {
		struct credit_figures f = {
		    .limit = 10000, .open = way[i].open, .next_day = DAY_NONE};
		struct credit_turn t = decide(&rules, &s, &f, TODAY);

		assert_int_equal(t.used, way[i].used);
		assert_int_equal(t.announced, way[i].announced);
		s.announced = t.announced;
	}
}

static void
small_amounts_hold_nobody(void **unused)
{
	struct credit_rules rules = usual();
	struct credit_state s = nothing();
	struct credit_figures f = {.limit = 100000,
	    .open = 104999,
	    .late = 4999,
	    .past_due = 4999,
	    .next_day = DAY_NONE};

	(void)unused;
	assert_false(decide(&rules, &s, &f, TODAY).warned);
	f.late = 5000;
	assert_int_equal(decide(&rules, &s, &f, TODAY).reason, CREDIT_PAST_DUE);
	f.late = 0;
	f.open = 105000;
	assert_int_equal(
	    decide(&rules, &s, &f, TODAY).reason, CREDIT_OVER_LIMIT);
	f.open = 10000;
	f.past_due = 5000;
	f.broken = 2;
	assert_false(decide(&rules, &s, &f, TODAY).warned);
	rules.broken = 2;
	assert_int_equal(
	    decide(&rules, &s, &f, TODAY).reason, CREDIT_BROKEN_PROMISE);
}

/* The grace counts from the day on which the customer was told. */
static void
grace_counts_from_the_word(void **unused)
{
	struct credit_rules rules = usual();
	struct credit_state s = nothing();
	struct credit_figures f = {
	    .late = 9999, .past_due = 9999, .next_day = DAY_NONE};

	(void)unused;
	s.warned = TODAY;
	assert_false(decide(&rules, &s, &f, TODAY + 6).held);
	assert_true(decide(&rules, &s, &f, TODAY + 7).held);
	s.tells = true;
	assert_false(decide(&rules, &s, &f, TODAY + 7).held);
	assert_true(decide(&rules, &s, &f, TODAY + 7 + CREDIT_PATIENCE).held);
	s.told = TODAY + 3;
	assert_false(decide(&rules, &s, &f, TODAY + 9).held);
	assert_true(decide(&rules, &s, &f, TODAY + 10).held);
	f.late = 0;
	assert_true(decide(&rules, &s, &f, TODAY + 10).calmed);
}

static void
a_person_decides(void **unused)
{
	struct credit_rules rules = usual();
	struct credit_state s = nothing();
	struct credit_figures none = {.next_day = DAY_NONE};
	struct credit_figures late = {
	    .late = 9999, .past_due = 9999, .next_day = DAY_NONE};
	struct credit_turn t;

	(void)unused;
	s.mode = CREDIT_ON;
	t = decide(&rules, &s, &none, TODAY);
	assert_true(t.held && t.reason == CREDIT_MANUAL);
	s.held = TODAY;
	s.reason = CREDIT_MANUAL;
	assert_false(decide(&rules, &s, &none, TODAY).held);
	s.mode = CREDIT_OFF;
	assert_true(decide(&rules, &s, &late, TODAY).released);
	s.held = DAY_NONE;
	assert_false(decide(&rules, &s, &late, TODAY).warned);
	/* Let go although it is late: until it was cured once. */
	s.mode = CREDIT_AUTO;
	s.held = TODAY;
	s.excused = CREDIT_UNTIL_CURED;
	t = decide(&rules, &s, &late, TODAY);
	assert_true(t.released && t.excused == CREDIT_UNTIL_CURED);
	s.held = DAY_NONE;
	assert_false(decide(&rules, &s, &late, TODAY + 300).warned);
	assert_int_equal(decide(&rules, &s, &none, TODAY).excused, DAY_NONE);
	s.excused = TODAY + 3;
	assert_false(decide(&rules, &s, &late, TODAY + 3).warned);
	assert_true(decide(&rules, &s, &late, TODAY + 4).warned);
}

static void
release_may_be_a_persons(void **unused)
{
	struct credit_rules rules = usual();
	struct credit_state s = nothing();
	struct credit_figures f = {.next_day = DAY_NONE};
	struct credit_turn t;

	(void)unused;
	rules.releases = false;
	s.warned = TODAY - 9;
	s.held = TODAY;
	s.reason = CREDIT_PAST_DUE;
	t = decide(&rules, &s, &f, TODAY + 1);
	assert_true(t.cured && !t.released && t.reason == CREDIT_PAST_DUE);
	/* Switched off altogether, nothing stays behind. */
	rules.watched = false;
	assert_true(decide(&rules, &s, &f, TODAY + 1).released);
}

static void
reviews_come_yearly(void **unused)
{
	struct credit_rules rules = usual();
	struct credit_state s = nothing();
	struct credit_figures f = {.limit = 1, .next_day = DAY_NONE};
	struct credit_turn t;

	(void)unused;
	assert_false(decide(&rules, &s, &f, TODAY + 364).review);
	assert_int_equal(
	    decide(&rules, &s, &f, TODAY + 364).next_day, TODAY + 365);
	t = decide(&rules, &s, &f, TODAY + 400);
	assert_true(t.review);
	assert_int_equal(t.next_day, TODAY + 765);
	f.limit = 0;
	assert_false(decide(&rules, &s, &f, TODAY + 400).review);
	f.limit = 1;
	rules.review_every = 0;
	assert_false(decide(&rules, &s, &f, TODAY + 400).review);
}

static uint32_t
dice(uint64_t *seed, uint32_t sides)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % sides;
}

/* What the store would remember, and what must hold of it. */
struct walk {
	struct credit_rules rules;
	struct credit_state s;
	struct credit_figures f;
	uint64_t seed;
	bool warned_before;
	int holds, releases, calms, useds, reviews;
};

static void
world_turns(struct walk *w, day_t today)
{
	struct credit_figures *f = &w->f;

	if (dice(&w->seed, 6) == 0)
		f->open = dice(&w->seed, 300000);
	if (dice(&w->seed, 9) == 0)
		f->late = dice(&w->seed, 2) ? 0 : dice(&w->seed, 100000);
	if (f->late > f->open)
		f->late = f->open;
	f->past_due = f->late;
	if (dice(&w->seed, 90) == 0)
		f->limit = dice(&w->seed, 3) * 100000;
	if (dice(&w->seed, 60) == 0)
		w->s.mode = (enum credit_mode)dice(&w->seed, CREDIT_MODES);
	if (dice(&w->seed, 60) == 0 && w->s.held != DAY_NONE) {
		w->s.mode = CREDIT_AUTO;
		w->s.excused =
		    dice(&w->seed, 2) ? CREDIT_UNTIL_CURED : today + 10;
	}
	if (w->s.warned != DAY_NONE && w->s.told == DAY_NONE &&
	    dice(&w->seed, 3) == 0)
		w->s.told = today;
	w->s.tells = dice(&w->seed, 10) != 0;
}

static bool
has_cause(const struct walk *w)
{
	const struct credit_figures *f = &w->f;

	return f->late >= w->rules.min_amount ||
	       (f->limit > 0 && f->open - f->limit >= w->rules.min_amount);
}

static void
holds_what_must(struct walk *w, const struct credit_turn *t, day_t today)
{
	bool held = w->s.held != DAY_NONE, warned = w->s.warned != DAY_NONE;

	assert_true(t->warned + t->calmed + t->held + t->released <= 1);
	assert_false(t->held && held);
	assert_false(t->released && !held);
	assert_false(t->warned && (warned || held));
	assert_false(t->calmed && (!warned || held));
	if (t->held && t->reason != CREDIT_MANUAL) {
		assert_true(warned);
		assert_true(today >= w->s.warned + w->rules.grace);
		assert_true(has_cause(w));
	}
	/* Within one look of the cure. */
	if (held && w->s.mode == CREDIT_AUTO && !has_cause(w))
		assert_true(t->released);
	if (warned && !held && w->s.mode == CREDIT_AUTO && !has_cause(w))
		assert_true(t->calmed);
	if (held && w->s.mode == CREDIT_AUTO && has_cause(w) &&
	    (w->s.excused == DAY_NONE || today > w->s.excused))
		assert_false(t->released);
	assert_true(t->next_day == DAY_NONE || t->next_day > today);
	assert_true(t->used == 0 || t->used > w->s.announced ||
		    t->announced == t->used);
}

static void
remember(struct walk *w, const struct credit_turn *t, day_t today)
{
	struct credit_state *s = &w->s;

	w->holds += t->held;
	w->releases += t->released;
	w->calms += t->calmed;
	w->useds += t->used != 0;
	w->reviews += t->review;
	s->announced = t->announced;
	s->excused = t->excused;
	s->reason = t->reason;
	if (t->warned)
		s->warned = today;
	if (t->held)
		s->held = today;
	if (t->calmed || t->released)
		s->warned = s->held = s->told = DAY_NONE;
	if (t->review)
		s->reviewed = today;
}

/* The same look twice brings nothing new. */
static void
nothing_twice(struct walk *w, day_t today)
{
	struct credit_turn t = decide(&w->rules, &w->s, &w->f, today);

	assert_false(t.warned || t.calmed || t.released || t.review);
	assert_int_equal(t.used, 0);
	/* Without a grace a warning may be a hold by the second look. */
	assert_false(t.held && w->s.warned != today);
}

static void
a_year_at_random(void **unused)
{
	int holds = 0, releases = 0, calms = 0, useds = 0, reviews = 0;

	(void)unused;
	for (uint64_t seed = 1; seed <= 2000; seed++) {
		struct walk w = {.rules = usual(),
		    .s = nothing(),
		    .f = {.limit = 100000, .next_day = DAY_NONE},
		    .seed = seed};

		w.rules.grace = (int)dice(&w.seed, 10);
		for (day_t day = TODAY; day <= TODAY + YEAR; day++) {
			struct credit_turn t;

			world_turns(&w, day);
			t = decide(&w.rules, &w.s, &w.f, day);
			holds_what_must(&w, &t, day);
			remember(&w, &t, day);
			nothing_twice(&w, day);
		}
		holds += w.holds;
		releases += w.releases;
		calms += w.calms;
		useds += w.useds;
		reviews += w.reviews;
	}
	/* The walk did visit everything. */
	assert_true(holds > 2000 && releases > 2000 && calms > 1000);
	assert_true(useds > 2000 && reviews > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(thresholds_are_read),
	    cmocka_unit_test(names_go_both_ways),
	    cmocka_unit_test(share_of_the_limit),
	    cmocka_unit_test(days_to_pay_are_weighted),
	    cmocka_unit_test(only_own_currency_counts),
	    cmocka_unit_test(thresholds_are_told_once),
	    cmocka_unit_test(small_amounts_hold_nobody),
	    cmocka_unit_test(grace_counts_from_the_word),
	    cmocka_unit_test(a_person_decides),
	    cmocka_unit_test(release_may_be_a_persons),
	    cmocka_unit_test(reviews_come_yearly),
	    cmocka_unit_test(a_year_at_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
