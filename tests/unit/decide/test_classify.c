#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/classify.h"
#include "english.h"
#include "model/names.h"

#define PROMISES 6
#define EXAMPLES "tests/corpus/replies/en.txt"

/* What one record of the corpus says. */
struct wanted {
	unsigned intents, optional;
	struct str reason;
	struct str promises[PROMISES];
	size_t promise_count;
	struct str documents[PROMISES];
	size_t document_count;
	day_t day;
	struct str locale;
};

static struct rules *rules;
static struct arena *arena;
static struct {
	int tp, fp, fn;
} counts[INTENT_COUNT];
static int mails, exact, reasons, reasons_right, promises, promises_right;
static int documents, documents_right;

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
read_word(struct wanted *w, struct str word)
{
	size_t eq = str_chr(word, '=');
	struct str key = str_sub(word, 0, eq), value = {NULL, 0};
	enum intent_kind kind;
	bool optional = key.n && key.p[0] == '?';

	if (eq != STR_NPOS)
		value = str_sub(word, eq + 1, word.n);
	if (optional)
		key = str_sub(key, 1, key.n);
	if (str_eqc(key, "at")) {
		assert_true(day_parse(value, &w->day));
	} else if (str_eqc(key, "locale")) {
		w->locale = value;
	} else if (!str_eqc(key, "ref")) {
		assert_true(name_intent_parse(key, &kind));
		*(optional ? &w->optional : &w->intents) |= INTENT_BIT(kind);
		if (kind == INTENT_DISPUTE)
			w->reason = value;
		if (kind == INTENT_PROMISE && value.n)
			w->promises[w->promise_count++] = value;
		if (kind == INTENT_DOCUMENT && value.n)
			w->documents[w->document_count++] = value;
	}
}

static struct wanted
read_head(struct str head)
{
	struct wanted w = {.day = day_of(2026, 11, 17), .locale = STR("en-US")};
	struct str word;

	while (str_cut(&head, ' ', &word)) {
		if (word.n)
			read_word(&w, word);
	}
	return w;
}

/* "2026-12-01,80000,USD,if" as the promise would be written. */
static struct str
promise_text(const struct intent_promise *p)
{
	char day[DAY_TEXT] = "-", amount[64] = "";

	if (p->date != DAY_NONE)
		day_iso(p->date, day);
	if (p->has_amount)
		snprintf(amount, sizeof(amount), ",%lld%s%s",
		    (long long)p->amount_minor, p->currency[0] ? "," : "",
		    p->currency);
	return arena_fmt(
	    arena, "%s%s%s", day, amount, p->conditional ? ",if" : "");
}

static void
count_details(const struct wanted *w, const struct intent *got)
{
	if (w->reason.n) {
		reasons++;
		reasons_right += got->intents & INTENT_BIT(INTENT_DISPUTE) &&
				 str_eqc(w->reason, name_reason(got->reason));
	}
	for (size_t i = 0; i < w->promise_count; i++) {
		promises++;
		for (size_t k = 0; k < got->promise_count; k++) {
			if (str_eq(promise_text(&got->promises[k]),
				w->promises[i])) {
				promises_right++;
				break;
			}
		}
	}
	for (size_t i = 0; i < w->document_count; i++) {
		struct str type =
		    str_sub(w->documents[i], 0, str_chr(w->documents[i], ':'));

		documents++;
		for (size_t k = 0; k < got->document_count; k++) {
			if (str_eqc(
				type, name_document(got->documents[k].type))) {
				documents_right++;
				break;
			}
		}
	}
}

static void
count_intents(const struct wanted *w, const struct intent *got)
{
	unsigned set = got->intents ? got->intents : INTENT_BIT(INTENT_NONE);
	unsigned wrong = (set ^ w->intents) & ~w->optional;

	mails++;
	exact += wrong == 0;
	for (int k = 0; k < INTENT_COUNT; k++) {
		unsigned bit = INTENT_BIT(k);

		if (w->optional & bit)
			continue;
		counts[k].tp += (set & bit) && (w->intents & bit);
		counts[k].fp += (set & bit) && !(w->intents & bit);
		counts[k].fn += !(set & bit) && (w->intents & bit);
	}
}

static void
try_record(struct str head, struct str text)
{
	struct wanted w = read_head(head);
	struct intent got;

	classify_at(arena_cstr(arena, str_trim(text)),
	    arena_cstr(arena, w.locale), w.day, &got);
	count_intents(&w, &got);
	count_details(&w, &got);
	arena_reset(arena);
}

static double
share(int part, int all)
{
	return all ? (double)part / all : 1;
}

static double
print_table(void)
{
	double sum = 0;

	for (int k = 0; k < INTENT_COUNT; k++) {
		double p = share(counts[k].tp, counts[k].tp + counts[k].fp);
		double r = share(counts[k].tp, counts[k].tp + counts[k].fn);
		double f = p + r > 0 ? 2 * p * r / (p + r) : 0;

		print_message("%-16s precision %.3f recall %.3f F1 %.3f\n",
		    name_intent(k), p, r, f);
		sum += f;
	}
	print_message("macro-F1 %.3f, exact %d of %d, reasons %d of %d, "
		      "promises %d of %d, documents %d of %d\n",
	    sum / INTENT_COUNT, exact, mails, reasons_right, reasons,
	    promises_right, promises, documents_right, documents);
	return sum / INTENT_COUNT;
}

static void
test_corpus(void **state)
{
	struct str rest, line, head = {NULL, 0}, text = {NULL, 0};
	struct buf file;

	(void)state;
	buf_init(&file, 1u << 20);
	assert_int_equal(file_read(EXAMPLES, &file, NULL), RC_OK);
	rest = buf_str(&file);
	while (str_line(&rest, &line)) {
		if (line.n && line.p[0] == '#')
			continue;
		if (str_starts(line, STR("=="))) {
			if (head.p)
				try_record(head, text);
			head = str_sub(line, 2, line.n);
			text.p = line.p + line.n;
			text.n = 0;
		} else if (text.p) {
			text.n = (size_t)(line.p + line.n - text.p);
		}
	}
	try_record(head, text);
	assert_true(mails >= 200);
	assert_true(print_table() > 0.9);
	assert_true(share(exact, mails) > 0.9);
	assert_true(share(reasons_right, reasons) > 0.9);
	assert_true(share(promises_right, promises) > 0.9);
	assert_true(share(documents_right, documents) > 0.9);
	buf_fini(&file);
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
	    cmocka_unit_test(test_corpus),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_no_rules),
	    cmocka_unit_test(test_says_why),
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
