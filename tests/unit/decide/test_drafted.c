#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide/drafted.h"

static bool
same(const char *draft, const char *sent)
{
	return drafted_same(str_of(draft), str_of(sent));
}

static void
test_as_it_was(void **state)
{
	(void)state;
	assert_true(same("Dear Pat,\n\nsee you.\n", "Dear Pat,\n\nsee you.\n"));
	/* What programs do to blanks, lists, tables and quotes. */
	assert_true(same("| INV-1 | 2026-10-25 | 10.00 |\n- a line\n",
	    "INV-1   2026-10-25\t10.00\r\n  * A line"));
	assert_true(same("See\xc2\xa0you", "see you"));
	/* A signature behind, a head before. */
	assert_true(same("Dear Pat,\nsee you.",
	    "Harbour Co.\nDear Pat, see you.\n-- \nRuth Okafor\nSales"));
	/* A link says nothing. */
	assert_true(same("Pay online: https://pay.example.com/x/y?z=1 now",
	    "Pay online <https://pay.example.com/x> now"));
	assert_true(same("", "anything"));
}

static void
test_changed(void **state)
{
	(void)state;
	assert_false(same("Dear Pat, see you.", "Dear Pat, call you."));
	assert_false(same("Dear Pat, see you.", "Dear Pat, I see you."));
	assert_false(same("Dear Pat, see you.", "Dear Pat, see"));
	assert_false(same("Dear Pat, see you.", ""));
	/* Words, not letters: "10" is not in "100". */
	assert_false(same("We owe 10", "We owe 100"));
	assert_false(same("x10", "10"));
}

/* No length or byte of a mail runs past its end. */
static void
test_hostile(void **state)
{
	static const char bytes[] = {'\xc2', 'h', 't', 't', 'p', '\xc2'};

	(void)state;
	assert_true(drafted_same((struct str){bytes, sizeof(bytes)},
	    (struct str){bytes, sizeof(bytes)}));
	assert_true(same("https://", "x"));
	assert_true(drafted_same((struct str){NULL, 0}, STR("x")));
	assert_false(drafted_same(STR("x"), (struct str){NULL, 0}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_as_it_was),
	    cmocka_unit_test(test_changed),
	    cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
