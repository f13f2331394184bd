#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow/sums.h"

static void
test_by_currency(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct sums s = {.n = 0};

	(void)state;
	assert_null(sums_list(a, &s, STR("en-US")));
	assert_true(str_is_empty(sums_text(a, &s, STR("en-US"))));
	sums_add(&s, money_of(0, STR("USD")));
	assert_int_equal(s.n, 0);
	sums_add(&s, money_of(150, STR("USD")));
	sums_add(&s, money_of(7, STR("JPY")));
	sums_add(&s, money_of(50, STR("USD")));
	assert_int_equal(s.n, 2);
	assert_int_equal(s.v[0].minor, 200);
	assert_true(
	    str_find(sums_text(a, &s, STR("en-US")), STR("$2.00, ")) == 0);
	assert_int_equal(sums_list(a, &s, STR("en-US"))->count, 2);
	arena_free(&a);
}

static void
test_no_more_than_there_is_room(void **state)
{
	struct sums s = {.n = 0};
	char code[4] = "AAA";

	(void)state;
	for (int i = 0; i < 26; i++) {
		code[2] = (char)('A' + i);
		sums_add(&s, money_of(1, str_of(code)));
	}
	assert_int_equal(s.n, SUMS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_by_currency),
	    cmocka_unit_test(test_no_more_than_there_is_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
