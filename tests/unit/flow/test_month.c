#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/month.h"

static void
a_month_has_a_name(void **state)
{
	struct arena *a = arena_new(1 << 16);
	day_t leap = day_of(2028, 2, 29);

	(void)state;
	assert_true(str_eqc(month_subject(a, STR("C/1"), leap), "C/1/2028-02"));
	assert_int_equal(month_of(month_subject(a, STR("C/1"), leap)), leap);
	assert_int_equal(month_of(STR("2026-11")), day_of(2026, 11, 30));
	assert_int_equal(month_of(STR("C-1/2026-12")), day_of(2026, 12, 31));
	assert_int_equal(month_of(STR("2026-13")), DAY_NONE);
	assert_int_equal(month_of(STR("2026-00")), DAY_NONE);
	assert_int_equal(month_of(STR("2026-1")), DAY_NONE);
	assert_int_equal(month_of(STR("2026-11-30")), DAY_NONE);
	assert_int_equal(month_of(STR("2026-11/")), DAY_NONE);
	assert_int_equal(month_of(STR("")), DAY_NONE);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_month_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
