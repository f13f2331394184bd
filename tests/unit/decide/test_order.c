#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "decide/order.h"

static struct arena *a;

static struct orders
read_as(const char *text, const char *locale, const char *currency)
{
	struct order_context ctx = {
	    day_of(2026, 11, 22), str_of(locale), str_of(currency)};
	struct orders out;

	arena_reset(a);
	order_read(a, str_of(text), &ctx, &out);
	return out;
}

static struct orders
read_it(const char *text)
{
	return read_as(text, "en-US", "USD");
}

static void
is(struct str s, const char *want)
{
	if (!str_eqc(s, want))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), want);
}

static void
mistake(const char *text, const char *want)
{
	struct orders o = read_it(text);

	assert_int_equal(o.n, 0);
	assert_true(o.mistake_count > 0);
	if (str_find(o.mistakes[0], str_of(want)) == STR_NPOS)
		fail_msg("\"%.*s\" lacks \"%s\"", STR_ARG(o.mistakes[0]), want);
}

static void
test_promise(void **state)
{
	struct orders o = read_it(
	    "\n#promise 2026-12-18 1,200.50 INV-1, INV-2 and INV-3\n\nDear "
	    "Pat,\n#paid\n");

	(void)state;
	assert_int_equal(o.n, 1);
	assert_int_equal(o.v[0].kind, ORDER_PROMISE);
	assert_int_equal(o.v[0].line, 2);
	assert_int_equal(o.v[0].day, day_of(2026, 12, 18));
	assert_true(o.v[0].has_amount);
	assert_int_equal(o.v[0].amount.minor, 120050);
	assert_int_equal(o.v[0].invoice_count, 3);
	is(o.v[0].invoices[0], "INV-1");
	is(o.v[0].invoices[2], "INV-3");
	is(o.rest, "Dear Pat,\n#paid");
}

static void
test_days(void **state)
{
	static const struct {
		const char *text, *locale;
		int y, m, d;
	} days[] = {
	    {"#promise 12/05", "en-US", 2026, 12, 5},
	    {"#promise 12/05", "en-GB", 2027, 5, 12},
	    {"#promise 5.12.2026", "de-DE", 2026, 12, 5},
	    {"#promise 5.12.", "de-DE", 2026, 12, 5},
	    {"#promise 22/11", "fr-FR", 2026, 11, 22},
	    {"#promise 21/11/27", "fr-FR", 2027, 11, 21},
	    {"#promise 2026\xe2\x80\x91"
	     "12\xe2\x80\x91"
	     "18",
		"en-US", 2026, 12, 18},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct orders o = read_as(days[i].text, days[i].locale, "USD");

		assert_int_equal(o.n, 1);
		assert_int_equal(
		    o.v[0].day, day_of(days[i].y, days[i].m, days[i].d));
		assert_false(o.v[0].has_amount);
	}
	mistake("#promise 2026-02-30", "there is no day 2026-02-30");
	mistake("#promise 2026-11-21", "has gone by");
	mistake("#promise 2028-11-21", "more than a year");
	mistake("#promise soon", "the date is missing");
	mistake("#promise", "the date is missing");
}

static void
test_amounts(void **state)
{
	static const struct {
		const char *text, *locale, *currency, *want;
		int64_t minor;
	} amounts[] = {
	    {"#limit 500", "en-US", "USD", "USD", 50000},
	    {"#limit 1.200,50", "de-DE", "EUR", "EUR", 120050},
	    {"#limit 1.200", "de-DE", "EUR", "EUR", 120000},
	    {"#limit 1,200", "en-US", "USD", "USD", 120000},
	    {"#limit 1'200.50", "de-CH", "CHF", "CHF", 120050},
	    {"#limit $500", "en-CA", "CAD", "CAD", 50000},
	    {"#limit $500", "de-DE", "EUR", "USD", 50000},
	    {"#limit \xe2\x82\xac"
	     "500",
		"en-US", "USD", "EUR", 50000},
	    {"#limit 500 EUR", "en-US", "USD", "EUR", 50000},
	    {"#limit USD 500.5", "de-DE", "EUR", "USD", 50050},
	    {"#limit 1,000,000", "en-US", "JPY", "JPY", 1000000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		struct orders o = read_as(
		    amounts[i].text, amounts[i].locale, amounts[i].currency);

		assert_int_equal(o.n, 1);
		assert_int_equal(o.v[0].amount.minor, amounts[i].minor);
		assert_string_equal(o.v[0].amount.currency, amounts[i].want);
	}
	mistake("#limit 1.200", "cannot be read as one amount");
	mistake("#limit 0", "cannot be read as one amount");
	mistake("#limit -5", "cannot be read as one amount");
	mistake("#limit 5,0,0", "cannot be read as one amount");
	mistake("#limit 99999999999999999999", "cannot be read as one amount");
	mistake("#limit much", "an amount is missing");
	mistake("#limit 5 6", "nothing stands behind");
}

/* A number may be an invoice: who says so is understood. */
static void
test_numbers_of_invoices(void **state)
{
	struct orders o = read_it("#promise 2026-12-18 invoice 4711");

	(void)state;
	assert_int_equal(o.n, 1);
	assert_false(o.v[0].has_amount);
	assert_int_equal(o.v[0].invoice_count, 1);
	is(o.v[0].invoices[0], "4711");
	o = read_it("#promise 2026-12-18 4711");
	assert_true(o.v[0].has_amount);
	is(o.v[0].word, "4711");
	o = read_it("#promise 2026-12-18 $4711");
	is(o.v[0].word, "");
}

/* Wrapped by a mail client, it is still for us alone. */
static void
test_free_texts(void **state)
{
	struct orders o = read_it("#note they are\r\nslow payers\r\n\r\n"
				  "#call voicemail left\nword\n#reject 1 2 no\n"
				  "\nDear Pat,");

	(void)state;
	assert_int_equal(o.n, 3);
	is(o.v[0].text, "they are\r\nslow payers");
	is(o.v[1].word, "voicemail");
	is(o.v[1].text, "left\nword");
	is(o.v[2].text, "no");
	assert_int_equal(o.v[2].invoice_count, 2);
	is(o.rest, "Dear Pat,");
	mistake("#note", "the text is missing");
	mistake("#call", "the outcome is missing");
	mistake("#call voicemial", "did you mean voicemail?");
}

static void
test_words(void **state)
{
	struct orders o =
	    read_it("#Dispute pricing 500 INV-1\n#RESOLVE credit 20 INV-1\n"
		    "#resolve withdrawn\n#resolve INV-2\n#pause 10 days "
		    "INV-3\n#pause 5d\n#send statement\n#whiteglove ON\n"
		    "#assign Ruth Okafor\n#approve 1, 3\n#approve\n#hold");

	(void)state;
	assert_int_equal(o.n, 12);
	assert_int_equal(o.v[0].reason, DISPUTE_PRICING);
	is(o.v[1].word, "credit");
	assert_int_equal(o.v[1].amount.minor, 2000);
	is(o.v[2].word, "withdrawn");
	is(o.v[3].word, "upheld");
	is(o.v[3].invoices[0], "INV-2");
	assert_int_equal(o.v[4].days, 10);
	is(o.v[4].invoices[0], "INV-3");
	assert_int_equal(o.v[5].days, 5);
	assert_int_equal(o.v[6].document, DOCUMENT_STATEMENT);
	is(o.v[7].word, "on");
	is(o.v[8].word, "Ruth Okafor");
	assert_int_equal(o.v[9].invoice_count, 2);
	assert_int_equal(o.v[10].invoice_count, 0);
	mistake("#dispute pricng", "did you mean pricing?");
	mistake("#dispute", "the reason is missing");
	mistake("#pause 0", "how many days");
	mistake("#pause soon", "how many days");
	mistake("#whiteglove maybe", "on or off");
	mistake("#links", "off, and nothing else");
	mistake("#links on", "off, and nothing else");
	mistake("#links off INV-1", "off, and nothing else");
	assert_int_equal(read_it("#links off").v[0].kind, ORDER_LINKS);
	mistake("#resume now", "nothing stands behind it");
	mistake("#send invoyce", "did you mean invoice?");
	mistake("#approve all", "only numbers");
}

static void
test_what_is_no_order(void **state)
{
	static const char *const texts[] = {"", "\n\n", "Hello\n#paid", "#",
	    "# 1 is wrong", "#1 is wrong", "# heading", "> #paid"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(read_it(texts[i]).n, 0);
		assert_int_equal(read_it(texts[i]).mistake_count, 0);
		assert_false(order_is_first(str_of(texts[i])));
	}
	assert_int_equal(read_it("# paid").n, 1);
	assert_true(order_is_first(STR("\n #paid")));
	assert_true(order_is_first(STR("#piad")));
}

/* One that is wrong, and none is read; all that are wrong are told. */
static void
test_all_or_nothing(void **state)
{
	struct orders o =
	    read_it("#paid\n#promis 2026-12-18\n#pause x\n#note y");

	(void)state;
	assert_int_equal(o.n, 0);
	assert_int_equal(o.mistake_count, 2);
	is(o.mistakes[0], "line 2, \"#promis 2026-12-18\": there is no order "
			  "#promis; did you mean promise?");
	assert_true(str_starts(o.mistakes[1], STR("line 3, \"#pause x\"")));
	mistake("#xyzzy", "#help lists them");
}

static void
test_too_many(void **state)
{
	struct buf b;
	struct orders o;

	(void)state;
	buf_init(&b, 1 << 16);
	for (int i = 0; i < 60; i++)
		buf_adds(&b, "#paid\n");
	o = read_it(b.p);
	assert_int_equal(o.n, 0);
	assert_int_equal(o.mistake_count, 1);
	buf_clear(&b);
	buf_adds(&b, "#paid");
	for (int i = 0; i < 100; i++)
		buf_adds(&b, " INV-1");
	mistake(b.p, "too many words");
	buf_fini(&b);
}

static void
test_help(void **state)
{
	(void)state;
	for (int k = 0; k < ORDER_KINDS; k++) {
		enum order_kind kind = (enum order_kind)k;

		assert_true(str_starts(str_of(order_usage(kind)), STR("#")));
		assert_true(order_summary(kind)[0] != '\0');
		assert_true(
		    str_starts(str_sub(str_of(order_usage(kind)), 1, 99),
			str_of(order_name(kind))));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_promise),
	    cmocka_unit_test(test_days),
	    cmocka_unit_test(test_amounts),
	    cmocka_unit_test(test_numbers_of_invoices),
	    cmocka_unit_test(test_free_texts),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_what_is_no_order),
	    cmocka_unit_test(test_all_or_nothing),
	    cmocka_unit_test(test_too_many),
	    cmocka_unit_test(test_help),
	};
	int failed;

	a = arena_new(1u << 24);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return failed;
}
