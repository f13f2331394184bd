#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decide/second.h"
#include "decide/second_words.h"

static uint32_t a[SECOND_MAX], b[SECOND_MAX];

static void
test_words(void **state)
{
	size_t n, m;

	(void)state;
	assert_int_equal(second_words(STR(""), a), 0);
	assert_int_equal(second_words(STR(" ,.;-"), a), 0);
	/* two words, one pair */
	assert_int_equal(second_words(STR("we pay"), a), 3);
	/* each once */
	n = second_words(STR("pay pay pay pay"), a);
	assert_int_equal(n, 2);
	assert_true(a[0] != a[1]);
	/* all figures are alike, capitals too */
	n = second_words(STR("Pay 1,245.30 on 12/05"), a);
	m = second_words(STR("pay 7 ON 3.4.26"), b);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n * sizeof(*a));
	/* long words begin alike */
	n = second_words(STR("invoice"), a);
	assert_int_equal(n, 2);
}

/* Numbers that a and b share. */
static size_t
common(size_t n, size_t m)
{
	size_t both = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			both += a[i] == b[k];
	return both;
}

/* "We have not received it" in two languages has more in common than not. */
static void
test_concepts(void **state)
{
	const struct second_lexicon *en = &second_model_of(STR("en"))->lexicon,
				    *de = &second_model_of(STR("de"))->lexicon;
	size_t n, m;

	(void)state;
	assert_int_equal(second_concepts(en, STR(""), a), 0);
	assert_int_equal(second_concepts(en, STR("xqzv jjxq"), a), 0);
	/* articles are nothing, the order of neighbours is not told */
	n = second_concepts(en, STR("the invoice is wrong"), a);
	m = second_concepts(en, STR("wrong is invoice"), b);
	assert_int_equal(n, m);
	assert_int_equal(common(n, m), n);
	n = second_concepts(en, STR("the goods never arrived"), a);
	assert_true(n > 3);
	n = second_concepts(en, STR("please send us a copy of the invoice"), a);
	m = second_concepts(
	    de, STR("bitte senden sie uns eine kopie der rechnung"), b);
	assert_true(2 * common(n, m) > n);
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
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "pay it "[i % 7];
	n = second_concepts(&second_model_of(STR("en"))->lexicon,
	    (struct str){text, sizeof(text)}, a);
	assert_true(n > 0 && n <= SECOND_MAX);
	/* one word, and its beginning */
	memset(text, 0xff, sizeof(text));
	assert_int_equal(second_words((struct str){text, sizeof(text)}, a), 2);
	memset(text, '?', sizeof(text));
	n = second_words((struct str){text, sizeof(text)}, a);
	assert_int_equal(n, 2);
}

/* A reply of these sentences. */
static struct second
read_reply(const char *all, const char *const *one, size_t n)
{
	const struct second_model *m = second_model_of(STR("en"));
	struct second_says whole, says[4];
	struct second s;

	assert_non_null(m);
	second_read_all(m, str_of(all), &whole);
	for (size_t i = 0; i < n; i++)
		second_read_one(m, str_of(one[i]), &says[i]);
	second_join(&whole, says, n, &s);
	return s;
}

/* What it was taught, it knows; it knows no language that it was not. */
static void
test_reads(void **state)
{
	const char *text = "Could you send me a copy of the invoice, please?";
	struct second s = read_reply(text, &text, 1);

	(void)state;
	assert_true(s.p[INTENT_DOCUMENT] > 0.8);
	assert_true(s.p[INTENT_HOLD_RELEASE] < 0.2);
	assert_true(s.p[SECOND_DOCUMENT + DOCUMENT_INVOICE] > 0.5);
	assert_true(s.p[SECOND_DOCUMENT + DOCUMENT_STATEMENT] < 0.5);
	for (int k = 0; k < SECOND_COLUMNS; k++)
		assert_true(s.p[k] >= 0 && s.p[k] <= 1);
	assert_null(second_model_of(STR("xx")));
	assert_null(second_model_of(STR("")));
}

/* One sentence says it; friendly words around it take little away. */
static void
test_one_sentence(void **state)
{
	static const char *const parts[] = {
	    "Hope you are well and had a good weekend.",
	    "Please release our order, it has been on hold since Tuesday.",
	    "Thanks again for all your help with the rest.",
	};
	const char *all = "Hope you are well and had a good weekend. Please "
			  "release our order, it has been on hold since "
			  "Tuesday. Thanks again for all your help with the "
			  "rest.";
	struct second s = read_reply(all, parts, 3);
	struct second_says says[3];

	(void)state;
	assert_true(s.p[INTENT_HOLD_RELEASE] > 0.5);
	for (size_t i = 0; i < 3; i++)
		second_read_one(
		    second_model_of(STR("en")), str_of(parts[i]), &says[i]);
	assert_true(
	    says[1].v[INTENT_HOLD_RELEASE] > says[0].v[INTENT_HOLD_RELEASE]);
	assert_true(
	    says[1].v[INTENT_HOLD_RELEASE] > says[2].v[INTENT_HOLD_RELEASE]);
}

/* Unknown words, or none, say nothing. */
static void
test_knows_nothing(void **state)
{
	static const char *const texts[] = {"", "xqzv wvqk jjxq"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct second s = read_reply(texts[i], &texts[i], i);

		for (int k = 0; k < INTENT_COUNT; k++)
			assert_true(s.p[k] < 0.6);
	}
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
		assert_true(second_robot_read(str_of(machines[i])) > 0.5);
	for (size_t i = 0; i < sizeof(persons) / sizeof(*persons); i++)
		assert_true(second_robot_read(str_of(persons[i])) < 0.4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_concepts),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_reads),
	    cmocka_unit_test(test_one_sentence),
	    cmocka_unit_test(test_knows_nothing),
	    cmocka_unit_test(test_robot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
