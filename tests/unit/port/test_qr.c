#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "port/qr.h"

/* The three corners that every symbol has: 7 dark, the ring, the core. */
static void
corner(const struct qr *qr, int x, int y)
{
	for (int dy = 0; dy < 7; dy++)
		for (int dx = 0; dx < 7; dx++) {
			int far = dx < dy ? dx : dy;
			int rim = 6 - (dx > dy ? dx : dy);

			rim = rim < far ? rim : far;
			assert_int_equal(
			    qr->dark[(y + dy) * qr->width + x + dx], rim != 1);
		}
}

static void
a_symbol_has_its_corners(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct qr qr;
	struct err err;

	(void)state;
	assert_int_equal(
	    qr_encode(a, STR("https://pay.example.com"), &qr, &err), RC_OK);
	assert_int_equal(qr.width, 25); /* version 2 */
	corner(&qr, 0, 0);
	corner(&qr, qr.width - 7, 0);
	corner(&qr, 0, qr.width - 7);
	arena_free(&a);
}

static void
bounds_are_kept(void **state)
{
	struct arena *a = arena_new(1u << 20);
	static char text[2332];
	struct err err = {0};
	struct qr qr;

	(void)state;
	memset(text, 0xff, sizeof(text));
	assert_int_equal(qr_encode(a, (struct str){0}, &qr, &err), RC_BAD);
	assert_int_equal(
	    qr_encode(a, (struct str){text, 2332}, &qr, &err), RC_BAD);
	assert_non_null(strstr(err.text, "2332"));
	assert_int_equal(
	    qr_encode(a, (struct str){text, 2331}, &qr, &err), RC_OK);
	assert_int_equal(qr.width, 177);
	/* A zero byte is data, not the end. */
	memset(text, 0, 100);
	assert_int_equal(
	    qr_encode(a, (struct str){text, 100}, &qr, &err), RC_OK);
	assert_true(qr.width > 33);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_symbol_has_its_corners),
	    cmocka_unit_test(bounds_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
