#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"

/* The library of an ordinary build holds the empty one. */
#define DUNMAIL_STOP_POINTS
#include "store/stop.c"

static int
commits(int n, const char *role)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		stop_set_role(role);
		for (int i = 0; i < n; i++) {
			stop_before_commit();
			stop_after_commit();
		}
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
stops_before_and_after_each_commit(void **state)
{
	(void)state;
	unsetenv("DUNMAIL_STOP_ROLE");
	unsetenv("DUNMAIL_STOP");
	assert_int_equal(commits(9, "send"), 0);
	setenv("DUNMAIL_STOP", "1", 1);
	assert_int_equal(commits(0, "send"), 0);
	assert_int_equal(commits(1, "send"), STOP_STATUS);
	setenv("DUNMAIL_STOP", "4", 1);
	assert_int_equal(commits(1, "send"), 0);
	assert_int_equal(commits(2, "send"), STOP_STATUS);
	setenv("DUNMAIL_STOP", "5", 1);
	assert_int_equal(commits(2, "send"), 0);
	setenv("DUNMAIL_STOP", "x", 1);
	assert_int_equal(commits(9, "send"), 0);
}

static void
only_in_the_role_named(void **state)
{
	(void)state;
	setenv("DUNMAIL_STOP", "1", 1);
	setenv("DUNMAIL_STOP_ROLE", "send", 1);
	assert_int_equal(commits(1, "plan"), 0);
	assert_int_equal(commits(1, "send"), STOP_STATUS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(stops_before_and_after_each_commit),
	    cmocka_unit_test(only_in_the_role_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
