#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "render/reasons.h"

static void
test_each_in_each_language(void **state)
{
	const char *locales[] = {"en-GB", "de-DE", "fr-FR", "es-ES"};

	(void)state;
	for (size_t l = 0; l < 4; l++)
		for (int r = 0; r < DISPUTE_COUNT; r++) {
			struct str s = reasons_text(
			    str_of(locales[l]), (enum dispute_reason)r);

			assert_true(s.n > 0 && str_is_utf8(s));
		}
}

static void
test_whose_language(void **state)
{
	(void)state;
	assert_true(
	    str_eqc(reasons_text(STR("de-AT"), DISPUTE_PRICING), "Preis"));
	assert_true(
	    str_eqc(reasons_text(STR("ES"), DISPUTE_PRICING), "el precio"));
	assert_true(
	    str_eqc(reasons_text(STR("fi-FI"), DISPUTE_PRICING), "the price"));
	assert_true(
	    str_eqc(reasons_text(STR(""), DISPUTE_PRICING), "the price"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_in_each_language),
	    cmocka_unit_test(test_whose_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
