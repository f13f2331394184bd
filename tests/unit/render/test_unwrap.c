#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/unwrap.h"

static struct arena *a;

static void
want(const char *text, const char *out)
{
	struct str got = unwrap(a, str_of(text), 20);

	if (!str_eqc(got, out))
		fail_msg("\"%.*s\"", STR_ARG(got));
}

static void
test_paragraphs(void **state)
{
	(void)state;
	want("one two three four\nfive six", "one two three four five six");
	want("one\n\ntwo", "one\n\ntwo");
	want("Bank\nRouting 1\nAccount 2", "Bank\nRouting 1\nAccount 2");
	want("a line of twenty ch.\nx", "a line of twenty ch. x");
	want("a line of 18 chars\nx\n", "a line of 18 chars\nx");
	want("äöüäöüäöüäöüäöüäöü\nx", "äöüäöüäöüäöüäöüäöü\nx");
	want("", "");
	want("\n", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_paragraphs)};
	int rc;

	a = arena_new(1 << 20);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&a);
	return rc;
}
