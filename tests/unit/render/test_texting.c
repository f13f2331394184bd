#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "model/limits.h"
#include "render/texting.h"

#define LINK "https://pay.example/abc"

static struct arena *a;
static struct buf out;
static struct err err;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1 << 22);
	buf_init(&out, 1 << 16);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_fini(&out);
	arena_free(&a);
	return 0;
}

static enum rc
render(const char *source, const char *link)
{
	struct markdown m;

	markdown_parse(a, str_of(source), &m);
	buf_clear(&out);
	return texting_render(&m, str_of(link), &out, &err);
}

static void
test_words_without_tables(void **state)
{
	(void)state;
	assert_int_equal(render("Hello **you**,\nplease pay.\n\n| a | b |\n"
				"|:--|--:|\n| no | table |\n\n- [one](http://"
				"x.example)\n- two\n",
			     LINK),
	    RC_OK);
	assert_true(
	    str_eqc(buf_str(&out), "Hello you, please pay.\none\ntwo\n" LINK));
}

static void
test_link_stands_once(void **state)
{
	(void)state;
	assert_int_equal(render("Pay: " LINK " today", LINK), RC_OK);
	assert_true(str_eqc(buf_str(&out), "Pay: " LINK " today"));
	assert_int_equal(render("Pay", ""), RC_OK);
	assert_true(str_eqc(buf_str(&out), "Pay"));
}

/* Never a byte more, never half a character, never half a link. */
static void
test_too_long_loses_its_end(void **state)
{
	char source[2000];

	(void)state;
	for (size_t n = 560; n < 640; n++) {
		struct str s;

		memset(source, 0, sizeof(source));
		for (size_t i = 0; i + 1 < n; i += 2)
			memcpy(source + i, "\303\274", 2);
		assert_int_equal(render(source, LINK), RC_OK);
		s = buf_str(&out);
		assert_true(s.n <= LIMIT_TEXTING);
		assert_true(str_is_utf8(s));
		assert_true(str_ends(s, STR("\n" LINK)));
	}
}

static void
test_refused(void **state)
{
	char link[LIMIT_TEXTING + 1];

	(void)state;
	assert_int_equal(render("", LINK), RC_BAD);
	assert_int_equal(render("| a |\n|:--|\n| b |\n", LINK), RC_BAD);
	memset(link, 'x', sizeof(link));
	link[LIMIT_TEXTING] = '\0';
	assert_int_equal(render("Pay", link), RC_BAD);
	assert_int_equal(render(link, ""), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words_without_tables),
	    cmocka_unit_test(test_link_stands_once),
	    cmocka_unit_test(test_too_long_loses_its_end),
	    cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
