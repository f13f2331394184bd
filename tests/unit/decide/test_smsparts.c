#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "decide/smsparts.h"

static size_t
times(const char *one, int n)
{
	char text[4096];
	size_t len = strlen(one), at = 0;

	for (int i = 0; i < n; i++, at += len)
		memcpy(text + at, one, len);
	return smsparts((struct str){text, at});
}

static void
test_parts(void **state)
{
	(void)state;
	assert_int_equal(smsparts(STR("")), 1);
	assert_int_equal(times("a", 160), 1);
	assert_int_equal(times("a", 161), 2);
	assert_int_equal(times("a", 306), 2);
	assert_int_equal(times("a", 307), 3);
	assert_int_equal(times("\xc3\xa4", 160), 1);    /* ä is in it */
	assert_int_equal(times("\xe2\x82\xac", 80), 1); /* €: two places */
	assert_int_equal(times("\xe2\x82\xac", 81), 2);
	assert_int_equal(times("\xd0\xb6", 70), 1); /* ж is not */
	assert_int_equal(times("\xd0\xb6", 71), 2);
	assert_int_equal(times("\xf0\x9f\x9b\x91", 35), 1);
	assert_int_equal(times("\xf0\x9f\x9b\x91", 36), 2);
	assert_int_equal(smsparts(STR("\xf0\x9f")), 1); /* cut off */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
