#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "port/seal.h"
#include "web/staffsession.h"

#define NOW INT64_C(1790000000)

static struct staffsession *s;
static struct arena *a;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(seal_start(&err), RC_OK);
	s = staffsession_new();
	a = arena_new(1 << 22);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	staffsession_free(&s);
	arena_free(&a);
	return 0;
}

static struct str
make(const char *address, int64_t outs)
{
	struct staffsession_who who = {str_of(address), NOW, outs};
	struct str value;
	struct err err;

	assert_int_equal(staffsession_make(s, a, &who, &value, &err), RC_OK);
	return value;
}

static void
test_both_ways(void **state)
{
	struct str v = make("ruth@harbourpine.example", 70000);
	struct staffsession *other = staffsession_new();
	struct staffsession_who who;

	(void)state;
	assert_int_equal(staffsession_read(s, a, v, NOW, &who), RC_OK);
	assert_true(str_eqc(who.address, "ruth@harbourpine.example"));
	assert_int_equal(who.since, NOW);
	assert_int_equal(who.outs, 70000);
	assert_int_equal(
	    staffsession_read(s, a, v, NOW + 12 * 3600 - 1, &who), RC_OK);
	assert_int_equal(
	    staffsession_read(s, a, v, NOW + 12 * 3600, &who), RC_MISS);
	assert_int_equal(staffsession_read(s, a, v, NOW - 1, &who), RC_MISS);
	assert_int_equal(staffsession_read(other, a, v, NOW, &who), RC_BAD);
	staffsession_free(&other);
	assert_null(other);
}

static void
test_altered(void **state)
{
	struct str v = make("ruth@harbourpine.example", 0);
	struct staffsession_who who;

	(void)state;
	for (size_t i = 0; i < v.n; i++)
		for (int c = 'A'; c <= 'z'; c++) {
			char *other = arena_cstr(a, v);

			if (other[i] == c)
				continue;
			other[i] = (char)c;
			assert_int_equal(
			    staffsession_read(s, a, str_of(other), NOW, &who),
			    RC_BAD);
		}
	for (size_t n = 0; n < v.n; n++)
		assert_int_equal(
		    staffsession_read(s, a, str_sub(v, 0, n), NOW, &who),
		    RC_BAD);
}

static void
test_sizes(void **state)
{
	char address[300];
	struct staffsession_who who = {{address, 255}, NOW, 0}, back;
	struct str value;
	struct err err;

	(void)state;
	memset(address, 'a', sizeof(address));
	assert_int_equal(staffsession_make(s, a, &who, &value, &err), RC_BAD);
	who.address.n = 0;
	assert_int_equal(staffsession_make(s, a, &who, &value, &err), RC_BAD);
	who.address.n = 254;
	assert_int_equal(staffsession_make(s, a, &who, &value, &err), RC_OK);
	assert_int_equal(staffsession_read(s, a, value, NOW, &back), RC_OK);
	assert_int_equal(back.address.n, 254);
}

static void
test_header(void **state)
{
	(void)state;
	assert_true(str_eqc(
	    staffsession_find(STR("a=b; dunmail-staff=XY; c=d")), "XY"));
	assert_true(str_eqc(staffsession_find(STR("dunmail-staff=XY")), "XY"));
	assert_true(str_is_empty(staffsession_find(STR("xdunmail-staff=XY"))));
	assert_true(str_is_empty(
	    staffsession_find(STR("dunmail-staff=A; dunmail-staff=B"))));
	assert_true(str_is_empty(staffsession_find(STR(""))));
	assert_true(str_eqc(staffsession_cookie(a, STR("/p"), STR("V"), true),
	    "dunmail-staff=V; Path=/p/staff; Max-Age=43200; HttpOnly; "
	    "SameSite=Strict; Secure"));
	assert_true(str_eqc(staffsession_cookie(a, STR(""), STR(""), false),
	    "dunmail-staff=; Path=/staff; Max-Age=0; HttpOnly; "
	    "SameSite=Strict"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_ways),
	    cmocka_unit_test(test_altered),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_header),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
