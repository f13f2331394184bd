#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "house.h"

static void
shows_today(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_statement, "A", ""), RC_OK);
	assert_int_equal(count("invoices"), 3);
	is("invoices.0.number", "A-1");
	assert_true(truth("invoices.0.part_disputed"));
	is("invoices.0.late", "61");
	is("invoices.1.promised", "24/12/2026");
	is("totals.0.amount", "€1,450.00");
	is("unapplied.0.amount", "€112.34");
	is("aging.0.days_90", "€650.00");
	/* Since the first entry, without the month that runs. */
	assert_int_equal(count("months"), 3);
	is("months.0.path", "2026-11");
	is("months.0.name", "November 2026");
	is("months.2.path", "2026-09");
}

static void
shows_a_month(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_statement, "A", "2026-10"), RC_OK);
	assert_string_equal(out.template_name, "month");
	assert_false(truth("month.unproven"));
	is("month.from", "01/10/2026");
	is("sections.0.opening", "€1,200.00");
	is("sections.0.invoiced", "€500.00");
	is("sections.0.paid", "€600.00");
	is("sections.0.credited", "€50.00");
	is("sections.0.closing", "€1,050.00");
	assert_int_equal(count("moves"), 3);
	is("moves.0.path", "payments/payment/P-1");
	assert_true(truth("moves.0.kind.payment"));
	is("moves.1.path", "invoice/A-2");
}

static void
gives_files(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_statement, "A", "pdf"), RC_OK);
	assert_true(str_eqc(out.name, "Statement A.pdf"));
	assert_int_equal(ask(&page_statement, "A", "2026-10/pdf"), RC_OK);
	assert_true(str_eqc(out.name, "Statement A-2026-10.pdf"));
	assert_true(str_starts(out.bytes, STR("%PDF-")));
}

static void
knows_only_months_that_are_over(void **state)
{
	static const char *const rest[] = {"2026-12", "2027-01", "2026-08",
	    "0001-01", "2026-13", "2026-1", "2026-10/", "2026-10-01",
	    "x/2026-10", "A/2026-10", "2026-10/xls", "B/2026-10/pdf",
	    "9999-12"};

	(void)state;
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		if (ask(&page_statement, "A", rest[i]) != RC_MISS)
			fail_msg("%s was found", rest[i]);
}

/* More applied than there is: the figures are not shown, nor printed. */
static void
does_not_show_what_is_wrong(void **state)
{
	(void)state;
	apply("payment", "PB", "A-2", 900000);
	assert_int_equal(ask(&page_statement, "B", "2026-10"), RC_OK);
	assert_true(truth("month.unproven"));
	assert_int_equal(count("sections"), 0);
	assert_int_equal(ask(&page_statement, "B", "2026-10/pdf"), RC_BAD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shows_today),
	    cmocka_unit_test(shows_a_month),
	    cmocka_unit_test(gives_files),
	    cmocka_unit_test(knows_only_months_that_are_over),
	    cmocka_unit_test(does_not_show_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
