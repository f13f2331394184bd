#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/amount.h"
#include "english.h"

static struct rules *rules;
static struct arena *arena;

static void
wants(const char *locale, const char *text, int64_t minor, const char *code)
{
	struct amounts found;

	amount_find(rules->books[0], arena, str_of(text), str_of(locale), NULL,
	    0, &found);
	if (found.n != 1 || found.v[0].minor != minor ||
	    strcmp(found.v[0].currency, code))
		print_error("%s: %zu\n", text, found.n);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].minor, minor);
	assert_string_equal(found.v[0].currency, code);
	arena_reset(arena);
}

static void
nothing(const char *text)
{
	struct amounts found;

	amount_find(rules->books[0], arena, str_of(text), STR("en-US"), NULL, 0,
	    &found);
	if (found.n)
		print_error("%s: %.*s\n", text, STR_ARG(found.v[0].text));
	assert_int_equal(found.n, 0);
}

static void
test_units(void **state)
{
	(void)state;
	nothing("for 60-day vendors");
	nothing("send 1.200 pieces");
}

static void
test_words(void **state)
{
	(void)state;
	wants("en-US", "two thousand dollars toward it", 200000, "USD");
	wants("en-US", "twenty-four hundred dollars", 240000, "USD");
	wants("en-GB", "a hundred and fifty pounds", 15000, "GBP");
	wants("en-US", "sending two thousand five hundred", 250000, "");
	wants("en-US", "fifteen hundred on Friday", 150000, "");
	wants("en-US", "fifty bucks", 5000, "USD");
	wants("en-US", "five hundred forty dollars ($540.00)", 54000, "USD");
	wants("en-US", "three grand tomorrow, so $3,000", 300000, "USD");
	nothing("we pay for two hundred boxes");
	nothing("two hundred of your people");
	nothing("one dollar, fifty of them");
}

static void
test_forms(void **state)
{
	(void)state;
	wants("en-US", "we pay $1,245.30 then", 124530, "USD");
	wants("en-US", "1,245.30 on Friday", 124530, "");
	wants("de-DE", "1.245,30", 124530, "");
	/* so written it is money whatever stands before it */
	wants("en-US", "order 4,310.00 goes", 431000, "");
	wants("fr-FR", "1 245,30", 124530, "");
	wants("en-IN", "Rs. 1,45,000/- by NEFT", 14500000, "INR");
	wants("en-IN", "5 lakhs", 50000000, "");
	wants("en-IN", "Rs 2.5 crore", 2500000000, "INR");
	wants("en-US", "$1.2k", 120000, "USD");
	wants("en-US", "sending 500 on Friday", 50000, "");
	wants("en-GB", "400 quid", 40000, "GBP");
	wants("en-US", "USD 75", 7500, "USD");
	wants("en-US", "75 EUR", 7500, "EUR");
	wants("de-DE", "Euro (6.000)", 600000, "EUR");
	wants("en-IN", "Rs 5 lakhs", 50000000, "INR");
	wants("en-US", "JPY 5000", 5000, "JPY");
	wants("en-CA", "CA$45,000 will go", 4500000, "CAD");
	wants("en-ZA", "R7 800 on the 5th", 780000, "ZAR");
	wants("en-GB", "1.200 EUR the 5 March", 120000, "EUR");
	wants("en-GB", "1.5 million of pounds", 150000000, "GBP");
	wants("es-PE", "S/ 18,472.50", 1847250, "PEN");
	wants("es-PE", "S/.950.00", 95000, "PEN");
	wants("en-GB",
	    "\xc2\xa3"
	    "90",
	    9000, "GBP");
}

/* A word for the money of the customer's own country. */
static void
test_own_money(void **state)
{
	static const char book[] = "currency $ peso pesos\n"
				   "currency EUR euros\n";
	static const struct {
		const char *locale, *code;
	} cases[] = {{"es-MX", "MXN"}, {"es-AR", "ARS"}, {"es-UY", "UYU"}};
	struct rules *own = NULL;
	struct amounts found;
	struct err err;

	(void)state;
	assert_int_equal(rules_add(&own, "x.rules", STR("es"), str_of(book),
			     false, true, NULL, NULL, &err),
	    RC_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		amount_find(own->books[0], arena, STR("1.250,00 pesos"),
		    str_of(cases[i].locale), NULL, 0, &found);
		assert_int_equal(found.n, 1);
		assert_int_equal(found.v[0].minor, 125000);
		assert_string_equal(found.v[0].currency, cases[i].code);
	}
	amount_find(own->books[0], arena, STR("1.250,00 pesos"), STR("es-ES"),
	    NULL, 0, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.v[0].currency, "");
	rules_free(&own);
	arena_reset(arena);
}

static void
test_dollar(void **state)
{
	(void)state;
	wants("en-AU", "$40", 4000, "AUD");
	wants("en-CA", "$40", 4000, "CAD");
	wants("en-GB", "$40", 4000, "USD");
	wants("en-AU", "US$40", 4000, "USD");
	wants("es-AR", "U$S 40", 4000, "USD");
	wants("es-UY", "u$s 40", 4000, "USD");
}

static void
test_other_numbers(void **state)
{
	(void)state;
	nothing("in 10 days");
	nothing("12 boxes came");
	nothing("a 5% discount");
	nothing("PO 4411");
	nothing("LOTS/ 4411");
	nothing("lot 12 S/N");
	nothing("call 555-0142");
	nothing("we sent 40 cases");
	nothing("the 3/8 bolts");
	nothing("INV-20417");
	nothing("");
}

static void
test_limits(void **state)
{
	struct amounts found;
	struct str text = STR("$99999999999999999999999999 and $12");

	(void)state;
	amount_find(
	    rules->books[0], arena, text, STR("en-US"), NULL, 0, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].minor, 1200);
	nothing("9999999999999999 crore");
}

static void
test_taken(void **state)
{
	struct str text = STR("$12 and $13");
	struct str taken = str_sub(text, 1, 2);
	struct amounts found;

	(void)state;
	amount_find(
	    rules->books[0], arena, text, STR("en-US"), &taken, 1, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].minor, 1300);
}

/* A word that is scale and currency at once. */
static void
test_scaled_currency(void **state)
{
	static const char file[] = "currency EUR euro teur\n"
				   "scale 1000 teur\n";
	struct rules *own = NULL;
	struct amounts found;

	(void)state;
	assert_int_equal(rules_add(&own, "own", STR("xx"), str_of(file), false,
			     false, english_report, NULL, NULL),
	    RC_OK);
	amount_find(own->books[0], arena, STR("12 TEUR"), STR("de-DE"), NULL, 0,
	    &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].minor, 1200000);
	assert_string_equal(found.v[0].currency, "EUR");
	rules_free(&own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_units),
	    cmocka_unit_test(test_own_money),
	    cmocka_unit_test(test_dollar),
	    cmocka_unit_test(test_other_numbers),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_taken),
	    cmocka_unit_test(test_scaled_currency),
	};
	int failed;

	rules = english_rules(false);
	arena = arena_new(1u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
