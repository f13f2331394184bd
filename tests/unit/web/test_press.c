#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "web/press.h"

#define THREADS 12

static enum rc
run(const char *who, int64_t now, press_job *job, void *ctx, struct err *err)
{
	const struct press_ask ask = {str_of(who), now, PRESS_PER_MINUTE};

	return press_run(&ask, job, ctx, err);
}

static atomic_int inside, together, done, turned_away;

static enum rc
slow(void *ctx, struct err *err)
{
	(void)err;
	if (atomic_fetch_add(&inside, 1) > 0)
		atomic_fetch_add(&together, 1);
	usleep(20000);
	atomic_fetch_sub(&inside, 1);
	++*(int *)ctx;
	return RC_OK;
}

/* Each with a link of its own, in the one minute that the test has. */
static void *
customer(void *arg)
{
	char link[2] = {(char)('a' + *(int *)arg), '\0'};
	struct err err;
	int had = 0;

	for (int i = 0; i < 5; i++) {
		enum rc rc = run(link, 0, slow, &had, &err);

		if (rc == RC_LATER)
			atomic_fetch_add(&turned_away, 1);
		else if (rc == RC_OK)
			atomic_fetch_add(&done, 1);
	}
	atomic_fetch_add(&done, -had);
	return NULL;
}

static void
works_one_at_a_time(void **state)
{
	pthread_t threads[THREADS];
	int names[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++) {
		names[i] = i;
		assert_int_equal(
		    pthread_create(&threads[i], NULL, customer, &names[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(together, 0);
	/* Who was told that it is done had it done. */
	assert_int_equal(done, 0);
	/* More than may wait came at once. */
	assert_true(turned_away > 0);
}

static enum rc
fail_it(void *ctx, struct err *err)
{
	(void)ctx;
	return err_set(err, RC_BAD, "no paper");
}

static void
hands_on_what_went_wrong(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(run("x", 0, fail_it, NULL, &err), RC_BAD);
	assert_string_equal(err.text, "no paper");
}

static void
counts_by_link_and_minute(void **state)
{
	struct err err;
	int had = 0;

	(void)state;
	for (int i = 0; i < PRESS_PER_MINUTE; i++)
		assert_int_equal(run("one", 60, slow, &had, &err), RC_OK);
	assert_int_equal(run("one", 119, slow, &had, &err), RC_LATER);
	assert_int_equal(had, PRESS_PER_MINUTE);
	assert_int_equal(run("two", 119, slow, &had, &err), RC_OK);
	assert_int_equal(run("one", 120, slow, &had, &err), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(works_one_at_a_time),
	    cmocka_unit_test(hands_on_what_went_wrong),
	    cmocka_unit_test(counts_by_link_and_minute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
