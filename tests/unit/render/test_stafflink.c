#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/link.h"
#include "render/stafflink.h"

#define NOW INT64_C(1790000000)

static char dir[64];
static struct seal_key *key;
static struct arena *a;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/stafflink-XXXXXX");
	assert_non_null(mkdtemp(dir));
	assert_int_equal(seal_start(&err), RC_OK);
	assert_int_equal(seal_key_load(dir, true, &key, &err), RC_OK);
	a = arena_new(1 << 22);
	return 0;
}

static int
teardown(void **state)
{
	char cmd[128];

	(void)state;
	snprintf(cmd, sizeof(cmd), "%s/master.key", dir);
	unlink(cmd);
	snprintf(cmd, sizeof(cmd), "%s/links-%u.pub", dir, seal_key_id(key));
	unlink(cmd);
	rmdir(dir);
	seal_key_free(&key);
	arena_free(&a);
	return 0;
}

static struct str
token_for(struct str address, struct stafflink *link)
{
	struct str url;
	struct err err;

	*link = (struct stafflink){
	    .address = address, .expires = NOW + STAFFLINK_SECONDS};
	assert_int_equal(
	    stafflink_make(a, key, STR("https://x"), link, &url, &err), RC_OK);
	assert_true(str_starts(url, STR("https://x/staff/in/")));
	return str_sub(url, 19, url.n);
}

static void
test_both_ways(void **state)
{
	struct stafflink made, again, l;
	struct str t = token_for(STR("ruth@harbourpine.example"), &made);
	struct err err;

	(void)state;
	assert_int_equal(stafflink_read(a, key, t, NOW, &l, &err), RC_OK);
	assert_true(str_eqc(l.address, "ruth@harbourpine.example"));
	assert_true(str_eq(l.id, made.id));
	assert_int_equal(l.id.n, 32);
	assert_int_equal(l.expires, NOW + 900);
	assert_int_equal(stafflink_read(a, key, t, NOW + 899, &l, &err), RC_OK);
	assert_int_equal(
	    stafflink_read(a, key, t, NOW + 900, &l, &err), RC_MISS);
	token_for(STR("ruth@harbourpine.example"), &again);
	assert_false(str_eq(again.id, made.id));
}

static void
test_altered(void **state)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789-_";
	struct stafflink made, l;
	struct str t = token_for(STR("ruth@harbourpine.example"), &made);
	struct err err;

	(void)state;
	for (size_t i = 0; i < t.n; i++)
		for (size_t d = 0; d < 64; d++) {
			char *other = arena_cstr(a, t);

			if (other[i] == digits[d])
				continue;
			other[i] = digits[d];
			assert_int_equal(stafflink_read(a, key, str_of(other),
					     NOW, &l, &err),
			    RC_BAD);
		}
	for (size_t n = 0; n < t.n; n++)
		assert_int_equal(
		    stafflink_read(a, key, str_sub(t, 0, n), NOW, &l, &err),
		    RC_BAD);
	assert_int_equal(stafflink_read(a, key,
			     arena_fmt(a, "%.*sA", STR_ARG(t)), NOW, &l, &err),
	    RC_BAD);
}

/* Neither is taken for the other. */
static void
test_not_customers(void **state)
{
	struct link link = {
	    .account = STR("ruth@harbourpine.example"), .expires = NOW + 900};
	struct stafflink made, l;
	struct str url, t = token_for(STR("ruth@harbourpine.example"), &made);
	struct err err;

	(void)state;
	assert_int_equal(
	    link_make(a, key, STR("https://x"), &link, &url, &err), RC_OK);
	assert_int_equal(
	    stafflink_read(a, key, str_sub(url, 14, url.n), NOW, &l, &err),
	    RC_BAD);
	for (int p = 0; p < LINK_PURPOSES; p++)
		assert_int_equal(link_read(a, key, (enum link_purpose)p, t, NOW,
				     &link, &err),
		    RC_BAD);
}

static void
test_sizes(void **state)
{
	char long_one[300];
	struct stafflink l = {.expires = NOW};
	struct str url;
	struct err err;

	(void)state;
	memset(long_one, 'a', sizeof(long_one));
	assert_int_equal(
	    stafflink_make(a, key, STR("https://x"), &l, &url, &err), RC_BAD);
	l.address = (struct str){long_one, STAFFLINK_ADDRESS + 1};
	assert_int_equal(
	    stafflink_make(a, key, STR("https://x"), &l, &url, &err), RC_BAD);
	token_for((struct str){long_one, STAFFLINK_ADDRESS}, &l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_ways),
	    cmocka_unit_test(test_altered),
	    cmocka_unit_test(test_not_customers),
	    cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
