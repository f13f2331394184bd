#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "render/digits.h"

/* As printf has them. */
static void
test_same_as_printf(void **state)
{
	static const int64_t numbers[] = {0, 1, 9, 10, 11, 99, 100, 2026, 65535,
	    INT64_C(999999999999), INT64_MAX, INT64_MAX - 1, -1, -10, -2026,
	    INT64_MIN, INT64_MIN + 1};
	struct arena *a = arena_new(1 << 16);
	char want[64], got[64];

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		int64_t v = numbers[i];

		snprintf(want, sizeof(want), "%" PRId64, v);
		assert_true(str_eqc(digits_text(a, v), want));
		for (int least = 1; least <= DIGITS_MAX && v >= 0; least++) {
			snprintf(want, sizeof(want), "%0*" PRId64, least, v);
			*digits_put(got, (uint64_t)v, least) = '\0';
			assert_string_equal(got, want);
		}
	}
	*digits_put(got, UINT64_MAX, 1) = '\0';
	assert_string_equal(got, "18446744073709551615");
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_as_printf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
