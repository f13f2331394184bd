#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/bankwords.h"

#define OURS                                                                   \
	"Casco Bay Bank\nRouting 011200000\nAccount 4471-009122\n"             \
	"IBAN DE89 3704 0044 0532 0130 00"

static void
found(const char *text, const char *words, int line)
{
	struct bankwords hit;

	assert_true(bankwords_find(str_of(text), STR(OURS), &hit));
	assert_int_equal(hit.line, line);
	assert_true(str_eqc(hit.words, words));
}

static void
fine(const char *text)
{
	struct bankwords hit;

	if (bankwords_find(str_of(text), STR(OURS), &hit))
		fail_msg("%s: %.*s", text, STR_ARG(hit.words));
}

static void
test_ibans(void **state)
{
	(void)state;
	found("Pay to GB82 WEST 1234 5698 7654 32 please",
	    "GB82 WEST 1234 5698 7654 32", 1);
	found("one\ntwo\nFR1420041010050500013M02606",
	    "FR1420041010050500013M02606", 3);
	found(
	    "x:gb82-west-1234-5698-7654-32.", "gb82-west-1234-5698-7654-32", 1);
	fine("GB82 WEST 1234 5698 7654 33"); /* its digits are wrong */
	fine("DE89370400440532013000");      /* ours */
	fine("IBAN: DE89 3704 0044 0532 0130 00");
	fine("Order AB12345678901234567 is on its way");
}

static void
test_numbers(void **state)
{
	(void)state;
	found("our account number is 12345678", "12345678", 1);
	found("Routing:\n021 000 021", "021 000 021", 2);
	found("Kontonummer 1234567, BLZ 37040044", "1234567", 1);
	found("sort code 12-34-56", "12-34-56", 1);
	fine("account number 4471009122, routing 011200000"); /* ours */
	fine("invoice 12345678 of account C-1 is open");
	fine("it reached our bank account on 2026-11-22");
	fine("the bank account shows 1,842.50");
	fine("IBAN");
	fine("a ribbon for order 12345678");
}

static void
test_changes(void **state)
{
	(void)state;
	found("please use our new bank account", "new bank", 1);
	found("Hallo,\nwir haben eine NEUE Bankverbindung",
	    "NEUE Bankverbindung", 2);
	fine("Our bank details have not changed, and we never announce new "
	     "ones.");
	fine("");
	fine("\n\n");
}

static void
test_edges(void **state)
{
	(void)state;
	fine("GB82");
	fine("GB");
	fine("9");
	fine("account number 12345");
	found("account number 123456", "123456", 1);
	found("iban 1234567890123456789012345678901234567890",
	    "1234567890123456789012345678901234", 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ibans),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_changes),
	    cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
