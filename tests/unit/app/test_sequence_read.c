#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/sequence_read.h"
#include "model/limits.h"
#include "tree.h"

#define FILE_NAME "sequence.conf"

struct fixture {
	struct tree t; /* only its list of mistakes */
	struct arena *a;
	struct mistakes m;
	struct sequence s;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->a = arena_new(16 << 20);
	f->m = (struct mistakes){.report = tree_told, .ctx = &f->t};
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->a);
	free(f);
	return 0;
}

/* Returns the number of mistakes. */
static int
read_text(struct fixture *f, const char *text)
{
	f->t.count = f->m.count = 0;
	sequence_read_text(
	    f->a, FILE_NAME, STR("invoicing"), str_of(text), 5, &f->m, &f->s);
	return f->m.count;
}

static void
expect(struct fixture *f, int line, const char *words)
{
	if (!tree_has(&f->t, FILE_NAME, line, words)) {
		fprintf(stderr, "not told: %d: ...%s...; but:\n", line, words);
		tree_show(&f->t);
		fail();
	}
}

static void
only(struct fixture *f, const char *text, int line, const char *words)
{
	int n = read_text(f, text);

	expect(f, line, words);
	if (n != 1)
		tree_show(&f->t);
	assert_int_equal(n, 1);
}

static void
fine(struct fixture *f, const char *text)
{
	int n = read_text(f, text);

	tree_show(&f->t);
	assert_int_equal(n, 0);
}

static void
order_is(struct fixture *f, const char *const *names, size_t n)
{
	assert_int_equal(f->s.step_count, n);
	for (size_t i = 0; i < n; i++)
		assert_true(str_eqc(f->s.steps[i].name, names[i]));
}

static void
test_values(void **state)
{
	struct fixture *f = *state;
	const struct sequence_step *s;

	fine(f, "[step one]\nday = +3\n[step two]\nday = 10\nanchor = issued\n"
		"template = other\nexpires = 12\ntone = firm\n"
		"min_amount = 5000\nmin_gap = 2d\nattach_invoices = yes\n"
		"attach_statement = yes\napproval = yes\n");
	assert_true(str_eqc(f->s.name, "invoicing"));
	s = &f->s.steps[0]; /* counted from issue: first */
	assert_true(str_eqc(s->name, "two"));
	assert_true(str_eqc(s->template_name, "other"));
	assert_int_equal(s->anchor, ANCHOR_ISSUED);
	assert_int_equal(s->offset, 10);
	assert_true(s->has_expires);
	assert_int_equal(s->expires, 12);
	assert_int_equal(s->tone, TONE_FIRM);
	assert_int_equal(s->min_amount, 5000);
	assert_int_equal(s->min_gap, 2);
	assert_true(s->attach_invoices && s->attach_statement && s->approval);
	assert_int_equal(s->line, 3);
	s = &f->s.steps[1];
	assert_true(str_eqc(s->template_name, "one"));
	assert_int_equal(s->anchor, ANCHOR_DUE);
	assert_int_equal(s->offset, 3);
	assert_false(s->has_expires);
	assert_int_equal(s->repeat, 0);
	assert_int_equal(s->tone, TONE_REMINDER);
	assert_int_equal(s->min_gap, -1);
	assert_false(s->attach_invoices || s->attach_statement || s->approval);
}

static void
test_sequence_wide(void **state)
{
	struct fixture *f = *state;

	fine(f, "[step a]\nday = 1\n[step b]\nday = 2\nanchor = due\n"
		"min_gap = 0\n[sequence]\nanchor = issued\nmin_gap = 1d\n");
	assert_int_equal(f->s.steps[0].anchor, ANCHOR_ISSUED);
	assert_int_equal(f->s.steps[0].min_gap, 1);
	assert_int_equal(f->s.steps[1].anchor, ANCHOR_DUE);
	assert_int_equal(f->s.steps[1].min_gap, 0);
}

static void
test_order(void **state)
{
	static const char *const by_day[] = {"n", "a", "b", "c"};
	static const char *const chained[] = {"i", "a", "p", "q", "b"};
	struct fixture *f = *state;

	fine(f, "[step c]\nday = 30\n[step a]\nday = 3\n[step b]\nday = 20\n"
		"[step n]\nday = -3\ntone = courtesy\n");
	order_is(f, by_day, 4);
	fine(f, "[step b]\nday = 20\n"
		"[step a]\nday = 3\n"
		"[step p]\nday = 5\nanchor = previous\n"
		"[step q]\nday = 1\nanchor = previous\n"
		"[step i]\nday = 90\nanchor = issued\n");
	order_is(f, chained, 5);
}

static void
test_days(void **state)
{
	struct fixture *f = *state;

	only(f, "[step a]\nday = -3\n", 1, "write day = 3, or tone");
	fine(f, "[step a]\nday = -3\ntone = courtesy\n");
	fine(f, "[step a]\nday = 0\ntone = final\n");
	only(f, "[step a]\nday = -1\nanchor = issued\ntone = courtesy\n", 1,
	    "before its invoice is issued");
	only(f, "[step a]\nday = 3\n[step b]\nday = 3\n", 3,
	    "same day (3) as \"a\" on line 1");
	fine(f, "[step a]\nday = 3\n[step b]\nday = 3\nanchor = issued\n");
	only(f, "[step a]\nday = 3\n[step b]\nday = 0\nanchor = previous\n", 3,
	    "a day of 1 or more");
	only(f, "[step a]\nday = 3\nanchor = previous\n", 1, "there is none");
	only(f, "[step a]\ntone = firm\n[step b]\nday = 1\n", 1, "no day");
	only(f, "[step a]\nday = three\n", 2, "from -3650 to 3650");
	only(f, "[step a]\nday = 3651\n", 2, "out of range");
	fine(f, "[step a]\nday = 3650\n");
}

static void
test_statements(void **state)
{
	struct fixture *f = *state;

	fine(f, "[sequence]\nkind = month-end\n"
		"[step a]\nday = 1\nstatement = open-items\n"
		"white_glove = no\ndespite_rests = yes\n"
		"[step b]\nday = 1\nstatement = balance-forward\n"
		"segment = big\n"
		"[step c]\nday = 1\nchannel = internal\nwhite_glove = only\n");
	assert_int_equal(f->s.steps[0].anchor, ANCHOR_MONTH_END);
	assert_int_equal(f->s.steps[0].statement, STATEMENT_OPEN_ITEMS);
	assert_int_equal(f->s.steps[0].only.white_glove, GLOVE_NO);
	assert_true(f->s.steps[0].despite_rests);
	assert_int_equal(f->s.steps[1].statement, STATEMENT_FORWARD);
	assert_int_equal(f->s.steps[2].only.white_glove, GLOVE_ONLY);
	only(f, "[step a]\nday = 1\nstatement = open-items\n", 1,
	    "no month ends in a sequence of invoicing");
	only(f, "[step a]\nday = 1\nwhite_glove = only\n", 1,
	    "written to by a person");
	only(f, "[step a]\nday = 1\nstatement = all\n", 3, "balance-forward");
}

static void
test_unreachable(void **state)
{
	struct fixture *f = *state;

	only(f, "[step a]\nday = 3\nexpires = 3\n", 1, "expires (day 3)");
	fine(f, "[step a]\nday = 3\nexpires = 4\n");
	/* five days after day 3 is day 8: too late for what ends there */
	only(f, "[step a]\nday = 3\n[step b]\nday = 6\nexpires = 8\n", 3,
	    "never said: it expires on day 8");
	fine(f, "[step a]\nday = 3\n[step b]\nday = 6\nexpires = 9\n");
	fine(f, "[step a]\nday = 3\n"
		"[step b]\nday = 6\nexpires = 8\nmin_gap = 2d\n");
	/* the earlier one is not said to those with less */
	fine(f, "[step a]\nday = 3\nmin_amount = 100\n"
		"[step b]\nday = 6\nexpires = 8\n");
	only(f,
	    "[step a]\nday = 3\nmin_amount = 100\n"
	    "[step b]\nday = 6\nanchor = previous\nmin_amount = 99\n",
	    4, "never said for less than 100");
	fine(f, "[step a]\nday = 3\nmin_amount = 100\n"
		"[step b]\nday = 6\nanchor = previous\nmin_amount = 100\n");
}

static void
test_repeat(void **state)
{
	struct fixture *f = *state;

	fine(f, "[step a]\nday = 3\n[step b]\nday = 6\nrepeat = 2w\n");
	assert_int_equal(f->s.steps[1].repeat, 14);
	only(f, "[step a]\nday = 3\nrepeat = 14d\n[step b]\nday = 6\n", 1,
	    "say how often by \"times\"");
	fine(f, "[step a]\nday = 3\nrepeat = 14d\ntimes = 3\n"
		"[step b]\nday = 14\nanchor = previous\n");
	only(f, "[step a]\nday = 3\ntimes = 3\n", 1, "but no repeat");
	/* the order is that of the days, not of the file */
	fine(f, "[step a]\nday = 30\nrepeat = 14d\n[step b]\nday = 6\n");
	only(f, "[step a]\nday = 3\nrepeat = 4d\n", 1, "repeats every 4 days");
	fine(f, "[step a]\nday = 3\nrepeat = 5d\n");
	/* six business days are eight days, or more */
	only(f, "[step a]\nday = 3\nrepeat = 7d\nmin_gap = 6d\n", 1,
	    "6 business days");
	fine(f, "[step a]\nday = 3\nrepeat = 8d\nmin_gap = 6d\n");
	only(f, "[step a]\nday = 3\nrepeat = 0\n", 3, "from 1d");
	only(f, "[step a]\nday = 3\nrepeat = 36h\n", 3, "such as 5d");
}

/* Another kind of sequence than that of invoices. */
static void
test_courses(void **state)
{
	struct fixture *f = *state;

	fine(f, "[sequence]\nkind = disputes\n"
		"[step tell]\nday = 0\nchannel = internal\n"
		"to = stakeholder, escalation\nuntil = answered\n"
		"[step done]\nday = 0\nanchor = resolved\nresponse = yes\n");
	assert_int_equal(f->s.kind, SEQUENCE_DISPUTES);
	assert_int_equal(f->s.steps[0].anchor, ANCHOR_OPENED);
	assert_int_equal(f->s.steps[0].channel, STEP_INTERNAL);
	assert_true(f->s.steps[1].response);
	only(f,
	    "[sequence]\nkind = disputes\n[step a]\nday = 1\n"
	    "anchor = kept\n",
	    3, "never happens in a sequence of disputes");
	only(f,
	    "[sequence]\nkind = disputes\n[step a]\nday = 1\n"
	    "until = resolvd\n",
	    3, "did you mean \"resolved\"?");
	only(f, "[sequence]\nkind = disputes\n[step a]\nday = -1\n", 3,
	    "before \"opened\" has happened");
	only(f, "[sequence]\nkind = white-glove\n[step a]\nday = 1\n", 3,
	    "writes to a white-glove customer");
	only(f, "[step a]\nday = 1\nto = collector\n", 1,
	    "to of step \"a\" knows no \"collector\"");
	only(f, "[step a]\nday = 1\nresponse = yes\n", 1, "nobody waits for");
	only(f, "[step a]\nday = 1\nuntil = resolved\n", 1, "remove until");
	fine(f, "[sequence]\nsegment = public, key\n"
		"[step a]\nday = 1\nlanguage = de\n");
	assert_true(str_eqc(f->s.only.segment, "public, key"));
	assert_true(str_eqc(f->s.steps[0].only.segment, "public, key"));
	assert_true(str_eqc(f->s.steps[0].only.language, "de"));
	assert_int_equal(f->s.only.language.n, 0);
}

static void
test_names(void **state)
{
	struct fixture *f = *state;

	only(f, "", 0, "no step");
	only(f, "[step]\nday = 1\n[step b]\nday = 2\n", 1, "no name");
	only(f, "[step a]\nday = 1\n[step a]\nday = 9\n", 3, "on line 1");
	only(f, "[step a]\nday = 1\n[step ../../etc/x]\nday = 2\n", 3,
	    "is no section");
	only(f, "[step a]\nday = 1\ntemplate = ../x\n", 3, "letters, digits");
	only(f, "[sequence x]\n[step a]\nday = 1\n", 1, "no label");
	only(f, "[sequence]\n[sequence]\n[step a]\nday = 1\n", 2, "line 1");
	only(f, "[steps a]\nday = 1\n[step b]\nday = 2\n", 1, "mean [step]?");
	only(f, "[step a]\ndays = 1\nday = 2\n", 2, "did you mean \"day\"?");
	only(f, "[step a]\nday = 1\nday = 1\n", 3, "twice, first on line 2");
}

static void
test_too_many(void **state)
{
	struct fixture *f = *state;
	char text[LIMIT_STEPS * 40];
	size_t n = 0;

	for (int i = 0; i <= LIMIT_STEPS; i++)
		n += (size_t)snprintf(
		    text + n, sizeof(text) - n, "[step s%d]\nday = %d\n", i, i);
	only(f, text, 2 * LIMIT_STEPS + 1, "more than 64 steps");
	assert_int_equal(f->s.step_count, LIMIT_STEPS);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_values),
	    T(test_sequence_wide),
	    T(test_order),
	    T(test_days),
	    T(test_statements),
	    T(test_unreachable),
	    T(test_repeat),
	    T(test_courses),
	    T(test_courses),
	    T(test_names),
	    T(test_too_many),
	};

	return cmocka_run_group_tests_name("sequence_read", tests, NULL, NULL);
}
