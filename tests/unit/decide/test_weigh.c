#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/weigh.h"

/* Nobody says anything. */
static struct weigh_facts
silence(void)
{
	struct weigh_facts f = {.sentences = 2};

	for (int k = 0; k < INTENT_COUNT; k++)
		f.sees[k] = 0.02;
	return f;
}

static void
see(struct weigh_facts *f, enum intent_kind kind, double p)
{
	f->sees[kind] = p;
}

static unsigned
decided(const struct weigh_facts *f, double *sure)
{
	double likely[INTENT_COUNT];
	unsigned set;

	for (int k = 0; k < INTENT_COUNT; k++) {
		likely[k] = weigh_likely(f, (enum intent_kind)k);
		assert_true(likely[k] >= 0 && likely[k] <= 1);
	}
	set = weigh_decide(likely);
	*sure = weigh_sure(likely, set);
	return set;
}

/* Both agree: said, and more certainly so than by one alone. */
static void
test_agree(void **state)
{
	const enum intent_kind kinds[] = {INTENT_DISPUTE, INTENT_PROMISE,
	    INTENT_DOCUMENT, INTENT_PAID, INTENT_UNSUBSCRIBE};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct weigh_facts f = silence();
		double nothing = weigh_likely(&f, kinds[i]), both, rule, reader,
		       sure;

		f.score[kinds[i]] = 1.5;
		f.says = INTENT_BIT(kinds[i]);
		see(&f, kinds[i], 0.8);
		assert_int_equal(decided(&f, &sure), INTENT_BIT(kinds[i]));
		assert_true(sure > 0.8);
		both = weigh_likely(&f, kinds[i]);
		see(&f, kinds[i], 0.02);
		rule = weigh_likely(&f, kinds[i]);
		assert_true(rule < both && rule > nothing);
		f = silence();
		see(&f, kinds[i], 0.8);
		reader = weigh_likely(&f, kinds[i]);
		assert_true(reader < both + 0.01 && reader > 2 * nothing);
	}
}

/* Both speak against each other: nobody is sure. */
static void
test_disagree(void **state)
{
	struct weigh_facts f = silence();
	double sure;

	(void)state;
	f.score[INTENT_PAID] = 0.6;
	f.says = INTENT_BIT(INTENT_PAID);
	see(&f, INTENT_PROMISE, 0.3);
	decided(&f, &sure);
	assert_true(sure < 0.8);
}

/* Thanks are said beside nothing else; something is always said. */
static void
test_alone(void **state)
{
	double likely[INTENT_COUNT] = {0};

	(void)state;
	likely[INTENT_ACKNOWLEDGEMENT] = 0.9;
	likely[INTENT_NONE] = 0.5;
	assert_int_equal(
	    weigh_decide(likely), INTENT_BIT(INTENT_ACKNOWLEDGEMENT));
	likely[INTENT_NONE] = 0.95;
	assert_int_equal(weigh_decide(likely), INTENT_BIT(INTENT_NONE));
	likely[INTENT_PAID] = 0.5;
	assert_int_equal(weigh_decide(likely), INTENT_BIT(INTENT_PAID));
	likely[INTENT_PAID] = likely[INTENT_NONE] = 0.1;
	likely[INTENT_ACKNOWLEDGEMENT] = 0.05;
	likely[INTENT_CALL_BACK] = 0.3;
	assert_int_equal(weigh_decide(likely), INTENT_BIT(INTENT_CALL_BACK));
}

/* As sure as that all of it is right, said and not said. */
static void
test_sure(void **state)
{
	double likely[INTENT_COUNT] = {0};

	(void)state;
	likely[INTENT_DISPUTE] = 0.9;
	likely[INTENT_PROMISE] = 0.3;
	assert_true(weigh_sure(likely, INTENT_BIT(INTENT_DISPUTE)) > 0.62);
	assert_true(weigh_sure(likely, INTENT_BIT(INTENT_DISPUTE)) < 0.64);
	likely[INTENT_PROMISE] = 0;
	assert_true(weigh_sure(likely, INTENT_BIT(INTENT_DISPUTE)) > 0.89);
	/* thanks, or nothing at all: neither asks for anything */
	likely[INTENT_DISPUTE] = likely[INTENT_PROMISE] = 0.01;
	likely[INTENT_ACKNOWLEDGEMENT] = 0.5;
	likely[INTENT_NONE] = 0.45;
	assert_true(
	    weigh_sure(likely, INTENT_BIT(INTENT_ACKNOWLEDGEMENT)) > 0.9);
	likely[INTENT_DISPUTE] = 0.95;
	assert_true(weigh_sure(likely, INTENT_BIT(INTENT_DISPUTE)) > 0.9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_agree),
	    cmocka_unit_test(test_disagree),
	    cmocka_unit_test(test_alone),
	    cmocka_unit_test(test_sure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
