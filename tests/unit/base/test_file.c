#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static char dir[] = "/tmp/dunmail-file-XXXXXX";
static char path[64];

static int
set_up(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/it", dir);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	remove(path);
	return rmdir(dir);
}

static void
write_letters(size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = 0; i < n; i++)
		putc('a' + (int)(i % 26), f);
	assert_int_equal(fclose(f), 0);
}

static void
test_head(void **state)
{
	struct err err;
	struct buf b;

	(void)state;
	buf_init(&b, 300);
	write_letters(100);
	assert_int_equal(file_read_head(path, 27, &b, &err), RC_OK);
	assert_true(str_eqc(buf_str(&b), "abcdefghijklmnopqrstuvwxyza"));
	assert_int_equal(file_read_head(path, 200, &b, &err), RC_OK);
	assert_int_equal(b.n, 127);
	/* no room for what may come */
	assert_int_equal(file_read_head(path, 200, &b, &err), RC_BAD);
	buf_fini(&b);
	buf_init(&b, 300);
	assert_int_equal(file_read_head(dir, 10, &b, &err), RC_BAD);
	remove(path);
	assert_int_equal(file_read_head(path, 10, &b, &err), RC_MISS);
	buf_fini(&b);
}

static void
test_whole(void **state)
{
	struct err err;
	struct buf b;

	(void)state;
	write_letters(100);
	buf_init(&b, 100);
	assert_int_equal(file_read(path, &b, &err), RC_OK);
	assert_int_equal(b.n, 100);
	buf_fini(&b);
	buf_init(&b, 99);
	assert_int_equal(file_read(path, &b, &err), RC_BAD);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_head),
	    cmocka_unit_test(test_whole),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
