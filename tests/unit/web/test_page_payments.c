#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "house.h"

static void
lists_newest_first(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_payments, "A", ""), RC_OK);
	assert_int_equal(count("monies"), 3);
	is("monies.0.id", "P-2");
	is("monies.0.unapplied", "€12.34");
	assert_false(truth("monies.0.has_uses"));
	is("monies.1.id", "C-1");
	assert_true(truth("monies.1.is_credit"));
	assert_false(truth("monies.1.unapplied"));
	is("monies.1.note", "returned");
	is("monies.2.id", "P-1");
	is("monies.2.unapplied", "€100.00");
	assert_int_equal(count("monies.2.uses"), 2);
	is("monies.2.uses.0.number", "A-1");
	is("monies.2.uses.0.applied", "€300.00");
	is("monies.2.uses.1.invoiced", "€200.00");
	is("monies.2.path", "payment/P-1");
}

static void
shows_one(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_payments, "A", "payment/P-1"), RC_OK);
	assert_string_equal(out.template_name, "payment");
	is("money.amount", "€600.00");
	is("money.method", "ACH");
	assert_int_equal(count("uses"), 2);
	assert_int_equal(ask(&page_payments, "A", "payment/P-1/pdf"), RC_OK);
	assert_true(str_eqc(out.name, "Receipt P-1.pdf"));
	assert_true(str_starts(out.bytes, STR("%PDF-")));
	assert_int_equal(ask(&page_payments, "A", "credit/C-1/pdf"), RC_OK);
	assert_true(str_eqc(out.name, "Credit C-1.pdf"));
}

static void
hides_what_is_anothers(void **state)
{
	static const char *const rest[] = {"payment/PB", "payment/PB/pdf",
	    "credit/CB", "credit/P-1", "payment/C-1", "payment", "payment/",
	    "x/P-1", "pdf", "P-1"};

	(void)state;
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		if (ask(&page_payments, "A", rest[i]) != RC_MISS)
			fail_msg("%s was found", rest[i]);
	assert_int_equal(ask(&page_payments, "B", "payment/PB"), RC_OK);
}

static void
turns_pages(void **state)
{
	(void)state;
	for (int i = 0; i < 60; i++) {
		char id[16];

		snprintf(id, sizeof(id), "N-%02d", i);
		add_invoice(id, "A", "2026-11-02", "2026-12-31", 100);
		apply("payment", "P-2", id, 1);
		pay(id, "A", "2026-11-25", 1);
	}
	assert_int_equal(ask(&page_payments, "A", ""), RC_OK);
	assert_int_equal(count("monies"), 50);
	is("turn.total", "63");
	say("page", "2");
	assert_int_equal(ask(&page_payments, "A", ""), RC_OK);
	assert_int_equal(count("monies"), 13);
	is("monies.10.id", "P-2");
	assert_int_equal(count("monies.10.uses"), 10);
	is("monies.10.more", "50");
	is("monies.10.unapplied", "€11.74");
	assert_int_equal(ask(&page_payments, "A", "payment/P-2"), RC_OK);
	assert_int_equal(count("uses"), 10);
	is("turn.previous", "/account/TOKEN/payments/payment/P-2");
	query_count = 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_newest_first),
	    cmocka_unit_test(shows_one),
	    cmocka_unit_test(hides_what_is_anothers),
	    cmocka_unit_test(turns_pages),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
