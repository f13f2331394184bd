#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/classify.h"
#include "english.h"

#define EXAMPLES "tests/corpus/replies/en.txt"

static struct rules *rules;
static struct arena *arena;

static void
classify_at(const char *text, const char *locale, day_t day, struct intent *out)
{
	struct classify_context ctx = {str_of(locale), 0.6};
	struct message m = {.reply = str_of(text),
	    .text = str_of(text),
	    .has_date = true,
	    .date = day_instant(day) + 36000};

	classify_message(rules, arena, &m, &ctx, out);
}

static void
same(const struct intent *a, const struct intent *b)
{
	assert_int_equal(a->intents, b->intents);
	assert_int_equal(a->reason, b->reason);
	assert_int_equal(a->promise_count, b->promise_count);
	for (size_t i = 0; i < a->promise_count; i++)
		assert_int_equal(a->promises[i].date, b->promises[i].date);
	assert_int_equal(a->document_count, b->document_count);
	assert_int_equal(a->invoice_count, b->invoice_count);
	assert_int_equal(a->match_count, b->match_count);
	for (size_t i = 0; i < a->match_count; i++) {
		assert_true(str_eq(a->matches[i].rule, b->matches[i].rule));
		assert_true(str_eq(a->matches[i].text, b->matches[i].text));
	}
	assert_true(a->confidence == b->confidence);
	assert_int_equal(a->unsure, b->unsure);
	assert_int_equal(a->bank_change, b->bank_change);
}

/* As many as go at once say what each says alone, empty ones between them. */
static void
test_many(void **state)
{
	static struct message m[CLASSIFY_MANY];
	static struct intent got[CLASSIFY_MANY];
	struct classify_job jobs[CLASSIFY_MANY];
	struct buf file;
	struct str rest, line;
	size_t n = 0;

	(void)state;
	buf_init(&file, 1u << 20);
	assert_int_equal(file_read(EXAMPLES, &file, NULL), RC_OK);
	rest = buf_str(&file);
	while (n < CLASSIFY_MANY && str_line(&rest, &line)) {
		if (line.n && (line.p[0] == '#' || line.p[0] == '='))
			continue;
		m[n] = (struct message){.reply = line,
		    .text = line,
		    .has_date = true,
		    .date = day_instant(20774)};
		jobs[n] = (struct classify_job){.a = arena,
		    .m = &m[n],
		    .ctx = {n % 2 ? STR("en-US") : STR("en-GB"), 0.6},
		    .out = &got[n]};
		n++;
	}
	assert_int_equal(n, CLASSIFY_MANY);
	classify_messages(rules, jobs, n);
	for (size_t i = 0; i < n; i++) {
		struct intent alone;

		classify_message(rules, arena, &m[i], &jobs[i].ctx, &alone);
		same(&got[i], &alone);
	}
	classify_messages(rules, jobs, 0);
	arena_reset(arena);
	buf_fini(&file);
}

static void
test_nothing(void **state)
{
	struct intent got;

	(void)state;
	classify_at("", "en-US", 20000, &got);
	assert_int_equal(got.intents, 0);
	assert_true(got.unsure);
	classify_at("\xff\xfe\x80", "", 20000, &got);
	assert_true(got.unsure);
	arena_reset(arena);
}

static void
test_no_rules(void **state)
{
	struct classify_context ctx = {STR("en-US"), 0.6};
	struct message m = {.reply = STR("Will pay Friday.")};
	struct intent got;

	(void)state;
	classify_message(NULL, arena, &m, &ctx, &got);
	assert_int_equal(got.intents, 0);
	assert_true(got.unsure);
}

/* What is taken off is not what will be paid. */
static void
test_deducted(void **state)
{
	struct intent got;

	(void)state;
	classify_at("We will pay on Friday less the $60 freight.", "en-US",
	    20000, &got);
	assert_int_equal(got.promise_count, 1);
	assert_false(got.promises[0].has_amount);
	classify_at("We will pay $900 on Friday, less the $60 freight.",
	    "en-US", 20000, &got);
	assert_int_equal(got.promise_count, 1);
	assert_int_equal(got.promises[0].amount_minor, 90000);
	arena_reset(arena);
}

static void
test_says_why(void **state)
{
	struct intent got;

	(void)state;
	classify_at("We were overcharged.", "en-US", 20000, &got);
	assert_int_equal(got.intents, INTENT_BIT(INTENT_DISPUTE));
	assert_int_equal(got.match_count, 1);
	assert_true(str_eqc(got.matches[0].rule, "price-wrong"));
	assert_true(str_eqc(got.matches[0].text, "overcharged"));
	assert_true(str_eqc(got.language, "en"));
	assert_true(got.confidence > 0.8);
	assert_false(got.unsure);
	arena_reset(arena);
}

/* A sum that was paid is not the sum that is promised after it. */
static void
test_paid_and_promised(void **state)
{
	struct intent got;

	(void)state;
	classify_at("We paid $500 yesterday, the rest will follow on Friday.",
	    "en-US", 20000, &got);
	assert_int_equal(
	    got.intents, INTENT_BIT(INTENT_PAID) | INTENT_BIT(INTENT_PROMISE));
	assert_int_equal(got.promise_count, 1);
	assert_false(got.promises[0].has_amount);
	classify_at("We paid $500 yesterday, the other $300 goes on Friday.",
	    "en-US", 20000, &got);
	assert_int_equal(got.promise_count, 1);
	assert_int_equal(got.promises[0].amount_minor, 30000);
	arena_reset(arena);
}

/* "We'll pay" is no promise of its own beside one that has its day, and the
 * sentence behind a sum may say when the rest comes. */
static void
test_rest(void **state)
{
	static const char vague[] =
	    "We will pay. $500 goes on Friday, the rest on December 4.";
	static const char next[] =
	    "I will pay $500 on November 20. The rest on December 4.";
	struct intent got;

	(void)state;
	classify_at(vague, "en-US", day_of(2026, 11, 17), &got);
	assert_int_equal(got.promise_count, 2);
	assert_int_equal(got.promises[0].date, day_of(2026, 11, 20));
	assert_int_equal(got.promises[1].date, day_of(2026, 12, 4));
	classify_at(next, "en-US", day_of(2026, 11, 17), &got);
	assert_int_equal(got.promise_count, 2);
	assert_int_equal(got.promises[0].amount_minor, 50000);
	assert_false(got.promises[1].has_amount);
	assert_int_equal(got.promises[1].date, day_of(2026, 12, 4));
	arena_reset(arena);
}

/* A paper asked for by the way is that of the invoice spoken of last. */
static void
test_spoken_of_last(void **state)
{
	struct intent got;

	(void)state;
	classify_at("INV-10482 was paid on Friday. INV-10499 I do not know. "
		    "Our files are a mess. Please send a copy.",
	    "en-US", 20000, &got);
	assert_int_equal(got.document_count, 1);
	assert_true(str_eqc(got.documents[0].ref, "INV-10499"));
	arena_reset(arena);
}

/* A sum without its currency is in the one that the mail names. */
static void
test_shared_currency(void **state)
{
	struct intent got;

	(void)state;
	classify_at("The invoice is over 1,380 euros. We will pay 1,200.00 on "
		    "Friday.",
	    "en-GB", 20000, &got);
	assert_int_equal(got.promise_count, 1);
	assert_int_equal(got.promises[0].amount_minor, 120000);
	assert_string_equal(got.promises[0].currency, "EUR");
	arena_reset(arena);
}

/* What takes its time from a condition has no day yet. */
static void
test_counted_from_then(void **state)
{
	struct intent got;

	(void)state;
	classify_at("As soon as the credit note is here we will pay in 3 days.",
	    "en-GB", 20000, &got);
	assert_int_equal(got.promise_count, 1);
	assert_true(got.promises[0].conditional);
	assert_int_equal(got.promises[0].date, DAY_NONE);
	arena_reset(arena);
}

/* The only promise of a text, written on 3 October 2024, a Thursday. */
static struct intent_promise
only_promise(const char *text)
{
	struct intent got;

	classify_at(text, "en-US", 19999, &got);
	if (got.promise_count != 1)
		print_error("%s\n", text);
	assert_int_equal(got.promise_count, 1);
	return got.promises[0];
}

static void
test_conditions(void **state)
{
	(void)state;
	assert_false(only_promise("I'll pay on October 8 when we do our first "
				  "run of the month.")
			 .conditional);
	assert_false(only_promise("We will pay on the 8th. Is there a discount "
				  "if we pay sooner?")
			 .conditional);
	assert_true(
	    only_promise("If you fix it, I'll pay on October 8 when we do our "
			 "run.")
		.conditional);
	assert_true(only_promise("Send us replacements and INV-1020 gets paid.")
			.conditional);
	arena_reset(arena);
}

static void
test_only_sum(void **state)
{
	struct intent_promise p;

	(void)state;
	p = only_promise("Invoice 88213 for $540.00 is approved. It will be "
			 "paid on October 8.");
	assert_int_equal(p.amount_minor, 54000);
	assert_int_equal(p.date, 20004);
	p = only_promise("The council approves anything over $600. It will be "
			 "paid on October 8.");
	assert_false(p.has_amount);
	arena_reset(arena);
}

static void
test_two_invoices(void **state)
{
	struct intent got;

	(void)state;
	classify_at("INV-71220 will be paid on October 8. INV-71248 missed "
		    "that run, so October 22 for that one.",
	    "en-US", 19999, &got);
	assert_int_equal(got.promise_count, 2);
	assert_int_equal(got.promises[0].date, 20004);
	assert_int_equal(got.promises[1].date, 20018);
	classify_at("INV-71220 will be paid on October 8. INV-71248 was "
		    "received on October 3.",
	    "en-US", 19999, &got);
	assert_int_equal(got.promise_count, 1);
	arena_reset(arena);
}

/* The condition is that of the rest alone. */
static void
test_rest_later(void **state)
{
	struct intent got;

	(void)state;
	classify_at("I can send $500 on October 8, the rest when my customer "
		    "pays me.",
	    "en-US", 19999, &got);
	assert_int_equal(got.promise_count, 2);
	assert_int_equal(got.promises[0].date, 20004);
	assert_int_equal(got.promises[0].amount_minor, 50000);
	assert_false(got.promises[0].conditional);
	assert_int_equal(got.promises[1].date, DAY_NONE);
	assert_true(got.promises[1].conditional);
	arena_reset(arena);
}

static void
test_same_sum(void **state)
{
	struct intent got;

	(void)state;
	classify_at("We will wire $100 on October 8, $200 on October 15 and "
		    "the same again on October 22.",
	    "en-US", 19999, &got);
	assert_int_equal(got.promise_count, 3);
	assert_int_equal(got.promises[0].amount_minor, 10000);
	assert_int_equal(got.promises[1].amount_minor, 20000);
	assert_int_equal(got.promises[2].amount_minor, 20000);
	arena_reset(arena);
}

static void
test_which_day(void **state)
{
	(void)state;
	assert_int_equal(
	    only_promise("If I get the waiver by Monday, we will pay on the "
			 "15th.")
		.date,
	    20011);
	assert_int_equal(
	    only_promise("The Council meets Monday, October 7. Checks go out "
			 "that Friday.")
		.date,
	    20007);
	assert_int_equal(
	    only_promise("Calves sell October 10. You get a check the day "
			 "after.")
		.date,
	    20007);
	arena_reset(arena);
}

/* A list asks for each of its papers, and our own is none of them. */
static void
test_list_of_papers(void **state)
{
	struct intent got;

	(void)state;
	classify_at("Please send me your W-9 and the insurance certificate.",
	    "en-US", 19999, &got);
	assert_int_equal(got.document_count, 2);
	assert_int_equal(got.documents[0].type, DOCUMENT_TAX_FORM);
	assert_int_equal(got.documents[1].type, DOCUMENT_OTHER);
	classify_at("Please send a copy of the invoice, our WCB "
		    "clearance is on file.",
	    "en-US", 19999, &got);
	assert_int_equal(got.document_count, 1);
	assert_int_equal(got.documents[0].type, DOCUMENT_INVOICE);
	arena_reset(arena);
}

/* The day counts in the zone of the one who wrote. */
static void
test_zone(void **state)
{
	struct classify_context ctx = {STR("en-AU"), 0.6};
	struct message m = {.reply = STR("Paying today."),
	    .has_date = true,
	    .date = day_instant(20000) + 20 * 3600,
	    .date_offset = 600};
	struct intent got;

	(void)state;
	classify_message(rules, arena, &m, &ctx, &got);
	assert_int_equal(got.promise_count, 1);
	assert_int_equal(got.promises[0].date, 20001);
	arena_reset(arena);
}

static void
test_bank_change(void **state)
{
	struct intent got;

	(void)state;
	classify_at(
	    "Please note our bank details have changed.", "en-GB", 20000, &got);
	assert_true(got.bank_change);
	classify_at("We will pay to your bank account on Friday.", "en-GB",
	    20000, &got);
	assert_false(got.bank_change);
	arena_reset(arena);
}

/* Long, or made to hurt: an answer in bounded time, and not a sure one. */
static void
test_hostile(void **state)
{
	static const char *const pieces[] = {"we will not pay ", "a", "1,",
	    "? ", ".\n", "will be will be ", "please send a copy of "};
	size_t size = 3 * LIMIT_CLASSIFY_TEXT;
	char *text = malloc(size + 1);
	struct intent got;

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		for (size_t k = 0; k < size; k++)
			text[k] = pieces[i][k % strlen(pieces[i])];
		text[size] = '\0';
		classify_at(text, "en-US", 20000, &got);
		assert_true(got.unsure);
		arena_reset(arena);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_no_rules),
	    cmocka_unit_test(test_deducted),
	    cmocka_unit_test(test_says_why),
	    cmocka_unit_test(test_paid_and_promised),
	    cmocka_unit_test(test_rest),
	    cmocka_unit_test(test_spoken_of_last),
	    cmocka_unit_test(test_shared_currency),
	    cmocka_unit_test(test_counted_from_then),
	    cmocka_unit_test(test_conditions),
	    cmocka_unit_test(test_only_sum),
	    cmocka_unit_test(test_two_invoices),
	    cmocka_unit_test(test_rest_later),
	    cmocka_unit_test(test_same_sum),
	    cmocka_unit_test(test_which_day),
	    cmocka_unit_test(test_list_of_papers),
	    cmocka_unit_test(test_zone),
	    cmocka_unit_test(test_bank_change),
	    cmocka_unit_test(test_hostile),
	};
	int failed;

	rules = english_rules(false);
	arena = arena_new(64u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
