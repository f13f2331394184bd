#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/correct.h"

static const int64_t now = 1783900800; /* 2026-07-13 */

struct scene {
	struct arena *a;
	struct facts_account account;
	struct facts_invoice invoices[2];
	struct intent intent;
	struct intent_promise promise;
	struct str ids[2];
	struct correct c;
	struct effects out;
};

static int
setup(void **state)
{
	static struct scene s;

	s = (struct scene){.a = arena_new(1 << 20)};
	s.invoices[0] = (struct facts_invoice){
	    .id = STR("INV-1"),
	    .open = money_of(50000, STR("USD")),
	};
	s.invoices[1] = (struct facts_invoice){
	    .id = STR("INV-2"),
	    .open = money_of(70000, STR("USD")),
	};
	s.account = (struct facts_account){
	    .account = {.id = STR("C-1"), .currency = STR("USD")},
	    .invoices = s.invoices,
	    .invoice_count = 2,
	    .now = now,
	    .today = day_of(2026, 7, 13),
	};
	s.ids[0] = STR("INV-1");
	s.ids[1] = STR("INV-2");
	s.c = (struct correct){
	    .from = STR("Unsure"),
	    .to = STR("Disputes"),
	    .now = now,
	    .account = &s.account,
	    .intent = &s.intent,
	    .rest_days = 5,
	};
	*state = &s;
	return 0;
}

static int
teardown(void **state)
{
	struct scene *s = *state;

	arena_free(&s->a);
	return 0;
}

static void
move(struct scene *s, const char *from, const char *to)
{
	s->c.from = str_of(from);
	s->c.to = str_of(to);
	correct_decide(s->a, &s->c, &s->out);
}

static size_t
count(const struct scene *s, enum effect_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < s->out.n; i++)
		n += s->out.v[i].kind == kind;
	return n;
}

static const struct effect *
first(const struct scene *s, enum effect_kind kind)
{
	static const struct effect none;

	for (size_t i = 0; i < s->out.n; i++)
		if (s->out.v[i].kind == kind)
			return &s->out.v[i];
	fail_msg("no effect %s", effect_kind_name(kind));
	return &none;
}

static void
assert_str(struct str got, const char *want)
{
	assert_int_equal(got.n, str_of(want).n);
	assert_memory_equal(got.p, want, got.n);
}

static void
into_disputes_opens(void **state)
{
	struct scene *s = *state;
	const struct effect *x;

	s->c.disputed = s->ids;
	s->c.disputed_count = 2;
	move(s, "Unsure", "Disputes");
	x = first(s, EFFECT_DISPUTE);
	assert_int_equal(x->invoice_count, 2);
	assert_str(x->invoices[1], "INV-2");
	assert_int_equal(x->reason, DISPUTE_OTHER);
	assert_int_equal(count(s, EFFECT_TASK), 1);
	assert_int_equal(count(s, EFFECT_REST), 0);
	assert_str(first(s, EFFECT_NOTE)->text,
	    "moved by a person from Unsure to Disputes");
	assert_str(first(s, EFFECT_NOTE)->what, "moved");
	assert_str(s->out.queue, "Disputes");
}

static void
into_disputes_keeps_the_reason(void **state)
{
	struct scene *s = *state;

	s->intent.intents = INTENT_BIT(INTENT_DISPUTE);
	s->intent.reason = DISPUTE_TAX;
	s->c.disputed = s->ids;
	s->c.disputed_count = 1;
	move(s, "Unsure", "Disputes");
	assert_int_equal(first(s, EFFECT_DISPUTE)->reason, DISPUTE_TAX);
}

static void
into_disputes_asks(void **state)
{
	struct scene *s = *state;

	move(s, "Unsure", "Disputes");
	assert_int_equal(count(s, EFFECT_DISPUTE), 0);
	assert_str(first(s, EFFECT_TASK)->what, "dispute");
	assert_int_equal(first(s, EFFECT_REST)->until, now + 5 * 86400);
}

static void
open_once(void **state)
{
	struct scene *s = *state;
	struct str open = STR("d/1");

	s->c.disputed = s->ids;
	s->c.disputed_count = 1;
	s->c.disputes = &open;
	s->c.dispute_count = 1;
	move(s, "Promises", "Disputes");
	assert_int_equal(count(s, EFFECT_DISPUTE), 0);
	assert_int_equal(count(s, EFFECT_WITHDRAW), 0);
}

static void
out_of_disputes_withdraws(void **state)
{
	static const char *const to[] = {
	    "Promises", "Unsure", "Done", "Paid", "Unmatched", "Bounces"};
	struct scene *s = *state;
	struct str open[] = {STR("d/1"), STR("d/2")};

	s->c.disputes = open;
	s->c.dispute_count = 2;
	for (size_t i = 0; i < 6; i++) {
		move(s, "Disputes", to[i]);
		assert_int_equal(count(s, EFFECT_WITHDRAW), 2);
		assert_str(first(s, EFFECT_WITHDRAW)->what, "d/1");
	}
	move(s, "Unsure", "Promises");
	assert_int_equal(count(s, EFFECT_WITHDRAW), 0);
}

static void
out_of_promises_cancels(void **state)
{
	struct scene *s = *state;
	struct str made = STR("p/1");

	s->c.promises = &made;
	s->c.promise_count = 1;
	move(s, "Promises", "Unsure");
	assert_str(first(s, EFFECT_CANCEL)->what, "p/1");
	/* A mail with both lies in Disputes: its promise is not doubted. */
	move(s, "Disputes", "Promises");
	assert_int_equal(count(s, EFFECT_CANCEL), 0);
	assert_int_equal(count(s, EFFECT_PROMISE), 0);
}

static void
promise(struct scene *s, day_t date)
{
	s->promise = (struct intent_promise){
	    .date = date, .has_amount = true, .amount_minor = 50000};
	s->intent.promises = &s->promise;
	s->intent.promise_count = 1;
	s->c.promised = s->ids;
	s->c.promised_count = 1;
	s->c.contact = STR("C-1/pat");
}

static void
into_promises_records(void **state)
{
	struct scene *s = *state;
	const struct effect *x;

	promise(s, s->account.today + 10);
	move(s, "Unsure", "Promises");
	x = first(s, EFFECT_PROMISE);
	assert_int_equal(x->day, s->account.today + 10);
	assert_true(x->has_amount);
	assert_int_equal(x->amount.minor, 50000);
	assert_str(x->contact, "C-1/pat");
	assert_int_equal(count(s, EFFECT_TASK), 0);
}

static void
into_promises_asks(void **state)
{
	struct scene *s = *state;

	move(s, "Unsure", "Promises");
	assert_str(first(s, EFFECT_TASK)->text,
	    "by when do they pay? The mail names no day");
	promise(s, s->account.today + 10);
	s->c.promised_count = 0;
	move(s, "Unsure", "Promises");
	assert_str(first(s, EFFECT_TASK)->text,
	    "which invoice is promised? The mail does not say");
	/* It was moved back long after. */
	promise(s, s->account.today - 1);
	move(s, "Unsure", "Promises");
	assert_int_equal(count(s, EFFECT_PROMISE), 0);
	assert_int_equal(count(s, EFFECT_TASK), 1);
	promise(s, DAY_NONE);
	move(s, "Unsure", "Promises");
	assert_int_equal(count(s, EFFECT_PROMISE), 0);
	assert_int_equal(count(s, EFFECT_REST), 1);
}

static void
done_closes(void **state)
{
	struct scene *s = *state;
	const struct correct_task tasks[] = {
	    {STR("t/1"), STR("unsure")},
	    {STR("t/2"), STR("bank-change")},
	};

	s->c.tasks = tasks;
	s->c.task_count = 2;
	move(s, "Unsure", "Done");
	assert_int_equal(count(s, EFFECT_CLOSE), 2);
	assert_int_equal(count(s, EFFECT_LIFT), 1);
	assert_int_equal(count(s, EFFECT_TASK), 0);
	/* To another queue: what waits for a person waits on. */
	move(s, "Unsure", "Paid");
	assert_int_equal(count(s, EFFECT_CLOSE), 1);
	assert_str(first(s, EFFECT_CLOSE)->what, "t/1");
	assert_int_equal(count(s, EFFECT_LIFT), 0);
}

static void
others_make_work(void **state)
{
	static const char *const to[] = {
	    "Unsure", "Documents", "Paid", "Unmatched"};
	struct scene *s = *state;

	for (size_t i = 0; i < 4; i++) {
		move(s, "Done", to[i]);
		assert_int_equal(count(s, EFFECT_TASK), 1);
		assert_int_equal(count(s, EFFECT_REST), 1);
	}
	move(s, "Done", "Bounces");
	assert_int_equal(s->out.n, 1); /* the note */
	s->c.promised = s->ids;
	s->c.promised_count = 2;
	move(s, "Done", "Paid");
	assert_int_equal(count(s, EFFECT_REST), 2);
	assert_str(first(s, EFFECT_REST)->invoices[0], "INV-1");
}

static void
without_account(void **state)
{
	struct scene *s = *state;
	const struct correct_task task = {STR("t/1"), STR("unmatched")};

	s->c.account = NULL;
	s->c.disputed = s->ids;
	s->c.disputed_count = 1;
	s->c.tasks = &task;
	s->c.task_count = 1;
	move(s, "Unmatched", "Disputes");
	assert_int_equal(s->out.n, 1);
	assert_str(first(s, EFFECT_TASK)->what, "unmatched");
	move(s, "Disputes", "Unmatched");
	assert_int_equal(s->out.n, 0);
	move(s, "Unmatched", "Done");
	assert_int_equal(s->out.n, 1);
	assert_str(first(s, EFFECT_CLOSE)->what, "t/1");
}

static void
no_move(void **state)
{
	struct scene *s = *state;

	move(s, "Disputes", "Disputes");
	assert_int_equal(s->out.n, 0);
}

static void
verdicts(void **state)
{
	static const struct {
		const char *from, *to;
		enum intent_kind kind;
		enum correct_verdict want;
	} t[] = {
	    {"Unsure", "Disputes", INTENT_DISPUTE, CORRECT_RIGHT},
	    {"Promises", "Disputes", INTENT_DISPUTE, CORRECT_RIGHT},
	    {"Promises", "Disputes", INTENT_PROMISE, CORRECT_WRONG},
	    {"Promises", "Unsure", INTENT_PROMISE, CORRECT_WRONG},
	    {"Promises", "Done", INTENT_PROMISE, CORRECT_SILENT},
	    {"Promises", "Unmatched", INTENT_PROMISE, CORRECT_SILENT},
	    {"Unsure", "Disputes", INTENT_PROMISE, CORRECT_SILENT},
	    {"Unsure", "Disputes", INTENT_QUESTION, CORRECT_SILENT},
	    {"Documents", "Paid", INTENT_DOCUMENT, CORRECT_WRONG},
	    {"Done", "Paid", INTENT_PAID, CORRECT_RIGHT},
	    {"Disputes", "Disputes", INTENT_DISPUTE, CORRECT_SILENT},
	    {"Unsure", "Done", INTENT_NONE, CORRECT_SILENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(correct_of_rule(str_of(t[i].from),
				     str_of(t[i].to), t[i].kind),
		    t[i].want);
}

static void
names(void **state)
{
	(void)state;
	assert_true(correct_is_queue(STR("Done")));
	assert_false(correct_is_queue(STR("done")));
	assert_false(correct_is_queue(STR("")));
	assert_int_equal(correct_intent(STR("Paid")), INTENT_PAID);
	assert_int_equal(correct_intent(STR("Unsure")), INTENT_NONE);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    SCENE(into_disputes_opens),
	    SCENE(into_disputes_keeps_the_reason),
	    SCENE(into_disputes_asks),
	    SCENE(open_once),
	    SCENE(out_of_disputes_withdraws),
	    SCENE(out_of_promises_cancels),
	    SCENE(into_promises_records),
	    SCENE(into_promises_asks),
	    SCENE(done_closes),
	    SCENE(others_make_work),
	    SCENE(without_account),
	    SCENE(no_move),
	    cmocka_unit_test(verdicts),
	    cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
