#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "decide/callword.h"

static void
says(const char *text, const char *outcome, const char *behind)
{
	struct str rest;
	const char *found = callword_find(str_of(text), &rest);

	if (outcome == NULL) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found, outcome);
	if (!str_eqc(rest, behind))
		fail_msg("%s: \"%.*s\"", text, STR_ARG(rest));
}

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; callword_name(i) != NULL; i++)
		says(callword_name(i), callword_name(i), "");
	assert_null(callword_name(9));
	assert_null(callword_name(SIZE_MAX));
}

static void
test_ways(void **state)
{
	(void)state;
	says("no-answer", "no-answer", "");
	says("no answer", "no-answer", "");
	says("  No  Answer", "no-answer", "");
	says("NO_ANSWER, twice", "no-answer", "twice");
	says("no\xc2\xa0"
	     "answer",
	    "no-answer", "");
	says("no\xe2\x80\x91"
	     "answer \xe2\x80\x93 twice",
	    "no-answer", "twice");
	says("didn\xe2\x80\x99t answer", "no-answer", "");
	says("message left", "voicemail", "");
	says("Left a message with the office", "voicemail", "with the office");
	says("voicemail: left word", "voicemail", "left word");
	says("call back on Friday", "call-back", "on Friday");
	says("Callback", "call-back", "");
	says("wrong number (a bakery)", "wrong-number", "(a bakery)");
	says("reached Pat, pays on Friday", "reached", "Pat, pays on Friday");
	says("reached. Pays -5% on Friday", "reached", "Pays -5% on Friday");
	/* The longest of them. */
	says("reached nobody", "no-answer", "");
	says("nicht erreicht", "no-answer", "");
	says("promised to pay 500", "promised", "500");
	says("PAS DE R\xc3\x89PONSE", "no-answer", "");
	says("OCUP\xc3\x89", NULL, "");
	says("Occup\xc3\xa9", "busy", "");
	says("R\xc3\x9c"
	     "CKRUF",
	    "call-back", "");
}

static void
test_none(void **state)
{
	(void)state;
	says("", NULL, "");
	says("   ", NULL, "");
	says("no", NULL, "");
	says("no answers", NULL, "");
	says("reachedx", NULL, "");
	says("voicemial", NULL, "");
	says("notanswered", NULL, "");
	says("\xc3", NULL, "");
	says("\xe2\x80", NULL, "");
	says("a word that is much longer than all of the ways that there are "
	     "to say how a call ended",
	    NULL, "");
}

/* All that the table holds is found, as what it stands for. */
static void
test_table(void **state)
{
	static const char *const ways[][2] = {
#include "decide/callword.def"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		says(ways[i][1], ways[i][0], "");
}

/* Nothing is read behind the end. */
static void
test_exact(void **state)
{
	static const char text[] = "no answer";

	(void)state;
	for (size_t n = 0; n <= sizeof(text) - 1; n++) {
		char *copy = malloc(n);
		struct str rest;

		memcpy(copy, text, n);
		assert_int_equal(
		    callword_find((struct str){copy, n}, &rest) != NULL,
		    n == sizeof(text) - 1);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_ways),
	    cmocka_unit_test(test_none),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
