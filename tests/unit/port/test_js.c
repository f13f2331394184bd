#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "port/js.h"

/* What is written for a text, and that reading it gives the text again. */
static void
check(const char *text, const char *want)
{
	struct js *j = js_object(), *again = NULL;
	struct err err;
	struct buf b;

	buf_init(&b, 4096);
	js_set_str(j, "t", str_of(text));
	js_write(j, &b);
	assert_string_equal(b.p, want);
	assert_int_equal(js_parse(buf_str(&b), &again, &err), RC_OK);
	assert_true(str_eqc(js_str(js_get(again, "t")), text));
	js_free(&again);
	js_free(&j);
	buf_fini(&b);
}

static void
test_what_a_terminal_obeys(void **state)
{
	(void)state;
	check("a\x1b[2Jb\x7f", "{\"t\":\"a\\u001B[2Jb\\u007F\"}");
	check("\xc2\x9b"
	      "31m\xc2\x80",
	    "{\"t\":\"\\u009B31m\\u0080\"}");
	check("x\xe2\x80\xaegnp.exe", "{\"t\":\"x\\u202Egnp.exe\"}");
	check("\xe2\x81\xa6y\xe2\x81\xa9", "{\"t\":\"\\u2066y\\u2069\"}");
	/* One object a line, for readers that split at these as well. */
	check("\xe2\x80\xa8\xe2\x80\xa9\xc2\x85",
	    "{\"t\":\"\\u2028\\u2029\\u0085\"}");
}

static void
test_words_stay(void **state)
{
	(void)state;
	check("Gr\xc3\xbc\xc3\x9f"
	      "e \xe2\x82\xac \xe2\x80\x93 \xc2\xa0 \xe2\x81\xaa \xe2\x80\xa7",
	    "{\"t\":\"Gr\xc3\xbc\xc3\x9f"
	    "e \xe2\x82\xac \xe2\x80\x93 \xc2\xa0 \xe2\x81\xaa "
	    "\xe2\x80\xa7\"}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_a_terminal_obeys),
	    cmocka_unit_test(test_words_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
