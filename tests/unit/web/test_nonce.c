#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "port/seal.h"
#include "web/nonce.h"

#define NOW INT64_C(1795338000)

static struct arena *a;
static struct nonce *n;

static int
setup(void **state)
{
	(void)state;
	assert_int_equal(seal_start(NULL), RC_OK);
	a = arena_new(64u << 20);
	n = nonce_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	nonce_free(&n);
	arena_free(&a);
	return 0;
}

static struct nonce_place
place(const char *token, const char *page, int64_t now)
{
	return (struct nonce_place){str_of(token), str_of(page), now};
}

static enum rc
check(struct nonce_place at, struct str text)
{
	struct str id;

	return nonce_check(n, a, &at, text, &id);
}

static void
test_own(void **state)
{
	struct nonce_place at = place("t1", "dispute/I1", NOW);
	struct str one = nonce_make(n, a, &at), two = nonce_make(n, a, &at);
	struct str id, again;

	(void)state;
	assert_false(str_eq(one, two));
	assert_int_equal(nonce_check(n, a, &at, one, &id), RC_OK);
	assert_int_equal(id.n, 32);
	at.now += 3600;
	assert_int_equal(nonce_check(n, a, &at, one, &again), RC_OK);
	assert_true(str_eq(id, again));
	assert_int_equal(nonce_check(n, a, &at, two, &again), RC_OK);
	assert_false(str_eq(id, again));
}

static void
test_elsewhere(void **state)
{
	struct nonce_place at = place("t1", "dispute/I1", NOW);
	struct str text = nonce_make(n, a, &at);
	struct nonce *other;

	(void)state;
	assert_int_equal(check(place("t2", "dispute/I1", NOW), text), RC_BAD);
	assert_int_equal(check(place("t1", "dispute/I2", NOW), text), RC_BAD);
	assert_int_equal(check(place("t1", "promise/I1", NOW), text), RC_BAD);
	assert_int_equal(check(place("", "dispute/I1", NOW), text), RC_BAD);
	/* The same letters, parted in another place. */
	assert_int_equal(check(place("t", "1dispute/I1", NOW), text), RC_BAD);
	other = nonce_new();
	text = nonce_make(other, a, &at);
	nonce_free(&other);
	assert_int_equal(check(at, text), RC_BAD);
}

static void
test_age(void **state)
{
	struct nonce_place at = place("t1", "p", NOW);
	struct str text = nonce_make(n, a, &at);

	(void)state;
	assert_int_equal(check(place("t1", "p", NOW + 24 * 3600), text), RC_OK);
	assert_int_equal(
	    check(place("t1", "p", NOW + 25 * 3600), text), RC_MISS);
	assert_int_equal(check(place("t1", "p", NOW - 3600), text), RC_MISS);
}

/* Every other spelling, every bit that is another. */
static void
test_altered(void **state)
{
	struct nonce_place at = place("t1", "p", NOW);
	struct str text = nonce_make(n, a, &at);
	char copy[128];
	int taken = 0;

	(void)state;
	assert_int_equal(text.n, 48);
	for (size_t i = 0; i < text.n; i++)
		for (int c = 1; c < 256; c++) {
			memcpy(copy, text.p, text.n);
			if (copy[i] == (char)c)
				continue;
			copy[i] = (char)c;
			taken +=
			    check(at, (struct str){copy, text.n}) != RC_BAD;
		}
	assert_int_equal(taken, 0);
	assert_int_equal(check(at, str_sub(text, 0, 47)), RC_BAD);
	memcpy(copy, text.p, text.n);
	memcpy(copy + text.n, "=", 1);
	assert_int_equal(check(at, (struct str){copy, text.n + 1}), RC_BAD);
	assert_int_equal(check(at, (struct str){NULL, 0}), RC_BAD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_own, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_elsewhere, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_age, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_altered, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
