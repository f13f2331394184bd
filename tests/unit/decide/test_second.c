#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decide/second.h"
#include "decide/second_words.h"

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
	assert_int_equal(n, 2);
	assert_true(a[0] < a[1]);
	/* all figures are alike, capitals too */
	n = second_words(STR("Pay 1,245.30 on 12/05"), a);
	m = second_words(STR("pay 7 ON 3.4.26"), b);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n * sizeof(*a));
	/* long words begin alike */
	n = second_words(STR("invoice"), a);
	assert_int_equal(n, 2);
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
	/* one word, and its beginning */
	memset(text, 0xff, sizeof(text));
	assert_int_equal(second_words((struct str){text, sizeof(text)}, a), 2);
	memset(text, '?', sizeof(text));
	n = second_words((struct str){text, sizeof(text)}, a);
	assert_int_equal(n, 2);
}

/* What it was taught, it knows; it knows no language that it was not. */
static void
test_reads(void **state)
{
	const struct second_model *m = second_model_of(STR("en"));
	struct second s;

	(void)state;
	assert_non_null(m);
	second_read(
	    m, a, STR("Could you send me a copy of the invoice, please?"), &s);
	assert_true(s.p[INTENT_DOCUMENT] > 0.8);
	assert_true(s.p[INTENT_HOLD_RELEASE] < 0.2);
	assert_true(s.p[SECOND_DOCUMENT + DOCUMENT_INVOICE] > 0.5);
	assert_true(s.p[SECOND_DOCUMENT + DOCUMENT_STATEMENT] < 0.5);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		assert_true(s.p[k] >= 0 && s.p[k] <= 1);
	assert_null(second_model_of(STR("xx")));
	assert_null(second_model_of(STR("")));
}

/* Unknown words, or none, say nothing. */
static void
test_knows_nothing(void **state)
{
	const struct second_model *m = second_model_of(STR("en"));
	struct second s;

	(void)state;
	second_read(m, a, STR(""), &s);
	for (int k = 0; k < INTENT_COUNT; k++)
		assert_true(s.p[k] < 0.6);
	second_read(m, a, STR("xqzv wvqk jjxq"), &s);
	for (int k = 0; k < INTENT_COUNT; k++)
		assert_true(s.p[k] < 0.6);
}

/* What a machine writes, whichever its words; a person who is away writes to
 * somebody. */
static void
test_robot(void **state)
{
	static const char *const machines[] = {
	    "I am out of the office until Monday with no access to my mail. "
	    "For urgent matters please contact my colleague.",
	    "Vielen Dank fuer Ihre Nachricht. Ich bin bis zum 12. Mai nicht im "
	    "Haus, Ihre E-Mail wird nicht weitergeleitet.",
	    "Merci pour votre message. Nos bureaux sont fermes jusqu'au 24 "
	    "aout inclus, nous vous repondrons des notre retour.",
	};
	static const char *const persons[] = {
	    "I'm away from Thursday, so I'll pay INV-20417 tomorrow.",
	    "Please send the invoice again, I cannot find it.",
	    "Bin ab Freitag im Urlaub, die 4471 geht vorher raus.",
	    "",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(*machines); i++)
		assert_true(second_robot_read(a, str_of(machines[i])) > 0.5);
	for (size_t i = 0; i < sizeof(persons) / sizeof(*persons); i++)
		assert_true(second_robot_read(a, str_of(persons[i])) < 0.4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_reads),
	    cmocka_unit_test(test_knows_nothing),
	    cmocka_unit_test(test_robot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
