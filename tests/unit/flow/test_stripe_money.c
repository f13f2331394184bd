#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "flow/stripe_money.h"

static int64_t
out(int64_t minor, const char *currency)
{
	int64_t v = -1;

	return stripe_money_out(money_of(minor, str_of(currency)), &v) ? v : -1;
}

static int64_t
in(int64_t amount, const char *currency)
{
	struct money m;

	return stripe_money_in(amount, str_of(currency), &m) ? m.minor : -1;
}

static void
test_units(void **state)
{
	(void)state;
	assert_int_equal(out(1050, "USD"), 1050);
	assert_int_equal(out(500, "JPY"), 500);
	/* 5 kronur are 500 there; ours has no aurar. */
	assert_int_equal(out(5, "ISK"), 500);
	assert_int_equal(in(500, "isk"), 5);
	assert_int_equal(in(501, "isk"), -1);
	assert_int_equal(out(7, "UGX"), 700);
	/* Ours has cents of the ariary, theirs has none. */
	assert_int_equal(out(700, "MGA"), 7);
	assert_int_equal(out(701, "MGA"), -1);
	assert_int_equal(in(7, "mga"), 700);
	/* Of three digits the last is zero. */
	assert_int_equal(out(5120, "KWD"), 5120);
	assert_int_equal(out(5124, "KWD"), -1);
	assert_int_equal(in(5124, "kwd"), 5124);
}

static void
test_edges(void **state)
{
	static const char *const odd[] = {
	    "", "US", "USDX", "usd", "XTS", "BTC", "Us1", "GHS", "XBT"};
	static const char *const odd_in[] = {
	    "", "us", "usdx", "USD", "xts", "us1", "ghs", "u\xc3\xa9"};
	int64_t least, most;

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		assert_int_equal(out(100, odd[i]), -1);
	for (size_t i = 0; i < sizeof(odd_in) / sizeof(odd_in[0]); i++)
		assert_int_equal(in(100, odd_in[i]), -1);
	assert_int_equal(out(-1, "USD"), -1);
	assert_int_equal(in(-1, "usd"), -1);
	assert_int_equal(out(INT64_MAX, "USD"), INT64_MAX);
	assert_int_equal(out(INT64_MAX, "ISK"), -1);
	assert_int_equal(in(INT64_MAX, "mga"), -1);
	assert_int_equal(in(INT64_MIN, "usd"), -1);
	assert_true(
	    stripe_money_takes(money_of(100, STR("USD")), &least, &most));
	assert_int_equal(least, 50);
	assert_int_equal(most, 99999999);
	assert_true(
	    stripe_money_takes(money_of(100, STR("ISK")), &least, &most));
	assert_int_equal(least, 1); /* 0.50 rounded inwards */
	assert_int_equal(most, 999999);
	assert_true(
	    stripe_money_takes(money_of(100, STR("MGA")), &least, &most));
	assert_int_equal(least, 5000);
	assert_int_equal(most, INT64_C(9999999900));
	assert_true(
	    stripe_money_takes(money_of(100, STR("IDR")), &least, &most));
	assert_int_equal(most, INT64_C(999999999999));
	assert_false(
	    stripe_money_takes(money_of(1, STR("KWD")), &least, &most));
	assert_false(
	    stripe_money_takes(money_of(1, STR("GHS")), &least, &most));
}

/* Every code of three letters that ISO 4217 knows, twenty amounts each. */
static void
test_round_trip(void **state)
{
	static const int64_t amounts[] = {0, 1, 9, 10, 11, 50, 99, 100, 101,
	    999, 1000, 1230, 99990, 100000, 123456, 9999999, 10000000, 99999990,
	    99999999, INT64_C(1000000000000)};
	char code[4] = "AAA", small[4];
	int known = 0, taken = 0;
	struct money back;
	int64_t v;

	(void)state;
	for (int n = 0; n < 26 * 26 * 26; n++) {
		code[0] = (char)('A' + n / 676);
		code[1] = (char)('A' + n / 26 % 26);
		code[2] = (char)('A' + n % 26);
		for (int i = 0; i < 4; i++)
			small[i] = str_lower(code[i]);
		if (!money_currency_ok(str_of(code)))
			continue;
		known++;
		for (size_t i = 0; i < 20; i++) {
			struct money m = money_of(amounts[i], str_of(code));

			if (!stripe_money_out(m, &v))
				continue;
			taken += i == 0;
			assert_true(stripe_money_in(v, str_of(small), &back));
			assert_int_equal(back.minor, m.minor);
			assert_string_equal(back.currency, code);
		}
	}
	assert_in_range(known, 150, 200);
	assert_in_range(taken, 130, 150);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_units),
	    cmocka_unit_test(test_edges),
	    cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
