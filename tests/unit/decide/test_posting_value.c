#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide/posting_value.h"

#define NO INT64_MIN

static void
amounts_as_people_type_them(void **state)
{
	static const struct {
		const char *typed, *locale, *currency;
		int64_t minor;
	} cases[] = {
	    {"120.50", "en-US", "USD", 12050},
	    {"120,50", "de-DE", "EUR", 12050},
	    {"1,234.50", "en-US", "USD", 123450},
	    {"1.234,50", "de-DE", "EUR", 123450},
	    {"1 234,5", "fr-FR", "EUR", 123450},
	    {"1\xe2\x80\xaf"
	     "234,50 \xe2\x82\xac",
		"fr-FR", "EUR", 123450},
	    {"1'234.50", "de-CH", "CHF", 123450},
	    {"CHF 1\xe2\x80\x99"
	     "234.50",
		"de-CH", "CHF", 123450},
	    {"$1,234", "en-US", "USD", 123400},
	    {"1.234", "de-DE", "EUR", 123400},
	    {"1,234", "en-GB", "GBP", 123400},
	    {"\xc2\xa3 12", "en-GB", "GBP", 1200},
	    {"eur 12", "en-GB", "EUR", 1200},
	    {"12 EUR", "de-DE", "EUR", 1200},
	    {"12.50", "de-DE", "EUR", 1250},
	    {"12,5", "en-US", "USD", 1250},
	    {"12.", "en-US", "USD", 1200},
	    {"1.234.567", "de-DE", "EUR", 123456700},
	    {"1,23,456.00", "en-IN", "INR", NO}, /* not in threes */
	    {"1000", "ja-JP", "JPY", 1000},
	    {"1,000", "ja-JP", "JPY", 1000},
	    {"10.5", "ja-JP", "JPY", NO},
	    {"1.234", "en-US", "KWD", 1234},
	    {"1,234", "de-DE", "KWD", 1234},
	    {"0", "en-US", "USD", 0},
	    /* Could be either, or neither. */
	    {"1.234", "en-US", "USD", NO},
	    {"1,234", "de-DE", "EUR", NO},
	    {"1,2345", "en-US", "USD", NO},
	    {"12.345,678", "de-DE", "EUR", NO},
	    {"1,2,3", "en-US", "USD", NO},
	    {"1.2.3,4", "de-DE", "EUR", NO},
	    {"1.234,567.89", "en-US", "USD", NO},
	    {"-5", "en-US", "USD", NO},
	    {"+5", "en-US", "USD", NO},
	    {"1e3", "en-US", "USD", NO},
	    {".50", "en-US", "USD", NO},
	    {"", "en-US", "USD", NO},
	    {"   ", "en-US", "USD", NO},
	    {"USD", "en-US", "USD", NO},
	    {"12 GBP", "en-US", "USD", NO},
	    {"12", "en-US", "???", NO},
	    {"99999999999999999999", "en-US", "USD", NO},
	    {"9999999999999999999999999999999999999999", "en", "USD", NO},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct money m = {.minor = -1};
		bool ok = posting_value_amount(str_of(cases[i].typed),
		    str_of(cases[i].locale), str_of(cases[i].currency), &m);

		if (ok != (cases[i].minor != NO) ||
		    (ok && m.minor != cases[i].minor))
			fail_msg("\"%s\" in %s is %s %lld", cases[i].typed,
			    cases[i].locale, ok ? "" : "nothing,",
			    (long long)m.minor);
	}
}

static void
what_is_kept_reads_as_itself(void **state)
{
	static const char *const codes[] = {"USD", "JPY", "KWD", "EUR"};
	static const int64_t sums[] = {1, 9, 10, 99, 100, 999, 1000, 1234,
	    99999, 100000, 123456, 1234567, 900000000000000};

	(void)state;
	for (size_t c = 0; c < sizeof(codes) / sizeof(codes[0]); c++)
		for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
			struct money m = money_of(sums[i], str_of(codes[c]));
			struct money back = {.minor = -1};
			char text[MONEY_TEXT];

			assert_true(
			    posting_value_amount(str_of(money_plain(m, text)),
				STR("en"), str_of(codes[c]), &back));
			assert_int_equal(back.minor, m.minor);
		}
}

static void
days_as_people_type_them(void **state)
{
	static const struct {
		const char *typed, *locale, *iso;
	} cases[] = {
	    {"2026-12-04", "de-DE", "2026-12-04"},
	    {" 2026-12-04 ", "en-US", "2026-12-04"},
	    {"4.12.2026", "de-DE", "2026-12-04"},
	    {"04. 12. 2026", "de-DE", "2026-12-04"},
	    {"04/12/2026", "en-GB", "2026-12-04"},
	    {"12/04/2026", "en-US", "2026-12-04"},
	    {"4-12-26", "nl-NL", "2026-12-04"},
	    {"29.2.2028", "de-DE", "2028-02-29"},
	    {"29.2.2026", "de-DE", NULL},
	    {"13/12/2026", "en-US", NULL},
	    {"32/1/2026", "en-GB", NULL},
	    {"2026-13-01", "en-GB", NULL},
	    {"0/0/2026", "en-GB", NULL},
	    {"4.12", "de-DE", NULL},
	    {"4.12.2026.", "de-DE", NULL},
	    {"4.12/2026", "de-DE", NULL},
	    {"4.12.226", "de-DE", NULL},
	    {"20261204", "de-DE", NULL},
	    {"99999-01-01", "de-DE", NULL},
	    {"tomorrow", "en-US", NULL},
	    {"", "en-US", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		day_t want = DAY_NONE,
		      got = posting_value_day(
			  str_of(cases[i].typed), str_of(cases[i].locale));

		if (cases[i].iso != NULL)
			assert_true(day_parse(str_of(cases[i].iso), &want));
		if (got != want)
			fail_msg(
			    "\"%s\" in %s", cases[i].typed, cases[i].locale);
	}
}

static void
times_as_browsers_send_them(void **state)
{
	static const struct {
		const char *typed;
		int minutes; /* -1: none */
	} cases[] = {{"09:30", 570}, {"9:30", 570}, {"00:00", 0},
	    {"24:00", 1440}, {"09:30:00", 570}, {"24:01", -1}, {"25:00", -1},
	    {"09:60", -1}, {"09:3", -1}, {"0930", -1}, {"", -1},
	    {"09:30pm", -1}, {"-1:30", -1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int got = -1;

		if (!posting_value_time(str_of(cases[i].typed), &got))
			got = -1;
		assert_int_equal(got, cases[i].minutes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(amounts_as_people_type_them),
	    cmocka_unit_test(what_is_kept_reads_as_itself),
	    cmocka_unit_test(days_as_people_type_them),
	    cmocka_unit_test(times_as_browsers_send_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
