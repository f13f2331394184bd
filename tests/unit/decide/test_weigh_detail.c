#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/weigh_detail.h"

/* Nothing was said, nothing seen. */
static void
silence(struct weigh_detail *v, int n)
{
	for (int k = 0; k < n; k++)
		v[k] = (struct weigh_detail){.sees = 0.1};
}

/* Who alone says something is believed. */
static void
test_either(void **state)
{
	struct weigh_detail v[DISPUTE_COUNT];
	bool guess;

	(void)state;
	for (int k = 0; k < DISPUTE_COUNT; k++) {
		silence(v, DISPUTE_COUNT);
		v[k].sees = 0.9;
		assert_int_equal(weigh_detail_reason(v, &guess), k);
		assert_false(guess);
		silence(v, DISPUTE_COUNT);
		v[k].score = 0.9;
		assert_int_equal(weigh_detail_reason(v, &guess), k);
		assert_false(guess);
	}
}

/* The likeliest of unlikely ones is told as such. */
static void
test_guess(void **state)
{
	struct weigh_detail v[DISPUTE_COUNT];
	bool guess = false;

	(void)state;
	for (int k = 0; k < DISPUTE_COUNT; k++)
		v[k] = (struct weigh_detail){.sees = 0.03};
	v[DISPUTE_TAX].sees = 0.05;
	weigh_detail_reason(v, &guess);
	assert_true(guess);
}

/* A rule counts, but not against all words. */
static void
test_both(void **state)
{
	struct weigh_detail v[DISPUTE_COUNT];
	bool guess;

	(void)state;
	silence(v, DISPUTE_COUNT);
	v[DISPUTE_TAX].score = 0.6;
	v[DISPUTE_PRICING].sees = 0.2;
	assert_int_equal(weigh_detail_reason(v, &guess), DISPUTE_TAX);
	v[DISPUTE_PRICING].sees = 0.99;
	assert_int_equal(weigh_detail_reason(v, &guess), DISPUTE_PRICING);
	/* Without a bound many hits in a long mail could not be wrong. */
	v[DISPUTE_TAX].score = 1e9;
	assert_int_equal(weigh_detail_reason(v, &guess), DISPUTE_PRICING);
}

/* Several documents may be asked for, one always is. */
static void
test_kinds(void **state)
{
	struct weigh_detail v[DOCUMENT_COUNT];
	unsigned some;

	(void)state;
	silence(v, DOCUMENT_COUNT);
	some = weigh_detail_kinds(v);
	assert_true(some && !(some & (some - 1)));
	v[DOCUMENT_STATEMENT].score = 1;
	v[DOCUMENT_STATEMENT].sees = 0.9;
	assert_int_equal(weigh_detail_kinds(v), 1u << DOCUMENT_STATEMENT);
	v[DOCUMENT_CONTRACT].told = 1;
	v[DOCUMENT_CONTRACT].sees = 0.9;
	assert_int_equal(weigh_detail_kinds(v),
	    1u << DOCUMENT_STATEMENT | 1u << DOCUMENT_CONTRACT);
	v[DOCUMENT_TAX_FORM].sees = 0.95;
	assert_true(weigh_detail_kinds(v) & 1u << DOCUMENT_TAX_FORM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_either),
	    cmocka_unit_test(test_guess),
	    cmocka_unit_test(test_both),
	    cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
