#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decide/rulebook.h"
#include "model/limits.h"
#include "english.h"

struct heard {
	int count;
	int line; /* of the first */
	char text[256];
};

static void
hear(void *ctx, const char *file, int line, const char *text)
{
	struct heard *h = ctx;

	(void)file;
	if (h->count++ == 0) {
		h->line = line;
		snprintf(h->text, sizeof(h->text), "%s", text);
	}
}

static enum rc
load(const char *text, struct heard *h, size_t *count)
{
	struct rules *rules = NULL;
	struct err err;
	enum rc rc;

	memset(h, 0, sizeof(*h));
	rc = rules_add(&rules, "x.rules", STR("en"), str_of(text), false, true,
	    hear, h, &err);
	if (count)
		*count = rules_count(rules);
	rules_free(&rules);
	assert_null(rules);
	return rc;
}

static void
refused(const char *text, int line, const char *part)
{
	struct heard h;

	assert_int_equal(load(text, &h, NULL), RC_BAD);
	assert_true(h.count > 0);
	if (h.line != line || !strstr(h.text, part))
		print_error("%d: %s\n", h.line, h.text);
	assert_int_equal(h.line, line);
	assert_non_null(strstr(h.text, part));
}

static void
test_loads(void **state)
{
	struct heard h;
	size_t count;

	(void)state;
	assert_int_equal(load("# a comment\n"
			      "define pay = pay|settle\n"
			      "rule will-pay\n"
			      "  intent  promise\n"
			      "  score   0.75\n"
			      "  match   \\bwill {pay}\n"
			      "  | (?: it)?\\b\n"
			      "  unless  no\n"
			      "  yes     We will settle.\n"
			      "  no      We will settle nothing.\n"
			      "guard no\n"
			      "  match   \\bnothing\\b\n",
			     &h, &count),
	    RC_OK);
	assert_int_equal(h.count, 0);
	assert_int_equal(count, 1);
}

static void
test_mistakes(void **state)
{
	(void)state;
	refused("", 0, "empty");
	refused("rule\n", 1, "name");
	refused("rule a\n  intent dispute\n", 2, "no pattern");
	refused("rule a\n  match x\n", 2, "no intent");
	refused("rule a\n  intent disput\n  match x\n", 2, "no such intent");
	refused("rule a\n  intent dispute price\n  match x\n", 2, "intent");
	refused("rule a\n  intent paid\n  match (\n", 3, "pattern");
	refused("rule a\n  intent paid\n  match {b}\n", 3, "{b}");
	refused("rule a\n  intent paid\n  score 2\n  match x\n", 3, "score");
	refused(
	    "rule a\n  intent paid\n  match x\n  unless b\n", 4, "no guard");
	refused("rule a\n  intent paid\n  match x\n  sore 1\n", 4, "sore");
	refused("frob x\n", 1, "frob");
	refused("define a b\n", 1, "define");
	refused("date d\n  match x\n", 2, "no `is`");
	refused("date d\n  match x\n  is sometimes\n", 3, "count days");
	refused("guard g\n  match x\n  scope wide\n", 3, "scope");
	refused("numbers one=1 two\n", 1, "word=number");
	refused("\xff\n", 0, "UTF-8");
}

static void
test_examples(void **state)
{
	(void)state;
	refused("rule a\n  intent paid\n  match paid\n  yes Pay.\n", 4,
	    "does not match");
	refused(
	    "rule a\n  intent paid\n  match paid\n  no Paid.\n", 4, "matches");
	refused("rule a\n  intent paid\n  match (a+)+$\n", 1, "runs away");
}

/* Without examples a bad pattern waits for a mail, and then says unsure. */
static void
test_unchecked(void **state)
{
	struct rules *rules = NULL;
	struct heard h = {0};

	(void)state;
	assert_int_equal(rules_add(&rules, "x", STR("en"),
			     STR("rule a\n  intent paid\n  match (\n"), false,
			     false, hear, &h, NULL),
	    RC_OK);
	assert_int_equal(
	    rulebook_search(
		&rules->books[0]->rules[0].patterns.v[0], STR("x"), 0, NULL),
	    REGEX_LIMIT);
	rules_free(&rules);
}

static void
test_two_languages(void **state)
{
	struct str text = STR("rule a\n  intent paid\n  match x\n");
	struct rules *rules = NULL;

	(void)state;
	assert_int_equal(rules_add(&rules, "a", STR("en"), text, false, true,
			     NULL, NULL, NULL),
	    RC_OK);
	assert_int_equal(rules_add(&rules, "b", STR("de"), text, true, true,
			     NULL, NULL, NULL),
	    RC_OK);
	assert_int_equal(rules_count(rules), 2);
	assert_ptr_equal(rulebook_of(rules, STR("de-AT")), rules->books[1]);
	assert_null(rulebook_of(rules, STR("fr")));
	rules_free(&rules);
}

/* Every rule of the shipped file does what its examples say. */
static void
test_shipped(void **state)
{
	struct rules *rules = english_rules(true);

	(void)state;
	for (size_t i = 0; i < rules->books[0]->rule_count; i++) {
		bool yes = false, no = false;

		for (size_t k = 0; k < rules->books[0]->example_count; k++) {
			const struct rulebook_example *e =
			    &rules->books[0]->examples[k];

			yes |= e->rule == i && e->match;
			no |= e->rule == i && !e->match;
		}
		assert_true(yes && no);
	}
	rules_free(&rules);
}

/* Common words are looked for in the head of a file only. */
static void
test_head(void **state)
{
	struct heard h;
	struct buf b;
	int line = 2;

	(void)state;
	buf_init(&b, 1u << 20);
	buf_adds(&b, "common the and\n");
	for (; b.n < LIMIT_RULE_HEAD; line++)
		buf_adds(&b, "# more\n");
	assert_int_equal(load(b.p, &h, NULL), RC_OK);
	buf_adds(&b, "common of\n");
	refused(b.p, line, "first 32 KB");
	buf_fini(&b);
}

/* The sieve never holds back a pattern that would match. */
static void
test_sieve(void **state)
{
	static const char *const pairs[][2] = {
	    {"\\bpo\\b", "the PO."},
	    {"\\bpo\\b", "po"},
	    {"(?:foo|bar)baz", "BARBAZ"},
	    {"a?bcd", "bcd"},
	    {"abc*d", "abd"},
	    {"x{0,2}yyy", "yyy"},
	    {"\\d+ days?", "3 day"},
	    {"(?<n>one|two) weeks?\\b", "two week"},
	    {"(?!abc)xyz", "xyz"},
	    {"(?<=abc)xyz", "abcxyz"},
	    {"don'?t", "dont"},
	    {"e-?mail", "E-Mail"},
	    {"[abc]def", "adef"},
	    {"\\$5\\.00", "$5.00"},
	    {"(?:abc)?def", "def"},
	    {"\\bcheck[- ]run\\b", "check-run"},
	    {"\xc3\xa9t\xc3\xa9", "\xc3\x89T\xc3\x89"},
	};
	struct arena *a = arena_new(1u << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct sieve s = sieve_of(a, str_of(pairs[i][0]));
		struct sieve_text t = {{0}};

		sieve_read(&t, str_of(pairs[i][1]));
		assert_true(sieve_passes(&s, &t));
	}
	arena_free(&a);
}

static void
test_sieve_holds_back(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct sieve s = sieve_of(a, STR("\\b(?:will|shall) pay (?:x|yes)"));
	struct sieve_text t = {{0}};

	(void)state;
	sieve_read(&t, STR("we will not"));
	assert_false(sieve_passes(&s, &t));
	sieve_read(&t, STR("pay"));
	assert_true(sieve_passes(&s, &t));
	arena_free(&a);
}

/* A glance says what the sieve says, about every pattern there is. */
static void
test_glance(void **state)
{
	struct rules *rules = english_rules(true);
	const struct rulebook *b = rules->books[0];
	struct arena *a = arena_new(64u << 20);
	size_t passed = 0, held = 0;

	(void)state;
	for (const struct rulebook_regex *r = b->regexes; r; r = r->next) {
		struct str text = str_sub(r->text, 4, r->text.n); /* (?J) */
		struct sieve s = sieve_of(a, text);

		for (size_t i = 0; i < b->example_count; i += 23) {
			struct sieve_text t = {{0}};
			bool passes;

			sieve_read(&t, b->examples[i].text);
			passes = sieve_passes(&s, &t);
			assert_int_equal(sieve_glance(text, &t), passes);
			*(passes ? &passed : &held) += 1;
		}
	}
	assert_true(passed > 0 && held > passed);
	arena_free(&a);
	rules_free(&rules);
}

/* Asked again, or let pass, a late pattern gets its sieve; a shorter text is
 * asked only about what the longer one let pass. */
static void
test_late(void **state)
{
	static const char *const patterns[] = {"\bpay\b", "\bcopy\b", "copy"};
	struct arena *a = arena_new(1u << 20);
	struct sieve own[3] = {{0}}, *v[3];
	struct sieve_text all = {{0}}, part = {{0}};
	struct sieve_index x = {.layers = 0};
	uint64_t wide = 0, may = 0;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		own[i].late = str_of(patterns[i]);
		v[i] = &own[i];
	}
	sieve_index_make(a, v, 3, NULL, &x);
	sieve_read(&all, STR("a copy; copyright"));
	sieve_read(&part, STR("copyright"));
	sieve_candidates(&x, &all, NULL, &wide);
	assert_int_equal(wide, 6);
	assert_true(own[0].late.n > 0 && own[1].count > 0);
	sieve_candidates(&x, &part, &wide, &may);
	assert_int_equal(may, 4);
	assert_true(own[0].late.n > 0);
	sieve_candidates(&x, &part, NULL, &may);
	assert_int_equal(may, 4);
	assert_true(own[0].late.n == 0 && own[0].count > 0);
	arena_free(&a);
}

/* An index keeps whatever a sieve lets pass; without layers, just that. */
static void
test_index(void **state)
{
	static const char *const patterns[] = {"\\b(?:will|shall) pay\\b",
	    "\\bcop(?:y|ies) of\\b", "\\d+ days?", "wrong (?:price|amount)",
	    "."};
	static const char *const texts[] = {"we will pay", "a copy of it",
	    "in 30 days", "the price is wrong", "wrong price", ""};
	struct arena *a = arena_new(8u << 20);
	struct sieve own[5], *v[5];
	struct sieve_sample *sample = arena_alloc(a, sizeof(*sample));

	(void)state;
	for (size_t layers = 0; layers <= SIEVE_LAYERS; layers++) {
		struct sieve_index x = {.layers = layers};

		for (size_t i = 0; i < 5; i++) {
			own[i] = sieve_of(a, str_of(patterns[i]));
			v[i] = &own[i];
		}
		sieve_sample_add(sample, STR("we will pay the wrong price"));
		sieve_index_make(a, v, 5, sample, &x);
		for (size_t k = 0; k < 6; k++) {
			struct sieve_text t = {{0}};
			uint64_t may = 0;

			sieve_read(&t, str_of(texts[k]));
			sieve_candidates(&x, &t, NULL, &may);
			for (size_t i = 0; i < 5; i++) {
				bool passes = sieve_passes(v[i], &t);

				if (passes || layers == 0)
					assert_int_equal(may >> i & 1, passes);
			}
		}
	}
	arena_free(&a);
}

static enum rc
text_again(const char *file, struct buf *text, struct err *err)
{
	if (strcmp(file, "gone.rules") == 0)
		return err_set(err, RC_MISS, "gone");
	buf_adds(text, "common the and\nrule pays\n  intent promise\n"
		       "  match \\bwill pay\\b\n  yes we will pay\n");
	return RC_OK;
}

/* Read when its language is first needed; a file that is gone by then is told,
 * and its language says nothing. */
static void
test_later(void **state)
{
	struct rules *rules = NULL;
	struct heard h = {0};
	const struct rules_later how = {text_again, false, hear, &h};
	const struct rulebook *book;

	(void)state;
	rules_add_later(
	    &rules, "xx.rules", STR("xx"), STR("common the and\n"), &how);
	rules_add_later(
	    &rules, "gone.rules", STR("yy"), STR("common der\n"), &how);
	assert_int_equal(rules_count(rules), 0);
	book = rules_ready(rules, 0);
	assert_int_equal(book->rule_count, 1);
	assert_int_equal(h.count, 0);
	assert_ptr_equal(rules_ready(rules, 0), book);
	assert_int_equal(rules_ready(rules, 1)->rule_count, 0);
	assert_int_equal(h.count, 1);
	rules_free(&rules);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_loads),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_examples),
	    cmocka_unit_test(test_unchecked),
	    cmocka_unit_test(test_two_languages),
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_head),
	    cmocka_unit_test(test_sieve),
	    cmocka_unit_test(test_sieve_holds_back),
	    cmocka_unit_test(test_glance),
	    cmocka_unit_test(test_late),
	    cmocka_unit_test(test_index),
	    cmocka_unit_test(test_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
