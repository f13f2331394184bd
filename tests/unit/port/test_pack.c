#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "model/limits.h"
#include "port/pack.h"

/* Reckoned apart from our code. */
#define SUM_EMPTY  INT64_C(-6959579024620624446)
#define SUM_LETTER INT64_C(3985297875610861972)

static struct arena *a;
static struct err err;
static char room[LIMIT_PACK + 1];

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

/* Bytes that resemble nothing, the same in every run. */
static struct str
noise(size_t n, uint64_t seed)
{
	char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1;
		p[i] = (char)(seed >> 56);
	}
	return (struct str){p, n};
}

static struct str
letter(int n)
{
	return arena_fmt(a,
	    "Subject: invoice %d\n\nDear customer %d,\nour books show that "
	    "invoice %d is unpaid. Please arrange payment, or tell us when "
	    "we can expect it.\n",
	    n, n * 7, n);
}

static struct str
packed(struct str base, struct str bytes)
{
	struct pack_base *b = pack_base_new(a, base);
	size_t n;

	assert_non_null(b);
	n = pack_make(b, bytes, room, sizeof(room));
	assert_true(n > 0);
	return arena_dup(a, (struct str){room, n});
}

static void
want_back(struct str base, struct str bytes)
{
	struct str out;

	assert_int_equal(pack_open(a, base, packed(base, bytes),
			     (int64_t)bytes.n, &out, &err),
	    RC_OK);
	assert_true(str_eq(out, bytes));
}

static void
test_back(void **state)
{
	(void)state;
	want_back(letter(1), letter(2));
	want_back(letter(1), letter(1));
	want_back(letter(1), noise(5000, 1));
	want_back(noise(5000, 1), letter(1));
	want_back(letter(1), STR("x"));
	want_back(letter(1), STR(""));
	want_back(STR(""), letter(1));
	want_back(STR("x"), letter(1));
	want_back(noise(LIMIT_PACK, 1), noise(LIMIT_PACK, 1));
}

/* The base's bytes, and then the letter's, side by side in memory. */
static void
test_neighbours(void **state)
{
	static char twice[4000];
	struct str both = noise(4000, 3);
	struct str base = str_sub(both, 0, 2000);

	(void)state;
	want_back(base, str_sub(both, 2000, 4000));
	want_back(str_sub(both, 2000, 4000), base);
	want_back(base, both);
	memcpy(twice, base.p, base.n);
	memcpy(twice + base.n, base.p, base.n);
	both = (struct str){twice, 2 * base.n};
	want_back(str_sub(both, 0, base.n), str_sub(both, base.n, both.n));
}

static void
test_gains(void **state)
{
	struct str base = noise(6000, 5);
	struct pack_base *b = pack_base_new(a, base);
	struct str like = arena_dup(a, base);

	(void)state;
	memcpy((char *)like.p + 3000, "another name", 12);
	assert_true(packed(base, like).n < 100);
	/* One base serves many: none leaves a trace in it. */
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
		    pack_make(b, noise(6000, 9), room, 6000 - 6000 / 8), 0);
		assert_true(pack_make(b, like, room, 100) > 0);
	}
	assert_true(packed(letter(1), letter(2)).n < letter(2).n / 2);
}

static void
test_too_large(void **state)
{
	struct str large = noise(LIMIT_PACK + 1, 1);
	struct str fits = str_sub(large, 0, LIMIT_PACK);
	struct str out;

	(void)state;
	assert_null(pack_base_new(a, large));
	assert_int_equal(
	    pack_make(pack_base_new(a, fits), large, room, sizeof(room)), 0);
	assert_int_equal(pack_open(a, large, STR("\0"), 0, &out, &err), RC_BAD);
	assert_int_equal(pack_open(a, fits, large, 10, &out, &err), RC_BAD);
	assert_int_equal(
	    pack_open(a, fits, fits, LIMIT_PACK + 1, &out, &err), RC_BAD);
	assert_int_equal(
	    pack_open(a, fits, fits, INT64_MAX, &out, &err), RC_BAD);
	assert_int_equal(pack_open(a, fits, fits, -1, &out, &err), RC_BAD);
}

static void
test_damaged(void **state)
{
	struct str base = letter(1), p = packed(base, letter(2)), out;
	int64_t size = (int64_t)letter(2).n, sum = pack_sum(letter(2));
	size_t told = 0;

	(void)state;
	for (size_t n = 0; n < p.n; n++)
		assert_int_equal(
		    pack_open(a, base, str_sub(p, 0, n), size, &out, &err),
		    RC_BAD);
	assert_int_equal(pack_open(a, base, p, size - 1, &out, &err), RC_BAD);
	assert_int_equal(pack_open(a, base, p, size + 1, &out, &err), RC_BAD);
	/* Refused, or other bytes, which the sum tells. (The same bytes can be
	 * said in two ways.) */
	for (size_t i = 0; i < p.n * 8; i++) {
		((char *)p.p)[i / 8] ^= (char)(1 << i % 8);
		if (pack_open(a, base, p, size, &out, &err) != RC_OK)
			told++;
		else if (!str_eq(out, letter(2)))
			assert_int_not_equal(pack_sum(out), sum);
		((char *)p.p)[i / 8] ^= (char)(1 << i % 8);
	}
	assert_true(told > 0);
	if (pack_open(a, letter(3), p, size, &out, &err) == RC_OK)
		assert_int_not_equal(pack_sum(out), sum);
}

static void
test_sum(void **state)
{
	struct str s = noise(1000, 1);

	(void)state;
	/* Written into ledgers: it may never change. */
	assert_true(pack_sum(STR("")) == SUM_EMPTY);
	assert_true(pack_sum(STR("Dear customer, this is our first letter.")) ==
		    SUM_LETTER);
	for (size_t n = 0; n < 100; n++)
		assert_int_not_equal(
		    pack_sum(str_sub(s, 0, n)), pack_sum(str_sub(s, 0, n + 1)));
	assert_int_not_equal(pack_sum((struct str){"\0\0", 1}),
	    pack_sum((struct str){"\0\0", 2}));
	for (size_t i = 0; i < s.n * 8; i++) {
		int64_t was = pack_sum(s);

		((char *)s.p)[i / 8] ^= (char)(1 << i % 8);
		assert_int_not_equal(pack_sum(s), was);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_back),
	    TEST(test_neighbours),
	    TEST(test_gains),
	    TEST(test_too_large),
	    TEST(test_damaged),
	    TEST(test_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
