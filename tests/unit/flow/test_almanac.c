#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/almanac.h"

static int
setup(void **state)
{
	struct almanac *a = almanac_new();
	const day_t one[] = {day_of(2026, 12, 25)};
	const day_t two[] = {day_of(2026, 11, 30), day_of(2026, 12, 25)};

	almanac_zones(a, STR("# a remark\n"
			     "DE\t+5230+01322\tEurope/Berlin\tmost of it\n"
			     "US\t+404251-0740023\tAmerica/New_York\tEastern\n"
			     "not a row\n"
			     "AT\t+4813+01620\tEurope/Vienna\n"));
	almanac_add(a, STR("US"), one, 1);
	almanac_add(a, STR("DE"), one, 1);
	almanac_add(a, STR("GB-SCT"), two, 2);
	almanac_add(a, STR("GB"), one, 1);
	*state = a;
	return 0;
}

static int
teardown(void **state)
{
	struct almanac *a = *state;

	almanac_free(&a);
	return 0;
}

static void
expect(const struct almanac *a, const struct almanac_place *p, const char *code)
{
	char got[ALMANAC_CODE] = "";

	almanac_country(a, p, got);
	assert_string_equal(got, code);
}

static void
the_nearest_word_decides(void **state)
{
	struct almanac_place p = {
	    .contact_locale = STR("de-CH"),
	    .account_locale = STR("de-AT"),
	    .account_zone = STR("Europe/Berlin"),
	    .company_locale = STR("en-US"),
	    .company_zone = STR("America/New_York"),
	};

	expect(*state, &p, "CH");
	p.contact_locale = STR("de"); /* no region in it */
	expect(*state, &p, "AT");
	p.account_locale = STR("");
	expect(*state, &p, "DE");
	p.account_zone = STR("Mars/Olympus");
	expect(*state, &p, "US");
	p.company_locale = STR("en");
	expect(*state, &p, "US");
	p.company_zone = STR("UTC");
	expect(*state, &p, "");
}

static void
regions_of_locales(void **state)
{
	struct almanac_place p = {.account_locale = STR("zh-Hant-TW")};

	expect(*state, &p, "TW");
	p.account_locale = STR("en-gb");
	expect(*state, &p, "GB");
	p.account_locale = STR("en-GB-u-sd-gbsct");
	expect(*state, &p, "GB-SCT");
	p.account_locale = STR("en-GB-u-sd-gbwls"); /* no file of its own */
	expect(*state, &p, "GB");
	p.account_locale = STR("en-GB-u-sd-usny"); /* of another country */
	expect(*state, &p, "GB");
	p.account_locale = STR("en-u-ca-gregory");
	expect(*state, &p, "");
	p.account_locale = STR("----");
	expect(*state, &p, "");
}

static void
days_of_a_country(void **state)
{
	const day_t *days;
	size_t n;

	assert_true(almanac_days(*state, "GB-SCT", &days, &n));
	assert_int_equal(n, 2);
	assert_int_equal(days[0], day_of(2026, 11, 30));
	assert_false(almanac_days(*state, "AT", &days, &n));
	assert_int_equal(n, 0);
	assert_false(almanac_days(NULL, "US", &days, &n));
	almanac_add(*state, STR("US"), NULL, 0);
	assert_true(almanac_days(*state, "US", &days, &n));
	assert_int_equal(n, 0);
	assert_string_equal(almanac_at(*state, 0, &days, &n), "DE");
	assert_null(almanac_at(*state, 4, &days, &n));
}

static void
names_of_files(void **state)
{
	(void)state;
	assert_true(almanac_is_code(STR("DE")));
	assert_true(almanac_is_code(STR("GB-SCT")));
	assert_true(almanac_is_code(STR("DE-BY")));
	assert_false(almanac_is_code(STR("de")));
	assert_false(almanac_is_code(STR("DEU")));
	assert_false(almanac_is_code(STR("GB-")));
	assert_false(almanac_is_code(STR("GB-LONG")));
	assert_false(almanac_is_code(STR("")));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(the_nearest_word_decides),
	    T(regions_of_locales),
	    T(days_of_a_country),
	    T(names_of_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
