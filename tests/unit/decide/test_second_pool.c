#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/second_pool.h"

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

/* The strongest counts, the others hardly. */
static void
test_strongest(void **state)
{
	const double one[] = {2.5}, same[] = {1, 1, 1}, mixed[] = {-3, 4, -2};

	(void)state;
	assert_true(near(second_pool(one, 0), 0));
	assert_true(near(second_pool(one, 1), 2.5));
	assert_true(near(second_pool(same, 3), 1));
	assert_true(second_pool(mixed, 3) < 4);
	assert_true(second_pool(mixed, 3) > 3.5);
}

/* No logit is too large, and who keeps quiet takes little away. */
static void
test_bounds(void **state)
{
	const double huge[] = {1e6, -1e6, 0};
	double many[SECOND_SENTENCES] = {0};

	(void)state;
	assert_true(isfinite(second_pool(huge, 3)));
	many[7] = 5;
	assert_true(second_pool(many, SECOND_SENTENCES) > 3.5);
	many[8] = 6;
	assert_true(second_pool(many, SECOND_SENTENCES) > 4.5);
}

static void
test_shares(void **state)
{
	const double says[] = {0, 3, -1};
	double share[3], sum = 0;

	(void)state;
	second_pool_shares(says, 0, share);
	second_pool_shares(says, 3, share);
	for (size_t i = 0; i < 3; i++)
		sum += share[i];
	assert_true(near(sum, 1));
	assert_true(share[1] > 0.99);
	assert_true(share[0] > share[2]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_strongest),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_shares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
