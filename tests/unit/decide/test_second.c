#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/second.h"
#include "decide/second_words.h"

static struct arena *arena;
static uint16_t a[SECOND_MAX], b[SECOND_MAX];

static void
test_words(void **state)
{
	size_t n, m;

	(void)state;
	assert_int_equal(second_words(STR(""), a), 0);
	assert_int_equal(second_words(STR(" ,.;-"), a), 0);
	/* two words, one pair */
	assert_int_equal(second_words(STR("we pay"), a), 3);
	/* each once, and in order */
	n = second_words(STR("pay pay pay pay"), a);
	assert_int_equal(n, 3);
	assert_true(a[0] < a[1] && a[1] < a[2]);
	/* all figures are alike, capitals too */
	n = second_words(STR("Pay 1,245.30 on 12/05"), a);
	m = second_words(STR("pay 7 ON 3.4.26"), b);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n * sizeof(*a));
	/* long words begin alike */
	n = second_words(STR("invoice"), a);
	assert_int_equal(n, 3);
}

static void
test_hostile(void **state)
{
	static char text[60000];
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i % 3 ? 'a' + i % 26 : ' ');
	n = second_words((struct str){text, sizeof(text)}, a);
	assert_true(n > 0 && n <= SECOND_MAX);
	memset(text, 0xff, sizeof(text));
	assert_int_equal(second_words((struct str){text, sizeof(text)}, a), 1);
	memset(text, '?', sizeof(text));
	n = second_words((struct str){text, sizeof(text)}, a);
	assert_int_equal(n, 3);
}

/* What it was taught, it knows; it knows no language that it was not. */
static void
test_reads(void **state)
{
	double p[INTENT_COUNT];

	(void)state;
	assert_true(second_read(arena, STR("en"),
	    STR("Could you send me a copy of the invoice, please?"), p));
	assert_true(p[INTENT_DOCUMENT] > 0.5);
	assert_true(p[INTENT_HOLD_RELEASE] < 0.3);
	for (int k = 0; k < INTENT_COUNT; k++)
		assert_true(p[k] >= 0 && p[k] <= 1);
	assert_false(second_read(arena, STR("xx"), STR("hello"), p));
	assert_false(second_read(arena, STR(""), STR("hello"), p));
}

static void
test_doubt(void **state)
{
	double p[INTENT_COUNT] = {0};
	unsigned paid = INTENT_BIT(INTENT_PAID);

	(void)state;
	p[INTENT_PAID] = 0.9;
	assert_true(second_doubt(p, paid) == 0);
	/* it sees what was not found */
	assert_true(second_doubt(p, INTENT_BIT(INTENT_QUESTION)) > 0.9);
	assert_true(second_doubt(p, 0) > 0.5);
	/* it does not see what was found */
	assert_true(second_doubt(p, paid | INTENT_BIT(INTENT_DISPUTE)) == 1);
	p[INTENT_DISPUTE] = 0.1;
	assert_true(second_doubt(p, paid) == 0);
	assert_true(second_doubt(p, paid | INTENT_BIT(INTENT_DISPUTE)) < 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_reads),
	    cmocka_unit_test(test_doubt),
	};
	int failed;

	arena = arena_new(4u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
