#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/worker.h"

struct sum {
	int n;
	int64_t total;
};

static void
add(void *ctx)
{
	struct sum *s = ctx;

	for (int i = 1; i <= s->n; i++)
		s->total += i;
}

static void
test_one_after_the_other(void **state)
{
	struct worker *w = worker_new();
	struct sum s[3] = {{100000, 0}, {10, 0}, {1, 0}};

	(void)state;
	worker_wait(w); /* nothing is in hand */
	for (int i = 0; i < 3; i++)
		worker_run(w, add, &s[i]);
	/* The third is in hand: the two before are done. */
	assert_int_equal(s[0].total, 5000050000);
	assert_int_equal(s[1].total, 55);
	worker_wait(w);
	assert_int_equal(s[2].total, 1);
	worker_run(w, add, &s[2]);
	worker_wait(w);
	assert_int_equal(s[2].total, 2);
	worker_free(&w);
	assert_null(w);
	worker_free(&w);
}

static void
test_end_waits(void **state)
{
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct worker *w = worker_new();
		struct sum s = {1000, 0};

		worker_run(w, add, &s);
		worker_free(&w);
		assert_int_equal(s.total, 500500);
	}
}

static void
mask_of(void *ctx)
{
	pthread_sigmask(SIG_BLOCK, NULL, ctx);
}

static void
test_signals_stay(void **state)
{
	struct worker *w = worker_new();
	sigset_t theirs, ours;

	(void)state;
	sigemptyset(&theirs);
	worker_run(w, mask_of, &theirs);
	worker_wait(w);
	assert_true(sigismember(&theirs, SIGTERM));
	pthread_sigmask(SIG_BLOCK, NULL, &ours);
	assert_false(sigismember(&ours, SIGTERM));
	worker_free(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_after_the_other),
	    cmocka_unit_test(test_end_waits),
	    cmocka_unit_test(test_signals_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
