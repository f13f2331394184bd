#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "render/plain.h"
#include "render/plain_table.h"

static void
want(const char *source, const char *expected)
{
	struct arena *a = arena_new(16 << 20);
	struct markdown m;
	struct buf out;

	buf_init(&out, 1 << 20);
	markdown_parse(a, str_of(source), &m);
	plain_render(a, &m, &out);
	assert_string_equal(out.p ? out.p : "", expected);
	buf_fini(&out);
	arena_free(&a);
}

static void
test_paragraphs(void **state)
{
	(void)state;
	want("", "");
	want("a\nb  \nc\n\nd", "a b\nc\n\nd\n");
	want("*a* **b** `c`", "a b c\n");
	want("We wrote to you about the invoices below and have not yet seen "
	     "a payment or heard from you.",
	    "We wrote to you about the invoices below and have not yet seen a "
	    "payment\nor heard from you.\n");
	/* What does not fit is not cut. */
	want("x https://pay.example/pay/0123456789012345678901234567890123456"
	     "789012345678901234567890 y",
	    "x\nhttps://pay.example/pay/01234567890123456789012345678901234567"
	    "89012345678901234567890\ny\n");
}

static void
test_blocks(void **state)
{
	(void)state;
	want("# T\n\n## Caf\303\251\n\nx", "T\n=\n\nCaf\303\251\n----\n\nx\n");
	want("- a\n- b\n\nc", "- a\n- b\n\nc\n");
	want("- a\n\n- b\n", "- a\n\n- b\n");
	want("9. a\n10. b\n", "9. a\n10. b\n");
	want("- a\n  - b\n    1. c\n- d\n", "- a\n  - b\n    1. c\n- d\n");
	want("> a\\\n> b\n>\n> c\n\nd", "    a\n    b\n\n    c\n\nd\n");
	want("a\n\n---\n\n    x\n     y\n",
	    "a\n\n------------------------\n\n    x\n     y\n");
	want("1. Please look at the invoices that are listed below and tell us "
	     "when you will pay.\n",
	    "1. Please look at the invoices that are listed below and tell us "
	    "when\n   you will pay.\n");
}

static void
test_links(void **state)
{
	(void)state;
	want("[Pay](https://p)", "Pay: https://p\n");
	want("**[Pay](https://p)**", "Pay: https://p\n");
	want("[Pay:](https://p)", "Pay: https://p\n");
	want("See [here](https://p) for more.", "See here (https://p) for "
						"more.\n");
	want("[A](https://a)\n[B](https://b)", "A: https://a\nB: https://b\n");
	want("[https://a](https://a)", "https://a\n");
	want("<https://a>", "https://a\n");
	want("[a@b.c](mailto:a@b.c), [write](mailto:a@b.c)",
	    "a@b.c, write: a@b.c\n");
	want("[x]()", "x\n");
	want("![a chart](https://i)", "a chart\n");
}

static void
test_tables(void **state)
{
	(void)state;
	want("| Invoice | PO | Open |\n|:--|:-:|--:|\n| F-1 | x | 1.00 |\n"
	     "| F-1000 | long one | 10.00 |\n\nz",
	    "Invoice     PO      Open\n-------  --------  -----\n"
	    "F-1         x       1.00\nF-1000   long one  10.00\n\nz\n");
	/* A column without values goes, a row without cells does not. */
	want("| A | B | C |\n|--|--|--|\n| 1 |  | 3 |\n|  | | |\n",
	    "A  C\n-  -\n1  3\n\n");
	want("| A |\n|--|\n| \303\251\344\275\240&#10;x |\n",
	    "A\n-----\n\303\251\344\275\240 x\n");
	want("- x\n\n  | A | B |\n  |--|--|\n  | 1 | 2 |\n",
	    "- x\n\n  A  B\n  -  -\n  1  2\n");
	want("| A | B |\n|--|--|\n| [Pay](https://p) | **2** |\n",
	    "A                B\n---------------  -\nPay (https://p)  2\n");
}

/* Wider than the page: one block a row. */
static void
test_wide_table(void **state)
{
	(void)state;
	want("| Invoice | Pay | |\n|--|--|--|\n"
	     "| F-1 | https://pay.example/0123456789012345678901234567890123456"
	     "7890123456789 | a |\n| F-2 | | b |\n",
	    "Invoice: F-1\nPay: https://pay.example/0123456789012345678901234"
	    "5678901234567890123456789\na\n\nInvoice: F-2\nb\n");
}

static void
test_columns(void **state)
{
	(void)state;
	assert_int_equal(plain_table_width(STR("")), 0);
	assert_int_equal(plain_table_width(STR("abc")), 3);
	assert_int_equal(plain_table_width(STR("\302\2431")), 2);
	assert_int_equal(plain_table_width(STR("e\314\201")), 1);
	assert_int_equal(plain_table_width(STR("\344\275\240\345\245\275")), 4);
	assert_int_equal(plain_table_width(STR("\360\237\230\200")), 2);
	assert_int_equal(plain_table_width(STR("\303")), 1);
}

/* Nested further than it can show: still ends, still all there. */
static void
test_deep(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct markdown m;
	struct buf in, out;

	(void)state;
	buf_init(&in, 1 << 20);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 200; i++)
		buf_adds(&in, i % 2 ? "> " : "- ");
	buf_adds(&in, "deep\n");
	markdown_parse(a, buf_str(&in), &m);
	plain_render(a, &m, &out);
	assert_non_null(strstr(out.p, "deep"));
	buf_fini(&in);
	buf_fini(&out);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_paragraphs),
	    cmocka_unit_test(test_blocks),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_tables),
	    cmocka_unit_test(test_wide_table),
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
