#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "render/locale.h"

static void
want(struct str got, const char *expected)
{
	if (!str_eqc(got, expected))
		fail_msg("want \"%s\", got \"%.*s\"", expected, STR_ARG(got));
}

static void
test_dates(void **state)
{
	static const char *const cases[][3] = {
	    {"en-US", "11/02/2026", "November 2, 2026"},
	    {"en-GB", "02/11/2026", "2 November 2026"},
	    {"en-CA", "2026-11-02", "November 2, 2026"},
	    {"en-AU", "02/11/2026", "2 November 2026"},
	    {"en", "2 Nov 2026", "2 November 2026"},
	    {"en-ZA", "2 Nov 2026", "2 November 2026"},
	    {"EN_gb", "2 Nov 2026", "2 November 2026"},
	    {"de-DE", "02.11.2026", "2. November 2026"},
	    {"de", "02.11.2026", "2. November 2026"},
	    {"fr-FR", "02/11/2026", "2 novembre 2026"},
	    {"fr-CA", "2026-11-02", "2 novembre 2026"},
	    {"es-ES", "02/11/2026", "2 de noviembre de 2026"},
	    {"pt-BR", "02/11/2026", "2 de novembro de 2026"},
	    {"it-IT", "02/11/2026", "2 novembre 2026"},
	    {"nl-NL", "02-11-2026", "2 november 2026"},
	    {"xx-YY", "2026-11-02", "2026-11-02"},
	    {"", "2026-11-02", "2026-11-02"},
	};
	struct arena *a = arena_new(1 << 20);
	day_t day = day_of(2026, 11, 2);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str l = str_of(cases[i][0]);

		want(locale_date(a, l, day), cases[i][1]);
		want(locale_date_long(a, l, day), cases[i][2]);
	}
	want(locale_date_long(a, STR("fr-FR"), day_of(2026, 8, 1)),
	    "1er ao\303\273t 2026");
	want(locale_date_long(a, STR("it-IT"), day_of(2026, 8, 1)),
	    "1\302\272 agosto 2026");
	want(locale_date(a, STR("en-US"), DAY_NONE), "");
	want(locale_date_long(a, STR("xx"), DAY_NONE), "");
	arena_free(&a);
}

static void
test_month(void **state)
{
	struct arena *a = arena_new(1 << 20);
	day_t day = day_of(2026, 3, 31);

	(void)state;
	want(locale_month(a, STR("en-US"), day), "March 2026");
	want(locale_month(a, STR("de-AT"), day), "M\303\244rz 2026");
	want(locale_month(a, STR("fr"), day), "mars 2026");
	want(locale_month(a, STR("es-MX"), day), "marzo de 2026");
	want(locale_month(a, STR("pt-BR"), day), "mar\303\247o de 2026");
	want(locale_month(a, STR("it"), day), "marzo 2026");
	want(locale_month(a, STR("nl"), day), "maart 2026");
	want(locale_month(a, STR("xx"), day), "2026-03");
	want(locale_month(a, STR("en"), DAY_NONE), "");
	arena_free(&a);
}

static void
test_money(void **state)
{
	static const struct {
		const char *locale, *currency;
		int64_t minor;
		const char *want;
	} cases[] = {
	    {"en-US", "USD", 124000, "$1,240.00"},
	    {"en-US", "USD", -124000, "-$1,240.00"},
	    {"en-US", "CAD", 124000, "CA$1,240.00"},
	    {"en-US", "CHF", 124000, "CHF\302\2401,240.00"},
	    {"en-CA", "USD", 124000, "US$1,240.00"},
	    {"en-CA", "CAD", 124000, "$1,240.00"},
	    {"en-GB", "GBP", 99, "\302\2430.99"},
	    {"en-GB", "JPY", 1240, "JPY\302\2401,240"},
	    {"en-IE", "EUR", 123456789, "\342\202\2541,234,567.89"},
	    {"en-US", "KWD", 1240500, "KWD\302\2401,240.500"},
	    {"de-DE", "EUR", 124000, "1.240,00\302\240\342\202\254"},
	    {"de-DE", "EUR", -5, "-0,05\302\240\342\202\254"},
	    {"de-CH", "CHF", 124000, "CHF\302\2401\342\200\231240.00"},
	    {"de-AT", "EUR", 124000, "\342\202\254\302\2401\302\240240,00"},
	    {"fr-FR", "EUR", 124000, "1\342\200\257240,00\302\240\342\202\254"},
	    {"fr-CA", "CAD", 124000, "1\302\240240,00\302\240$"},
	    {"es-ES", "EUR", 124000, "1240,00\302\240\342\202\254"},
	    {"es-ES", "EUR", 1240000, "12.400,00\302\240\342\202\254"},
	    {"es-MX", "MXN", 124000, "$1,240.00"},
	    {"pt-BR", "BRL", 124000, "R$\302\2401.240,00"},
	    {"pt-PT", "EUR", 1240000, "12\302\240400,00\302\240\342\202\254"},
	    {"it-IT", "EUR", 124000, "1.240,00\302\240\342\202\254"},
	    {"nl-NL", "EUR", -124000, "\342\202\254\302\240-1.240,00"},
	    {"xx", "USD", -124000, "USD -1240.00"},
	    {"en-US", "USD", INT64_MIN, "-$92,233,720,368,547,758.08"},
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		want(locale_money(a, str_of(cases[i].locale),
			 money_of(cases[i].minor, str_of(cases[i].currency))),
		    cases[i].want);
	arena_free(&a);
}

static void
test_names(void **state)
{
	(void)state;
	want(locale_language(STR("en-GB")), "en");
	want(locale_language(STR("pt_BR")), "pt");
	want(locale_language(STR("de")), "de");
	want(locale_language(STR("")), "");
	assert_true(locale_known(STR("en-US")));
	assert_true(locale_known(STR("NL-be")));
	assert_false(locale_known(STR("sv-SE")));
	assert_false(locale_known(STR("e")));
	assert_false(locale_known((struct str){NULL, 0}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_dates),
	    cmocka_unit_test(test_month),
	    cmocka_unit_test(test_money),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
