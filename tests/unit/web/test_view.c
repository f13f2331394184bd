#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/formdata.h"
#include "web/view.h"

static struct arena *a;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

/* Every id becomes one piece of an address, and reads back as it was. */
static void
paths_read_back(void **state)
{
	static const char *const ids[] = {"INV-1", "A/1", "a b", "50%", "é ü",
	    "?x=1#y", "../x", "a\"<b>'", "%2F", "+", "\xf0\x9f\x9a\xa2"};

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct str path = view_path(a, str_of(ids[i])), back;

		for (size_t k = 0; k < path.n; k++)
			assert_true(
			    str_is_alnum(path.p[k]) ||
			    str_chr(STR("%-._"), path.p[k]) != STR_NPOS);
		assert_true(formdata_unescape(a, path, false, &back));
		assert_true(str_eqc(back, ids[i]));
	}
	assert_int_equal(view_path(a, STR(".")).n, 0);
	assert_int_equal(view_path(a, STR("..")).n, 0);
	assert_int_equal(view_path(a, STR("")).n, 0);
}

static void
tails_are_whole_pieces(void **state)
{
	struct str head;

	(void)state;
	assert_true(view_tail(STR("A/1/pdf"), "pdf", &head));
	assert_true(str_eqc(head, "A/1"));
	assert_false(view_tail(STR("A-1pdf"), "pdf", &head));
	assert_false(view_tail(STR("pdf"), "pdf", &head));
	assert_false(view_tail(STR("A/pdf/x"), "pdf", &head));
	assert_false(view_tail(STR(""), "pdf", &head));
}

static void
addresses_have_their_path_once(void **state)
{
	static const struct {
		const char *base, *want;
	} cases[] = {
	    {"https://pay.example.com", "https://pay.example.com/p/account"},
	    {"https://pay.example.com/p", "https://pay.example.com/p/account"},
	    {"http://127.0.0.1:8080/p/", "http://127.0.0.1:8080/p/account"},
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct settings set = {.links_base = str_of(cases[i].base)};
		struct flow f = {.set = &set};
		struct page_ask ask = {.f = &f, .a = a};

		assert_true(
		    str_eqc(view_url(&ask, STR("/p/account")), cases[i].want));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(paths_read_back),
	    cmocka_unit_test(tails_are_whole_pieces),
	    cmocka_unit_test(addresses_have_their_path_once),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
