#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "web/staffsearch.h"

static struct arena *a;

static bool
finds(const char *words, bool *by_contact)
{
	const struct staffview_name row = {
	    .account = STR("C-1001"),
	    .name = STR("Caf\xc3\xa9 Z\xc3\xbcrich & S\xc3\xb6hne"),
	    .contact_name = STR("Jos\xc3\xa9 Mu\xc3\xb1oz"),
	    .email = STR("Jose.Munoz@cafe.example"),
	    .phone = STR("+49 (171) 555-01 43"),
	};
	struct staffsearch_words w = staffsearch_words(a, str_of(words));

	return staffsearch_matches(a, &w, &row, by_contact);
}

static void
test_finds(void **state)
{
	bool by;

	(void)state;
	assert_true(finds("c-1001", &by));
	assert_false(by);
	assert_true(finds("1001", &by));
	assert_true(finds("cafe zurich", &by));
	assert_true(finds("  CAF\xc3\x89  ", &by));
	assert_true(finds("sohne", &by));
	assert_false(by);
	assert_true(finds("munoz", &by));
	assert_true(by);
	assert_true(finds("jose.munoz@CAFE", &by));
	assert_true(by);
	assert_true(finds("+49 171 5550143", &by));
	assert_true(finds("0171/5550143", &by));
	assert_true(finds("55501", &by));
	assert_true(by);
}

static void
test_does_not_find(void **state)
{
	char all[600];
	bool by;

	(void)state;
	assert_false(finds("", &by));
	assert_false(finds("   ", &by));
	assert_false(finds("c-1002", &by));
	assert_false(finds("0143", &by)); /* too few to be a telephone */
	assert_false(finds("call 5550143", &by));
	assert_false(finds("%", &by));
	assert_false(finds("00000000000000000000000000000000000000000", &by));
	memset(all, 'z', sizeof(all) - 1);
	all[sizeof(all) - 1] = '\0';
	assert_false(finds(all, &by));
}

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1 << 22);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_finds),
	    cmocka_unit_test(test_does_not_find),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
