#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/spool.h"

static char dir[64];
static struct arena *a;
static struct err err;

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/spool-test-XXXXXX");
	a = arena_new(1 << 20);
	return mkdtemp(dir) ? 0 : -1;
}

static int
teardown(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/var/letter/t1.pdf", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/var/letter", dir);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/var", dir);
	rmdir(path);
	arena_free(&a);
	return rmdir(dir); /* and nothing else was left there */
}

static enum rc
put(const char *channel, const char *touch, const char *bytes)
{
	return spool_deliver(arena_fmt(a, "%s/var", dir), str_of(channel),
	    str_of(touch), str_of(bytes), &err);
}

static void
test_once(void **state)
{
	struct str path = spool_path(
	    a, arena_fmt(a, "%s/var", dir), STR("letter"), STR("t1"));
	struct stat st;
	struct buf b;

	(void)state;
	assert_int_equal(put("letter", "t1", "one"), RC_OK);
	assert_int_equal(put("letter", "t1", "two"), RC_OK);
	buf_init(&b, 100);
	assert_int_equal(file_read(path.p, &b, &err), RC_OK);
	assert_true(str_eqc(buf_str(&b), "one"));
	buf_fini(&b);
	assert_int_equal(stat(path.p, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
}

static void
test_names(void **state)
{
	(void)state;
	assert_int_equal(put("email", "t1", "x"), RC_BAD);
	assert_int_equal(put("", "t1", "x"), RC_BAD);
	assert_int_equal(put("../x", "t1", "x"), RC_BAD);
	assert_int_equal(put("sms", "../t1", "x"), RC_BAD);
	assert_int_equal(put("sms", "", "x"), RC_BAD);
	assert_null(spool_ending(STR("phone")));
	assert_string_equal(spool_ending(STR("agency")), "csv");
	assert_true(spool_is_outward(STR("letter")));
	assert_false(spool_is_outward(STR("webhook")));
	assert_false(spool_is_outward(STR("nonsense")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_once),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
