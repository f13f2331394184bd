#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "house.h"
#include "web/press.h"

static void
shows_one(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_invoice, "A", "A-1"), RC_OK);
	assert_string_equal(out.template_name, "invoice");
	is("invoice.number", "A-1");
	is("invoice.amount", "€1,000.00");
	is("invoice.open", "€650.00");
	is("invoice.contested", "€123.00");
	is("invoice.asked", "€527.00");
	is("invoice.due", "01/10/2026");
	is("invoice.late", "61");
	is("invoice.po", "PO <1>");
	assert_false(truth("invoice.disputed"));
	assert_int_equal(count("parts"), 2);
	is("parts.0.id", "P-1");
	is("parts.0.path", "payment/P-1");
	is("parts.0.amount", "€300.00");
	is("parts.1.path", "credit/C-1");
	assert_true(truth("parts.1.is_credit"));
	assert_int_equal(count("disputes"), 2);
	assert_true(truth("disputes.0.reason.quantity_shortage"));
	assert_true(truth("disputes.0.state.open"));
	is("disputes.0.amount", "€123.00");
	assert_true(truth("disputes.1.outcome.credited"));
	is("disputes.1.credited", "€50.00");
	assert_int_equal(count("charges"), 2);
	is("charges.0.amount", "€3.33");
	is("charges.1.amount", "€40.00");
	assert_true(truth("charges.1.fixed"));
	assert_false(truth("turn"));
}

static void
shows_a_promise_and_what_is_paid(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_invoice, "A", "A-2"), RC_OK);
	is("invoice.promised", "24/12/2026");
	assert_true(truth("invoice.one_day"));
	assert_false(truth("invoice.late"));
	is("invoice.days", "1");
	is("promises.0.amount", "€400.00");
	assert_true(truth("promises.0.state.open"));
	assert_false(truth("has_parts"));
	assert_int_equal(ask(&page_invoice, "A", "A-paid"), RC_OK);
	assert_false(truth("invoice.is_open"));
	assert_false(truth("invoice.promised"));
	is("invoice.open", "€0.00");
}

/* Another's and nobody's are the same: not there. */
static void
hides_what_is_anothers(void **state)
{
	static const char *const rest[] = {"B-1", "B-1/pdf", "none", "none/pdf",
	    "A-1/x", "A-1/pdf/pdf", "A-1/", " A-1", "a-1", "pdf", "/pdf"};

	(void)state;
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		if (ask(&page_invoice, "A", rest[i]) != RC_MISS)
			fail_msg("%s was found", rest[i]);
	assert_int_equal(ask(&page_invoice, "B", "B-1"), RC_OK);
	assert_int_equal(ask(&page_invoice, "B", "A-1"), RC_MISS);
}

static void
is_pdf(const char *name)
{
	assert_int_equal(out.form, PAGE_FILE);
	assert_true(str_eqc(out.type, "application/pdf"));
	assert_true(str_eqc(out.name, name));
	assert_true(str_starts(out.bytes, STR("%PDF-")));
}

static void
gives_its_file(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_invoice, "A", "A-1/pdf"), RC_OK);
	is_pdf("Invoice A-1.pdf");
	/* A number with a slash in it has a file too. */
	assert_int_equal(ask(&page_invoice, "A", "A/3"), RC_OK);
	is("invoice.path", "A%2F3");
	assert_int_equal(ask(&page_invoice, "A", "A/3/pdf"), RC_OK);
	is_pdf("Invoice A_3.pdf");
	/* An invoice that is called like a file is an invoice first. */
	add_invoice("A-1/pdf", "A", "2026-11-01", "2026-12-31", 100);
	assert_int_equal(ask(&page_invoice, "A", "A-1/pdf"), RC_OK);
	assert_int_equal(out.form, PAGE_HTML);
	assert_int_equal(ask(&page_invoice, "A", "A-1/pdf/pdf"), RC_OK);
	is_pdf("Invoice A-1_pdf.pdf");
}

static void
finds_by_number(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_invoice, "A", ""), RC_MISS);
	say("number", " A/3 ");
	assert_int_equal(ask(&page_invoice, "A", ""), RC_OK);
	assert_int_equal(out.form, PAGE_REDIRECT);
	assert_true(str_eqc(out.to, "/account/TOKEN/invoice/A%2F3"));
	say("number", "B-1");
	assert_int_equal(ask(&page_invoice, "A", ""), RC_MISS);
	query_count = 0;
}

static void
turns_pages(void **state)
{
	(void)state;
	for (int i = 0; i < 120; i++) {
		char id[16];

		snprintf(id, sizeof(id), "X-%03d", i);
		pay(id, "A", "2026-11-02", 1);
		apply("payment", id, "A/3", 1);
	}
	assert_int_equal(ask(&page_invoice, "A", "A/3"), RC_OK);
	assert_int_equal(count("parts"), 50);
	is("turn.pages", "3");
	is("turn.last", "50");
	is("turn.total", "120");
	is("turn.next", "/account/TOKEN/invoice/A%2F3?page=2");
	assert_false(truth("turn.previous"));
	say("page", "3");
	assert_int_equal(ask(&page_invoice, "A", "A/3"), RC_OK);
	assert_int_equal(count("parts"), 20);
	is("parts.0.id", "X-100");
	is("turn.first", "101");
	is("turn.previous", "/account/TOKEN/invoice/A%2F3?page=2");
	assert_false(truth("turn.next"));
	for (size_t i = 0; i < 6; i++) {
		static const char *const bad[] = {
		    "4", "0", "-1", "x", "99999999999999999999", "1 "};

		say("page", bad[i]);
		assert_int_equal(ask(&page_invoice, "A", "A/3"), RC_MISS);
	}
	query_count = 0;
}

/* A link gets so many documents a minute, and another link its own. */
static void
bounds_documents(void **state)
{
	int had = 0;

	(void)state;
	sql("UPDATE account SET name = 'Somebody' WHERE id = 'B'");
	while (ask(&page_invoice, "B", "B-1/pdf") == RC_OK)
		had++;
	assert_int_equal(had, PRESS_PER_MINUTE);
	assert_int_equal(ask(&page_invoice, "B", "B-1/pdf"), RC_LATER);
	assert_int_equal(ask(&page_invoice, "B", "B-1"), RC_OK);
	assert_int_equal(ask(&page_invoice, "A", "A-2/pdf"), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shows_one),
	    cmocka_unit_test(shows_a_promise_and_what_is_paid),
	    cmocka_unit_test(hides_what_is_anothers),
	    cmocka_unit_test(gives_its_file),
	    cmocka_unit_test(finds_by_number),
	    cmocka_unit_test(turns_pages),
	    cmocka_unit_test(bounds_documents),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
