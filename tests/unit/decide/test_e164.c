#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/e164.h"

static void
is(const char *written, const char *country, const char *want)
{
	char out[E164_MAX];

	if (!e164_read(str_of(written), str_of(country), out))
		fail_msg("%s (%s) is refused", written, country);
	assert_string_equal(out, want);
}

static void
refused(const char *written, const char *country)
{
	char out[E164_MAX];

	if (e164_read(str_of(written), str_of(country), out))
		fail_msg("%s (%s) is %s", written, country, out);
	assert_string_equal(out, "");
}

static void
test_read(void **state)
{
	(void)state;
	is("+1 207 555 0199", "US", "+12075550199");
	is("+1 207 555 0199", "", "+12075550199");
	is("(207) 555-0199", "US", "+12075550199");
	is("1-207-555-0199", "US", "+12075550199");
	is("207.555.0199", "us", "+12075550199");
	is("416 555 0199", "CA", "+14165550199");
	is("416 555 0199", "US", "+14165550199"); /* one plan */
	is("0171 234 56 78", "DE", "+491712345678");
	is("+49 (0)171 2345678", "US", "+491712345678");
	is("+49(0)30/123-456", "", "+4930123456");
	is("0049 171 2345678", "FR", "+491712345678");
	is("011 49 171 2345678", "US", "+491712345678");
	is("06 12 34 56 78", "FR", "+33612345678");
	is("07700 900123", "GB", "+447700900123");
	is("tel:+447700900123", "", "+447700900123");
	is("(+44) 7700 900123", "", "+447700900123");
	is("612 345 678", "ES", "+34612345678");
	is("333 1234567", "IT", "+393331234567");
	is("02 12345678", "IT", "+390212345678"); /* keeps its 0 */
	is("+49\xc2\xa0"
	   "171\xe2\x80\x93"
	   "2345678",
	    "", "+491712345678");
}

static void
test_refused(void **state)
{
	(void)state;
	refused("", "US");
	refused("call me", "US");
	refused("555 0199", "US");         /* no area */
	refused("207 555 0199", "");       /* of which country? */
	refused("207 555 0199 x12", "US"); /* an extension */
	refused("+1 207 555 01999", "US"); /* too long */
	refused("+1 107 555 0199", "US");
	refused("+1 207 155 0199", "US");
	refused("+1 900 555 0199", "US"); /* costs */
	refused("900 555 0199", "US");
	refused("1 876 555 0199", "US");   /* Jamaica */
	refused("+49 0171 2345678", "DE"); /* the trunk prefix left in */
	refused("171 2345678", "DE");      /* lacks it */
	refused("0900 123456", "DE");
	refused("+999 123456789", "DE");
	refused("+4917123456789012345678901234", "DE");
	refused("+49 171 2345678 / +49 30 123456", "DE");
	refused("++491712345678", "DE");
	refused("+", "DE");
	refused("\xd9\xa1\xd9\xa2\xd9\xa3", "EG");
}

static void
test_country(void **state)
{
	(void)state;
	assert_string_equal(e164_country(STR("+12075550199")), "US");
	assert_string_equal(e164_country(STR("+14165550199")), "CA");
	assert_null(e164_country(STR("+18765550199")));
	assert_string_equal(e164_country(STR("+491712345678")), "DE");
	assert_null(e164_country(STR("491712345678")));
	assert_null(e164_country(STR("")));
	assert_true(e164_takes_texts(STR("+491712345678")));
	assert_false(e164_takes_texts(STR("+4930123456")));
	assert_true(e164_takes_texts(STR("+12075550199")));
}

static void
test_list(void **state)
{
	struct str list = STR("US, de,+447"), bad;

	(void)state;
	assert_true(e164_is_listed(STR("+12075550199"), list));
	assert_false(e164_is_listed(STR("+14165550199"), list));
	assert_false(e164_is_listed(STR("+18765550199"), list));
	assert_true(e164_is_listed(STR("+491712345678"), list));
	assert_true(e164_is_listed(STR("+447700900123"), list));
	assert_false(e164_is_listed(STR("+442012345678"), list));
	assert_false(e164_is_listed(STR("+12075550199"), STR("")));
	/* +1 lets in what is in the table only. */
	assert_false(e164_is_listed(STR("+18765550199"), STR("+1")));
	assert_true(e164_is_listed(STR("+14165550199"), STR("+1")));
	assert_false(e164_list_mistake(list, &bad));
	assert_true(e164_list_mistake(STR("US, XX"), &bad));
	assert_true(str_eqc(bad, "XX"));
	assert_true(e164_list_mistake(STR("+"), &bad));
	assert_true(e164_list_mistake(STR("+4x"), &bad));
}

static void
masked(const char *number, const char *want)
{
	char out[E164_MAX];

	e164_mask(str_of(number), out);
	assert_string_equal(out, want);
}

static void
test_mask(void **state)
{
	(void)state;
	masked("+493012345612", "+4930****12");
	masked("+12075550199", "+1207****99");
	masked("12345", "12****");
	masked("", "****");
	masked("not a number at all, and\nlonger", "?????****??");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_country),
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
