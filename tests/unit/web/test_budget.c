#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "port/seal.h"
#include "web/budget.h"

#define NOW INT64_C(1795338000)

static struct budget *b;

static int
setup(void **state)
{
	(void)state;
	assert_int_equal(seal_start(NULL), RC_OK);
	b = budget_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	budget_free(&b);
	return 0;
}

static int64_t
take(char kind, const char *key, int64_t now)
{
	const struct budget_ask ask = {kind, str_of(key), now, 3, 60};

	return budget_take(b, &ask);
}

static void
test_window(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(take('g', "a", NOW + i), 0);
	assert_int_equal(take('g', "a", NOW + 10), 50);
	assert_int_equal(take('g', "a", NOW + 59), 1);
	assert_int_equal(take('g', "a", NOW + 60), 0);
	assert_int_equal(take('g', "b", NOW + 10), 0);
	assert_int_equal(take('p', "a", NOW + 10), 0);
	/* A clock that is set back gives no life sentence. */
	assert_int_equal(take('g', "a", NOW - 1000), 0);
}

/* Many others do not buy anybody a new budget for long, and cost nothing. */
static void
test_crowd(void **state)
{
	char key[32];
	int passed = 0;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		snprintf(key, sizeof(key), "address %d", i);
		take('G', key, NOW);
		passed += take('G', "greedy", NOW) == 0;
	}
	assert_true(passed < 100);
}

/* A look costs nothing and tells what the next one would be told. */
static void
test_look(void **state)
{
	const struct budget_ask one = {'H', STR("a"), NOW, 3, 60};
	const struct budget_ask later = {'H', STR("a"), NOW + 60, 3, 60};

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(budget_look(b, &one), 0);
	take('H', "a", NOW);
	take('H', "a", NOW);
	assert_int_equal(budget_look(b, &one), 0);
	take('H', "a", NOW);
	assert_int_equal(budget_look(b, &one), 60);
	assert_int_equal(take('H', "a", NOW), 60);
	assert_int_equal(budget_look(b, &later), 0);
	budget_forgive(b, &one);
	assert_int_equal(budget_look(b, &one), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(take('H', "a", NOW), 0);
	assert_int_equal(take('H', "a", NOW), 60);
}

/* A minute's worth of others does not end a day's. */
static void
test_day_among_minutes(void **state)
{
	struct budget_ask day = {'d', STR("greedy"), NOW, 3, 86400};
	char key[32];

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(budget_take(b, &day), 0);
	for (int i = 0; i < 20000; i++) {
		snprintf(key, sizeof(key), "address %d", i);
		take('G', key, NOW + 100);
	}
	day.now = NOW + 100;
	assert_int_equal(budget_take(b, &day), 86300);
}

static void
test_none(void **state)
{
	const struct budget_ask ask = {'g', STR("a"), NOW, 0, 60};

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(budget_take(b, &ask), 0);
	assert_int_equal(budget_look(b, &ask), 0);
	budget_forgive(b, &ask);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_window, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_crowd, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_day_among_minutes, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_look, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_none, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
