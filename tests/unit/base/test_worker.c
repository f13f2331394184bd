#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
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
	uint64_t piece[3];

	(void)state;
	worker_wait(w, 0); /* nothing was handed over */
	for (int i = 0; i < 3; i++)
		piece[i] = worker_run(w, add, &s[i]);
	worker_wait(w, piece[1]);
	assert_true(worker_done(w, piece[0]));
	assert_int_equal(s[0].total, 5000050000);
	assert_int_equal(s[1].total, 55);
	worker_wait(w, piece[2]);
	assert_int_equal(s[2].total, 1);
	worker_wait(w, worker_run(w, add, &s[2]));
	assert_int_equal(s[2].total, 2);
	worker_free(&w);
	assert_null(w);
	worker_free(&w);
}

struct gate {
	pthread_mutex_t shut;
	int passed;
};

static void
pass(void *ctx)
{
	struct gate *g = ctx;

	pthread_mutex_lock(&g->shut);
	g->passed++;
	pthread_mutex_unlock(&g->shut);
}

/* As many as there is room for are taken while the first is in hand. */
static void
test_behind(void **state)
{
	struct gate g = {PTHREAD_MUTEX_INITIALIZER, 0};
	struct worker *w = worker_new();
	uint64_t piece = 0;

	(void)state;
	pthread_mutex_lock(&g.shut);
	for (int i = 0; i < WORKER_PIECES; i++)
		piece = worker_run(w, pass, &g);
	assert_false(worker_done(w, piece - WORKER_PIECES + 1));
	assert_int_equal(g.passed, 0);
	pthread_mutex_unlock(&g.shut);
	/* More than there is room for. */
	for (int i = 0; i < 1000; i++)
		piece = worker_run(w, pass, &g);
	worker_wait(w, piece);
	assert_int_equal(g.passed, 1000 + WORKER_PIECES);
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
	worker_wait(w, worker_run(w, mask_of, &theirs));
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
	    cmocka_unit_test(test_behind),
	    cmocka_unit_test(test_end_waits),
	    cmocka_unit_test(test_signals_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
