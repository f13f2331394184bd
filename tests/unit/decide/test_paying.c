#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "decide/paying.h"
#include "model/limits.h"

static struct facts_invoice invoices[] = {
    {.id = STR_INIT("A"), .open = {10000, "USD"}},
    {.id = STR_INIT("B"), .open = {INT64_MAX, "USD"}},
    {.id = STR_INIT("C"), .open = {500, "EUR"}},
    {.id = STR_INIT("D"), .open = {0, "USD"}},
    {.id = STR_INIT("E"), .open = {700, "USD"}, .disputed = true},
};
static const struct facts_account facts = {
    .invoices = invoices,
    .invoice_count = 5,
};

static enum paying_verdict
judge(const char *x, int64_t ax, const char *y, int64_t ay, int64_t *sum)
{
	const struct paying_line lines[] = {{str_of(x), ax}, {str_of(y), ay}};
	struct money total;
	size_t wrong;
	enum paying_verdict v =
	    paying_judge(&facts, STR("USD"), lines, y ? 2 : 1, &total, &wrong);

	if (sum)
		*sum = total.minor;
	return v;
}

static void
test_verdicts(void **state)
{
	struct paying_line many[LIMIT_CHECKOUT_LINES + 1];
	struct money total;
	size_t wrong;
	int64_t sum;

	(void)state;
	assert_int_equal(judge("A", 10000, NULL, 0, &sum), PAYING_OK);
	assert_int_equal(sum, 10000);
	assert_int_equal(judge("A", 1, "E", 700, &sum), PAYING_OK);
	assert_int_equal(sum, 701);
	assert_int_equal(judge("A", 10001, NULL, 0, NULL), PAYING_TOO_MUCH);
	assert_int_equal(judge("A", 0, NULL, 0, NULL), PAYING_AMOUNT);
	assert_int_equal(judge("A", -5, NULL, 0, NULL), PAYING_AMOUNT);
	assert_int_equal(judge("A", INT64_MIN, NULL, 0, NULL), PAYING_AMOUNT);
	assert_int_equal(judge("A", 1, "A", 1, NULL), PAYING_TWICE);
	assert_int_equal(judge("C", 500, NULL, 0, NULL), PAYING_CURRENCY);
	assert_int_equal(judge("D", 1, NULL, 0, NULL), PAYING_UNKNOWN);
	assert_int_equal(judge("", 1, NULL, 0, NULL), PAYING_UNKNOWN);
	assert_int_equal(judge("a", 1, NULL, 0, NULL), PAYING_UNKNOWN);
	assert_int_equal(judge("B", INT64_MAX, "A", 1, NULL), PAYING_SUM);
	assert_int_equal(
	    paying_judge(&facts, STR("USD"), NULL, 0, &total, &wrong),
	    PAYING_NOTHING);
	assert_int_equal(paying_judge(&facts, STR("USD"), many,
			     LIMIT_CHECKOUT_LINES + 1, &total, &wrong),
	    PAYING_MANY);
	assert_string_equal(paying_word(PAYING_TOO_MUCH), "pay_too_much");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
