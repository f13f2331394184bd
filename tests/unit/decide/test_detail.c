#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/classify.h"
#include "shipped.h"

/* What is promised and asked for, by rules made for these tests. */
static const char book[] =
    "common we the and you it\n"
    "weekdays sunday / monday / tuesday / wednesday / thursday / friday / "
    "saturday\n"
    "date once\n  match \\bat once\\b\n  is at-once\n"
    "date friday\n  match \\b(?<w>friday)\\b\n  is weekday\n"
    "date week\n  match \\bnext week\\b\n  is week-end 1\n"
    "date numeric\n  match (?<a>\\d\\d?)/(?<b>\\d\\d?)\n  is date\n"
    "guard condition\n  match \\bonce\\b(?<!at once)\n  scope inside\n"
    "guard several\n  match \\brest\\b\n  scope inside\n"
    "guard rest-later\n  match \\brest (?:later|once)\n  scope inside\n"
    "rule pay\n  intent promise\n  score 0.9\n  match \\bpay\\b\n"
    "  yes We pay.\n  no We wait.\n"
    "rule goes\n  intent promise\n  score 0\n  match \\bgoes\\b\n"
    "  yes It goes.\n  no We wait.\n"
    "rule copy\n  intent document invoice\n  score 0.9\n"
    "  match \\bcopy\\b\n  yes A copy.\n  no Coffee.\n"
    "rule deed\n  intent document contract\n  score 0\n"
    "  match \\bdeed\\b\n  yes The deed.\n  no Coffee.\n";

static struct rules *rules;
static struct arena *arena;

/* Written on Tuesday 17 November 2026. */
static struct intent
reads(const char *text)
{
	struct classify_context ctx = {STR("en-GB"), 0.6};
	struct message m = {.reply = str_of(text),
	    .text = str_of(text),
	    .has_date = true,
	    .date = day_instant(day_of(2026, 11, 17)) + 36000};
	struct intent got;

	classify_message(rules, arena, &m, &ctx, &got);
	return got;
}

static void
promises(const char *text, size_t n, day_t day)
{
	struct intent got = reads(text);

	assert_int_equal(got.promise_count, n);
	assert_int_equal(got.promises[0].date, day);
	arena_reset(arena);
}

/* At once is today, but not when something has to come first. */
static void
test_at_once(void **state)
{
	(void)state;
	promises("We pay at once.", 1, day_of(2026, 11, 17));
	promises("Once it is here we pay at once.", 1, DAY_NONE);
	promises("Once it is here we pay on Friday.", 1, day_of(2026, 11, 20));
}

static void
test_day_of_a_week(void **state)
{
	(void)state;
	promises("We pay next week.", 1, day_of(2026, 11, 27));
	promises("We pay next week, on 25/11.", 1, day_of(2026, 11, 25));
	promises("We pay next week, due 25/12.", 1, day_of(2026, 11, 27));
}

/* A rule of no score speaks only where another has. */
static void
test_no_score(void **state)
{
	struct intent got = reads("It goes on Friday. The deed!");

	(void)state;
	assert_int_equal(got.intents, 0);
	promises("We pay on Friday. The rest goes on 25/11.", 2,
	    day_of(2026, 11, 20));
	promises("We pay on Friday. It goes.", 1, day_of(2026, 11, 20));
	promises("We pay the rest on Friday, 20/11.", 1, day_of(2026, 11, 20));
	got = reads("A copy and the deed.");
	assert_int_equal(got.document_count, 2);
	assert_int_equal(got.documents[1].type, DOCUMENT_CONTRACT);
	arena_reset(arena);
}

/* What is left has no day, and may hang on something by itself. */
static void
test_open_rest(void **state)
{
	struct intent got =
	    reads("We pay 500 on Friday and the rest once it is here.");

	(void)state;
	assert_int_equal(got.promise_count, 2);
	assert_int_equal(got.promises[0].date, day_of(2026, 11, 20));
	assert_false(got.promises[0].conditional);
	assert_int_equal(got.promises[1].date, DAY_NONE);
	assert_true(got.promises[1].conditional);
	got = reads("We pay on Friday, the rest later.");
	assert_int_equal(got.promise_count, 2);
	assert_false(got.promises[1].conditional);
	promises("The rest later, we pay on Friday.", 1, day_of(2026, 11, 20));
	arena_reset(arena);
}

/* Of the invoice that was spoken of last, when none is named with it. */
static void
test_document_of(void **state)
{
	struct intent got =
	    reads("INV-44711 is fine. INV-44722 is not. You see. A copy.");

	(void)state;
	assert_int_equal(got.document_count, 1);
	assert_true(str_eqc(got.documents[0].ref, "INV-44722"));
	got = reads("INV-44711 and INV-44722 came. You see. A copy.");
	assert_int_equal(got.document_count, 1);
	assert_int_equal(got.documents[0].ref.n, 0);
	got = reads("INV-44711 and INV-44722 are lost. A copy.");
	assert_int_equal(got.document_count, 2);
	got = reads("INV-44711 is fine. A copy of INV-44722.");
	assert_int_equal(got.document_count, 1);
	assert_true(str_eqc(got.documents[0].ref, "INV-44722"));
	arena_reset(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_at_once),
	    cmocka_unit_test(test_day_of_a_week),
	    cmocka_unit_test(test_no_score),
	    cmocka_unit_test(test_open_rest),
	    cmocka_unit_test(test_document_of),
	};
	int failed;
	struct err err = {{0}};

	if (rules_add(&rules, "x.rules", STR("xx"), str_of(book), false, true,
		shipped_report, NULL, &err) != RC_OK)
		return 1;
	arena = arena_new(4u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
