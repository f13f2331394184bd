#include "db_fixture.h"

#include <pthread.h>
#include <sqlite3.h>

/* Could this thread take what another holds? SQLite's own locks guard its
 * lists of open files and its memory. */
static void *
try_it(void *lock)
{
	int code = sqlite3_mutex_try(lock);

	if (code == SQLITE_OK)
		sqlite3_mutex_leave(lock);
	return code == SQLITE_OK ? lock : NULL;
}

static bool
locks_hold(void)
{
	sqlite3_mutex *lock = sqlite3_mutex_alloc(SQLITE_MUTEX_FAST);
	void *taken = NULL;
	pthread_t other;

	sqlite3_mutex_enter(lock);
	assert_int_equal(pthread_create(&other, NULL, try_it, lock), 0);
	assert_int_equal(pthread_join(other, &taken), 0);
	sqlite3_mutex_leave(lock);
	sqlite3_mutex_free(lock);
	return taken == NULL;
}

/* A process without threads does without locks; one that begins threads, or is
 * forked from it to do so, has them from its first handle on. */
static void
threads_have_locks(void **state)
{
	struct db *again;

	(void)state;
	assert_false(locks_hold()); /* or this test could not fail */
	db_close(&db);
	assert_int_equal(db_open(path, DB_THREADS, &again, &err), RC_OK);
	assert_true(locks_hold());
	db_close(&again);
	assert_int_equal(db_open(path, DB_THREADS, &db, &err), RC_OK);
	assert_true(locks_hold());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		threads_have_locks, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
