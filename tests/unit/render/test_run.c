#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "render/run.h"

#define MOST 40

/* Every length, the first byte of care at every place, more of them behind. */
static void
test_places(void **state)
{
	static const unsigned char care[256] = {['!'] = 1, [0xff] = 2};
	static const char marks[] = {'!', '\xff'};
	char text[MOST];

	(void)state;
	for (size_t n = 0; n <= MOST; n++)
		for (size_t at = 0; at <= n; at++)
			for (size_t mark = 0; mark < 2; mark++) {
				memset(text, 'x', sizeof(text));
				if (at < n)
					text[at] = marks[mark];
				if (at + 3 < n)
					text[at + 3] = '!';
				/* What is behind the end does not count. */
				if (n < MOST)
					text[n] = '!';
				assert_int_equal(
				    run_length(care, (struct str){text, n}),
				    at);
			}
}

static void
test_every_byte(void **state)
{
	unsigned char care[256];
	char text[19];

	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		memset(care, 0, sizeof(care));
		care[c] = 1;
		memset(text, (int)(c ^ 1), sizeof(text));
		assert_int_equal(
		    run_length(care, (struct str){text, sizeof(text)}),
		    sizeof(text));
		text[17] = (char)c;
		assert_int_equal(
		    run_length(care, (struct str){text, sizeof(text)}), 17);
	}
}

static void
test_ascii(void **state)
{
	char text[MOST];

	(void)state;
	for (size_t n = 0; n <= MOST; n++)
		for (size_t at = 0; at <= n; at++) {
			memset(text, 0x7f, sizeof(text));
			if (at < n)
				text[at] = (char)0x80;
			if (n < MOST)
				text[n] = (char)0xff;
			assert_int_equal(run_ascii((struct str){text, n}), at);
		}
}

static void
test_nothing(void **state)
{
	static const unsigned char care[256] = {1};

	(void)state;
	assert_int_equal(run_length(care, (struct str){NULL, 0}), 0);
	assert_int_equal(run_ascii((struct str){NULL, 0}), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_every_byte),
	    cmocka_unit_test(test_ascii),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
