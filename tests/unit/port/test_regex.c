#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/regex.h"

static struct regex *
compile(const char *pattern, unsigned flags)
{
	struct regex *re = NULL;
	struct err err;

	assert_int_equal(
	    regex_compile(str_of(pattern), flags, &re, &err), RC_OK);
	return re;
}

static enum regex_hit
search(const char *pattern, unsigned flags, const char *subject)
{
	struct regex *re = compile(pattern, flags);
	enum regex_hit hit = regex_search(re, str_of(subject), 0, NULL);

	regex_free(&re);
	assert_null(re);
	return hit;
}

static void
test_flags(void **state)
{
	(void)state;
	assert_int_equal(search("pay", 0, "we PAY"), REGEX_NO);
	assert_int_equal(search("pay", REGEX_CASELESS, "we PAY"), REGEX_YES);
	assert_int_equal(search("^b", 0, "a\nb"), REGEX_NO);
	assert_int_equal(search("^b", REGEX_MULTILINE, "a\nb"), REGEX_YES);
	assert_int_equal(search("a.b", 0, "a\nb"), REGEX_NO);
	assert_int_equal(search("a.b", REGEX_DOTALL, "a\nb"), REGEX_YES);
	assert_int_equal(search("a  b # x", REGEX_EXTENDED, "ab"), REGEX_YES);
	assert_int_equal(
	    search("\\b\xc3\x9c", REGEX_CASELESS, "der \xc3\xbc"), REGEX_YES);
	assert_int_equal(search("^pay$", REGEX_JIT, "pay"), REGEX_YES);
}

static void
test_groups(void **state)
{
	struct regex *re = compile("(?<n>[0-9]+)|x(y)?(?<l>[a-z])", 0);
	struct regex_match m;

	(void)state;
	assert_int_equal(regex_search(re, STR("xz 12"), 0, &m), REGEX_YES);
	assert_true(str_eqc(m.group[0], "xz"));
	assert_null(m.group[1].p);
	assert_null(m.group[2].p);
	assert_true(str_eqc(regex_named(re, &m, "l"), "z"));
	assert_null(regex_named(re, &m, "n").p);
	assert_null(regex_named(re, &m, "unheard").p);
	assert_int_equal(regex_search(re, STR("xz 12"), 2, &m), REGEX_YES);
	assert_true(str_eqc(regex_named(re, &m, "n"), "12"));
	assert_int_equal(regex_search(re, STR("xz 12"), 5, &m), REGEX_NO);
	assert_int_equal(regex_search(re, STR("xz 12"), 6, &m), REGEX_NO);
	assert_int_equal(m.count, 0);
	regex_free(&re);
}

static void
test_duplicate_names(void **state)
{
	struct regex *re = compile("(?J)(?<d>\\d\\d)/|-(?<d>\\d\\d)", 0);
	struct regex_match m;

	(void)state;
	assert_int_equal(regex_search(re, STR("-12"), 0, &m), REGEX_YES);
	assert_true(str_eqc(regex_named(re, &m, "d"), "12"));
	regex_free(&re);
}

static void
test_more_groups_than_kept(void **state)
{
	struct regex *re = compile(
	    "(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)", 0);
	struct regex_match m;

	(void)state;
	assert_int_equal(
	    regex_search(re, STR("aaaaaaaaaaaaaaaaaaaa"), 0, &m), REGEX_YES);
	assert_int_equal(m.count, REGEX_GROUPS);
	assert_true(str_eqc(m.group[REGEX_GROUPS - 1], "a"));
	regex_free(&re);
}

static void
test_bad_patterns(void **state)
{
	static const char *const bad[] = {"(", "[a", "*a", "(?<n>", "\\C"};
	struct regex *re = NULL;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		err.text[0] = '\0';
		assert_int_equal(
		    regex_compile(str_of(bad[i]), 0, &re, &err), RC_BAD);
		assert_non_null(strstr(err.text, "offset"));
		assert_null(re);
	}
	regex_free(&re);
	regex_free(NULL);
}

/* Compiled for what it meets; what is right for one kind of subject only is
 * given up for the other. */
static void
test_few(void **state)
{
	const unsigned flags = REGEX_FEW | REGEX_CASELESS;
	struct regex_match m;
	struct regex *re = NULL;

	(void)state;
	assert_int_equal(
	    regex_compile(STR("(?<n>\\w+)x"), flags, &re, NULL), RC_OK);
	assert_int_equal(regex_search(re, STR("a BX"), 0, &m), REGEX_YES);
	assert_true(str_eqc(regex_named(re, &m, "n"), "B"));
	assert_int_equal(regex_search(re, STR("\xc3\xa9X"), 0, &m), REGEX_YES);
	assert_true(str_eqc(regex_named(re, &m, "n"), "\xc3\xa9"));
	regex_free(&re);
	assert_int_equal(regex_compile(STR("a\xff"), flags, &re, NULL), RC_OK);
	assert_int_equal(regex_search(re, STR("a"), 0, NULL), REGEX_NO);
	assert_int_equal(
	    regex_search(re, STR("a\xc3\xa9"), 0, NULL), REGEX_LIMIT);
	regex_free(&re);
	assert_int_equal(
	    regex_compile(STR("b|\\x{e4b}"), flags, &re, NULL), RC_OK);
	assert_int_equal(regex_search(re, STR("abc"), 0, NULL), REGEX_YES);
	regex_free(&re);
	assert_int_equal(regex_compile(STR("("), flags, &re, NULL), RC_BAD);
}

static void
test_bad_bytes(void **state)
{
	struct regex *re = compile("pa.d", REGEX_CASELESS);
	struct regex *jit = compile("pa.d", REGEX_CASELESS | REGEX_JIT);
	struct str s = STR("\xff\xc3 we paid \x80\xe2\x82");

	(void)state;
	assert_int_equal(regex_search(re, s, 0, NULL), REGEX_YES);
	assert_int_equal(regex_search(jit, s, 0, NULL), REGEX_YES);
	assert_int_equal(
	    regex_search(re, STR("\xff\xfe\x80"), 1, NULL), REGEX_NO);
	assert_int_equal(
	    regex_search(re, STR("a\xc3\xa9z"), 2, NULL), REGEX_NO);
	assert_int_equal(
	    regex_search(re, (struct str){NULL, 0}, 0, NULL), REGEX_NO);
	regex_free(&re);
	regex_free(&jit);
}

/* Giving up is said, and comes soon however long the subject is. */
static void
test_limit(void **state)
{
	unsigned modes[] = {0, REGEX_JIT};
	char *text = xmalloc(LIMIT_CLASSIFY_TEXT);

	(void)state;
	memset(text, 'a', LIMIT_CLASSIFY_TEXT);
	text[41] = text[LIMIT_CLASSIFY_TEXT - 1] = '!';
	for (size_t i = 0; i < 2; i++) {
		struct regex *re = compile("(a+)+$", modes[i]);
		struct str s = {text, LIMIT_CLASSIFY_TEXT};

		assert_int_equal(regex_search(re, s, 0, NULL), REGEX_LIMIT);
		s.n = 42;
		assert_int_equal(regex_search(re, s, 0, NULL), REGEX_LIMIT);
		regex_free(&re);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_flags),
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_duplicate_names),
	    cmocka_unit_test(test_more_groups_than_kept),
	    cmocka_unit_test(test_bad_patterns),
	    cmocka_unit_test(test_few),
	    cmocka_unit_test(test_bad_bytes),
	    cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
