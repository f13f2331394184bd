#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/worklist.h"

#define TODAY 20760

static struct arena *arena;

static int
begin(void **state)
{
	(void)state;
	arena = arena_new(4u << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct facts_invoice
invoice(int64_t minor, int late, const char *currency)
{
	struct money m = money_of(minor, str_of(currency));

	return (struct facts_invoice){
	    .id = STR("INV-1"),
	    .due = TODAY - late,
	    .amount = m,
	    .open = m,
	    .contested = money_of(0, str_of(currency)),
	    .promised = DAY_NONE,
	};
}

static struct facts_account
account(struct facts_invoice *v, size_t n, int silent)
{
	return (struct facts_account){
	    .invoices = v,
	    .invoice_count = n,
	    .today = TODAY,
	    .last_reminder = silent < 0 ? DAY_NONE : TODAY - silent,
	};
}

static struct worklist_weight
weigh(const struct facts_account *facts, int64_t broken, int64_t calls,
    int64_t tasks)
{
	struct worklist_ask ask = {facts, broken, calls, tasks};
	struct worklist_weight w;

	worklist_weigh(arena, &ask, &w);
	return w;
}

static int64_t
percent(int late, int silent, int64_t broken, int64_t calls)
{
	struct facts_invoice inv = invoice(10000, late, "USD");
	struct facts_account f = account(&inv, 1, silent);

	return weigh(&f, broken, calls, 0).percent;
}

static void
test_shares(void **state)
{
	(void)state;
	assert_int_equal(percent(1, 5, 0, 0), 30);
	assert_int_equal(percent(30, 5, 0, 0), 30);
	assert_int_equal(percent(31, 5, 0, 0), 40);
	assert_int_equal(percent(60, 5, 0, 0), 40);
	assert_int_equal(percent(61, 5, 0, 0), 35);
	assert_int_equal(percent(91, 5, 0, 0), 20);
	assert_int_equal(percent(181, 5, 0, 0), 10);
}

static void
test_what_moves_it(void **state)
{
	(void)state;
	assert_int_equal(percent(40, -1, 0, 0), 50);
	assert_int_equal(percent(40, 14, 0, 0), 50);
	assert_int_equal(percent(40, 13, 0, 0), 45);
	assert_int_equal(percent(40, 7, 0, 0), 45);
	assert_int_equal(percent(40, 6, 0, 0), 40);
	assert_int_equal(percent(40, 3, 0, 0), 40);
	assert_int_equal(percent(40, 2, 0, 0), 25);
	assert_int_equal(percent(200, 0, 0, 0), 5);
	assert_int_equal(percent(40, 5, 1, 0), 45);
	assert_int_equal(percent(40, 5, 2, 0), 50);
	assert_int_equal(percent(40, 5, 0, 1), 50);
}

static void
test_what_does_not_count(void **state)
{
	struct facts_invoice v[] = {
	    invoice(10000, 40, "USD"), invoice(20000, 20, "USD"),
	    invoice(30000, 20, "USD"), invoice(40000, 20, "USD"),
	    invoice(50000, 0, "USD"), /* due today is not late */
	};
	struct money paid = money_of(15000, STR("USD"));
	struct facts_account f = account(v, 5, 5);
	struct worklist_weight w;

	(void)state;
	v[2].promised = TODAY + 3;
	v[3].disputed = true;
	v[3].contested = v[3].open;
	w = weigh(&f, 0, 0, 0);
	assert_int_equal(w.due.minor, 30000);
	assert_int_equal(w.expected.minor, 4000 + 6000);
	assert_int_equal(w.late, 40);
	/* On account: the oldest is paid, half of the next. */
	f.unapplied = &paid;
	f.unapplied_count = 1;
	v[1].contested.minor = 2000;
	w = weigh(&f, 0, 0, 0);
	assert_int_equal(w.due.minor, 20000 - 2000 - 5000);
	assert_int_equal(w.expected.minor, 3900);
	assert_true(str_find(w.why, STR("on account")) != STR_NPOS);
}

static void
test_nothing_to_do(void **state)
{
	struct facts_invoice inv = invoice(10000, -5, "USD");
	struct facts_account f = account(&inv, 1, 5);

	(void)state;
	assert_false(weigh(&f, 2, 0, 0).any);
	assert_true(weigh(&f, 0, 0, 1).any);
	assert_int_equal(weigh(&f, 0, 0, 1).expected.minor, 0);
	inv = invoice(0, 5, "USD");
	assert_false(weigh(&f, 0, 0, 0).any);
}

static void
test_words(void **state)
{
	struct facts_invoice inv = invoice(10000, 1, "USD");
	struct facts_account f = account(&inv, 1, 1);

	(void)state;
	assert_string_equal(arena_cstr(arena, weigh(&f, 1, 1, 0).why),
	    "up to 1 day past due; 1 broken promise in a year; the last touch "
	    "was 1 day ago; 1 task open: a call");
	f.last_reminder = TODAY;
	assert_string_equal(arena_cstr(arena, weigh(&f, 0, 0, 0).why),
	    "up to 1 day past due; somebody was in touch today");
}

static void
test_currencies(void **state)
{
	struct facts_invoice v[] = {
	    invoice(10000, 20, "USD"), invoice(90, 20, "JPY")};
	struct facts_account f = account(v, 2, 5);
	struct worklist_weight a = weigh(&f, 0, 0, 0), b;

	(void)state;
	assert_string_equal(a.due.currency, "USD"); /* 100 units, not 90 */
	f.invoices = &v[1];
	f.invoice_count = 1;
	b = weigh(&f, 0, 0, 0);
	assert_true(worklist_compare(&a, &b) < 0);
	assert_true(worklist_compare(&b, &a) > 0);
	assert_int_equal(worklist_compare(&a, &a), 0);
}

static void
test_no_overflow(void **state)
{
	struct facts_invoice v[] = {
	    invoice(INT64_MAX, 40, "USD"), invoice(INT64_MAX, 40, "USD")};
	struct facts_account f = account(v, 2, 5);
	struct worklist_weight w = weigh(&f, 0, 0, 0);

	(void)state;
	assert_true(w.any);
	assert_true(w.expected.minor > 0);
	assert_true(w.percent >= 0 && w.percent <= 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shares),
	    cmocka_unit_test(test_what_moves_it),
	    cmocka_unit_test(test_what_does_not_count),
	    cmocka_unit_test(test_nothing_to_do),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_currencies),
	    cmocka_unit_test(test_no_overflow),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
