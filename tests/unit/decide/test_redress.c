#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decide/redress.h"

static struct redress
judge(int64_t applied, int64_t credited, bool part)
{
	struct redress_ask ask = {
	    .invoiced = 1000,
	    .applied = applied,
	    .part = part,
	    .amount = part ? 100 : 1000,
	    .credited_since = credited,
	};

	return redress_judge(&ask);
}

static void
test_nothing_came(void **state)
{
	(void)state;
	assert_false(judge(0, 0, false).over);
	assert_false(judge(999, 0, false).over);
	assert_false(judge(999, 0, true).over);
}

static void
test_paid_in_full(void **state)
{
	struct redress r = judge(1000, 0, false);

	(void)state;
	assert_true(r.over);
	assert_string_equal(r.outcome, "withdrawn");
	assert_int_equal(r.credited, 0);
	assert_true(judge(1001, 0, true).over);
}

static void
test_credited_and_paid(void **state)
{
	struct redress r = judge(1000, 300, false);

	(void)state;
	assert_true(r.over);
	assert_string_equal(r.outcome, "credited");
	assert_int_equal(r.credited, 300);
	/* A credit for some of it is no decision about all of it. */
	assert_false(judge(300, 300, false).over);
}

static void
test_part_is_credited(void **state)
{
	(void)state;
	assert_false(judge(99, 99, true).over);
	assert_true(judge(100, 100, true).over);
	assert_string_equal(judge(100, 100, true).outcome, "credited");
}

static int64_t
awaits(int64_t applied, int64_t credited_since)
{
	struct redress_ask ask = {
	    .invoiced = 1000,
	    .applied = applied,
	    .amount = 1000,
	    .credited_since = credited_since,
	    .resolved = true,
	    .credited = 400,
	};
	struct redress r = redress_judge(&ask);

	assert_false(r.over); /* it is already */
	return r.awaits;
}

static void
test_waits_for_the_memo(void **state)
{
	(void)state;
	assert_int_equal(awaits(0, 0), 400);
	assert_int_equal(awaits(350, 350), 50);
	assert_int_equal(awaits(400, 400), 0);
	assert_int_equal(awaits(500, 500), 0);
	assert_int_equal(awaits(1000, 0), 0); /* paid all the same */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nothing_came),
	    cmocka_unit_test(test_paid_in_full),
	    cmocka_unit_test(test_credited_and_paid),
	    cmocka_unit_test(test_part_is_credited),
	    cmocka_unit_test(test_waits_for_the_memo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
