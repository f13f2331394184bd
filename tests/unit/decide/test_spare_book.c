#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "decide/reading.h"
#include "model/limits.h"

/*
 * A book that is read for one mail is glanced at, one for many is indexed and
 * all its patterns are compiled: both find the same in every text.
 */
#define EVERY 7 /* of the examples */

static struct rules *
book(struct str text, const char *lang, bool thorough)
{
	struct rules *rules = NULL;
	struct err err;

	assert_int_equal(rules_add(&rules, lang, str_of(lang), text, false,
			     thorough, NULL, NULL, &err),
	    RC_OK);
	return rules;
}

static void
read_by(struct arena *a, const struct rules *rules, struct str text,
    struct reading *out)
{
	const struct reading_context ctx = {
	    STR("en-GB"), day_of(2026, 3, 4), STR("")};
	struct reading *v[] = {out};

	reading_open(a, rules_ready(rules, 0), &ctx, text, out);
	reading_run(v, 1);
}

static void
compare(const struct reading *one, const struct reading *all)
{
	assert_int_equal(one->limit, all->limit);
	assert_int_equal(one->n, all->n);
	assert_int_equal(one->hit_count, all->hit_count);
	assert_memory_equal(one->score, all->score, sizeof(one->score));
	for (size_t i = 0; i < one->n; i++) {
		assert_int_equal(one->v[i].dates.n, all->v[i].dates.n);
		assert_int_equal(one->v[i].amounts.n, all->v[i].amounts.n);
	}
}

static void
one_language(const char *lang)
{
	struct arena *a = arena_new(64u << 20);
	struct rules *one, *all;
	struct buf text;
	struct err err;
	char path[64];
	size_t hits = 0;

	snprintf(path, sizeof(path), "filters/%s.rules", lang);
	buf_init(&text, LIMIT_RULE_FILE);
	assert_int_equal(file_read(path, &text, &err), RC_OK);
	all = book(buf_str(&text), lang, true);
	one = book(buf_str(&text), lang, false);
	for (size_t i = 0; i < rules_ready(all, 0)->example_count; i += EVERY) {
		struct str said = rules_ready(all, 0)->examples[i].text;
		struct reading by_one, by_all;

		read_by(a, one, said, &by_one);
		read_by(a, all, said, &by_all);
		compare(&by_one, &by_all);
		hits += by_one.hit_count;
		arena_reset(a);
	}
	assert_true(hits > 10);
	rules_free(&one);
	rules_free(&all);
	buf_fini(&text);
	arena_free(&a);
}

static void
test_same(void **state)
{
	static const char *const langs[] = {
	    "de", "en", "es", "fr", "it", "nl", "pt"};

	(void)state;
	for (size_t i = 0; i < sizeof(langs) / sizeof(*langs); i++)
		one_language(langs[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_same)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
