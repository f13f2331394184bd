#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/params.h"
#include "port/js.h"

static struct arena *arena;

static void
same(struct str a, struct str b)
{
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

/* A library reads it, and finds what was written. */
static struct params
again(const struct params *p)
{
	struct str json = params_write(arena, p);
	struct params out;
	struct js *o = NULL;
	struct err err;

	assert_true(str_is_utf8(json));
	assert_int_equal(js_parse(json, &o, &err), RC_OK);
	js_free(&o);
	params_read(arena, json, &out);
	return out;
}

static void
test_all(void **state)
{
	struct str refs[] = {STR("a@x"), STR("b@x")}, tasks[] = {STR("Call.")};
	struct str invoices[] = {STR("INV-1"), STR("INV-\"2\"")};
	struct intent_document docs[] = {
	    {DOCUMENT_INVOICE, STR("INV-1")}, {DOCUMENT_STATEMENT, {NULL, 0}}};
	struct params in = {.subject = STR("Re: it"),
	    .in_reply_to = STR("b@x"),
	    .references = refs,
	    .reference_count = 2,
	    .invoices = invoices,
	    .invoice_count = 2,
	    .documents = docs,
	    .document_count = 2,
	    .promise_day = day_of(2026, 12, 4),
	    .has_amount = true,
	    .amount = money_of(-120000, STR("USD")),
	    .reason = STR("the price"),
	    .text = STR("what they wrote"),
	    .tasks = tasks,
	    .task_count = 1};
	struct params out = again(&in);

	(void)state;
	same(out.subject, in.subject);
	same(out.in_reply_to, in.in_reply_to);
	assert_int_equal(out.reference_count, 2);
	same(out.references[1], refs[1]);
	assert_int_equal(out.invoice_count, 2);
	same(out.invoices[1], invoices[1]);
	assert_int_equal(out.document_count, 2);
	assert_int_equal(out.documents[1].type, DOCUMENT_STATEMENT);
	same(out.documents[0].ref, docs[0].ref);
	assert_int_equal(out.promise_day, in.promise_day);
	assert_true(out.has_amount);
	assert_int_equal(out.amount.minor, -120000);
	assert_string_equal(out.amount.currency, "USD");
	same(out.reason, in.reason);
	same(out.text, in.text);
	assert_int_equal(out.task_count, 1);
}

static void
test_nothing(void **state)
{
	struct params in = {.promise_day = DAY_NONE}, out = again(&in);

	(void)state;
	assert_int_equal(out.subject.n, 0);
	assert_int_equal(out.promise_day, DAY_NONE);
	assert_false(out.has_amount);
	assert_int_equal(out.task_count + out.document_count, 0);
}

/* Every byte, in words that came from outside. */
static void
test_hostile(void **state)
{
	char bytes[0x80], wide[] = "caf\xc3\xa9 \xe2\x80\xae \xf0\x9f\x98\x80";
	struct params in = {.promise_day = DAY_NONE}, out;

	(void)state;
	for (int i = 1; i < 0x80; i++)
		bytes[i - 1] = (char)i;
	in.text = (struct str){bytes, 0x7f};
	in.subject = str_of(wide);
	out = again(&in);
	same(out.text, in.text);
	same(out.subject, in.subject);
	/* What is no text is told apart from what is. */
	in.text = STR("a\0b\xff\"c");
	out = again(&in);
	same(out.text, STR("a?b?\"c"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_hostile),
	};
	int failed;

	arena = arena_new(1u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
