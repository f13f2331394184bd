#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/screen.h"

#define LONG 200000

/* What n bytes, printed in steps, are on the other side. */
static size_t
printed(const char *p, size_t n, size_t step, char *out, size_t max)
{
	FILE *file = tmpfile();
	int screen = dup(STDOUT_FILENO);
	size_t got;

	assert_non_null(file);
	fflush(stdout);
	assert_true(dup2(fileno(file), STDOUT_FILENO) >= 0);
	for (size_t i = 0; i < n; i += step) {
		fwrite(p + i, 1, n - i < step ? n - i : step, stdout);
		fflush(stdout);
	}
	assert_true(dup2(screen, STDOUT_FILENO) >= 0);
	close(screen);
	rewind(file);
	got = fread(out, 1, max, file);
	fclose(file);
	return got;
}

static void
check(const char *text, const char *want)
{
	char out[256];

	for (size_t step = 1; step <= strlen(text); step++) {
		size_t n =
		    printed(text, strlen(text), step, out, sizeof(out) - 1);

		out[n] = '\0';
		assert_string_equal(out, want);
	}
}

static void
test_guard(void **state)
{
	(void)state;
	check("one\ttwo\nGr\xc3\xbc\xc3\x9f"
	      "e \xe2\x82\xac \xf0\x9f\x98\x80\n",
	    "one\ttwo\nGr\xc3\xbc\xc3\x9f"
	    "e \xe2\x82\xac \xf0\x9f\x98\x80\n");
	check("a\x1b[2J\x1b]0;t\x07z\r\n", "a [2J ]0;t z \n");
	check("a\xc2\x9b"
	      "31mz\n",
	    "a 31mz\n");
	check("x\xe2\x80\xaegnp.exe\n", "xgnp.exe\n");
	check("a\xffz\n", "a\xef\xbf\xbdz\n");
}

static void
test_long(void **state)
{
	char *text = malloc(LONG), *out = malloc(LONG + 1);

	(void)state;
	assert_non_null(text);
	assert_non_null(out);
	for (size_t i = 0; i < LONG; i++)
		text[i] = "\xe2\x82\xac"[i % 3];
	text[LONG - 1] = text[LONG - 2] = '\n'; /* 66666 signs before */
	assert_int_equal(printed(text, LONG, LONG, out, LONG + 1), LONG);
	assert_memory_equal(out, text, LONG);
	free(text);
	free(out);
}

static void
test_put(void **state)
{
	char out[64];
	FILE *f = tmpfile();
	size_t n;

	(void)state;
	assert_non_null(f);
	screen_put(f, "bad \"\xc2\x9b\x1b[31m\"\n");
	rewind(f);
	n = fread(out, 1, sizeof(out) - 1, f);
	out[n] = '\0';
	assert_string_equal(out, "bad \"  [31m\"\n");
	fclose(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_guard),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_put),
	};

	screen_guard();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
