#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "mail/echo.h"

static struct arena *arena;
static struct echo *echo;

static const char reminder[] =
    "Subject: Reminder\n\n"
    "{{#contact.name}}Dear {{contact.name}},{{/contact.name}}\n\n"
    "Perhaps this was overlooked: our books show {{#several}}these "
    "invoices{{/several}} as unpaid after the due date. Could you please "
    "arrange payment, or tell us when we can expect it?\n\n"
    "**{{amount}}** is open in all. If you dispute an invoice please tell us "
    "the reason.\n\nKind regards\n";

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(64u << 20);
	echo = echo_new();
	echo_learn(echo, str_of(reminder));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	echo_free(&echo);
	assert_null(echo);
	echo_free(&echo);
	arena_free(&arena);
	return 0;
}

static void
check(const char *text, const char *want)
{
	struct str got = echo_strip(arena, echo, str_of(text));

	if (!str_eqc(got, want))
		fail_msg("[%.*s], wanted [%s]", STR_ARG(got), want);
}

static void
test_unmarked_quote(void **state)
{
	(void)state;
	check(
	    "Friday.\n\nDear Jo,\n\nPerhaps this was overlooked: our books\n"
	    "show these invoices as unpaid after the due date. Could you\n"
	    "PLEASE arrange payment, or tell us when we can expect it?\n\n"
	    "*1,240.00 USD* is open in all. If you dispute an invoice please\n"
	    "tell us the reason.",
	    "Friday.\n\nDear Jo,");
}

static void
test_answers_between(void **state)
{
	(void)state;
	check("Could you please arrange payment, or tell us when we can expect "
	      "it?\nOn the 4th.\nIf you dispute an invoice please tell us the "
	      "reason, with all that belongs to it.\nTwo cases were missing.",
	    "On the 4th.\nIf you dispute an invoice please tell us the "
	    "reason, with all that belongs to it.\nTwo cases were missing.");
	check("", "");
}

/* A phrase of ours in the words of somebody else. */
static void
test_own_words_stay(void **state)
{
	static const char *const texts[] = {
	    "Please tell us when we can expect it.",
	    "Our books show these as paid on the 3rd.\n\nKind regards\nJo",
	    "as unpaid after the due date\nwe paid it, look again", "ok",
	    "\n\n\nok"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check(texts[i], texts[i]);
}

/* The same words as the texts, parted by a value, are no run of ours. */
static void
test_values_part(void **state)
{
	struct echo *e = echo_new();
	struct str got, text = STR("one two three four five six seven eight "
				   "nine ten eleven twelve thirteen");

	(void)state;
	echo_learn(e, STR("one two three {{x}} four five six {{x}} seven eight "
			  "nine {{x}} ten eleven twelve {{x"));
	got = echo_strip(arena, e, text);
	assert_true(str_eq(got, text));
	echo_learn(e, text);
	got = echo_strip(arena, e, text);
	assert_int_equal(got.n, 0);
	echo_free(&e);
}

static void
test_linear(void **state)
{
	static const char *const patterns[] = {"\n", "a ", "ok\n",
	    "arrange payment or tell us when we can expect it ",
	    "as unpaid after the due date\n\n"};
	const size_t n = 1u << 20;

	(void)state;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		char *p = arena_alloc(arena, n);
		size_t len = strlen(patterns[i]);
		clock_t start = clock();

		for (size_t k = 0; k + len <= n; k += len)
			memcpy(p + k, patterns[i], len);
		echo_strip(arena, echo, (struct str){p, n - n % len});
		assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
		arena_reset(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_unmarked_quote, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_answers_between, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_own_words_stay, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_values_part, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_linear, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
