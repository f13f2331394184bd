#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/tokenstore.h"

static char dir[64];
static char path[128];

static int
set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/test_tokenstore.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/tokens/ar", dir);
	return 0;
}

static int
tear_down(void **state)
{
	char lock[160], sub[128];

	(void)state;
	snprintf(lock, sizeof(lock), "%s.lock", path);
	snprintf(sub, sizeof(sub), "%s/tokens", dir);
	unlink(path);
	unlink(lock);
	rmdir(sub);
	return rmdir(dir);
}

static void
test_round(void **state)
{
	struct tokenstore t = {
	    .access = STR("at"),
	    .refresh = STR("rt"),
	    .fetched = 100,
	    .expires = 3700,
	    .failures = 2,
	    .retry_at = 130,
	    .refused_at = 90,
	    .stopped = 120,
	    .why = STR("invalid_grant: it is over"),
	    .asks = "00112233445566778899aabbccddeeff",
	};
	struct tokenstore u;
	struct stat st;
	struct err err;

	(void)state;
	assert_int_equal(tokenstore_read(str_of(path), &u, &err), RC_MISS);
	assert_int_equal(u.expires, 0);
	tokenstore_fini(&u);
	assert_int_equal(tokenstore_write(str_of(path), &t, &err), RC_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(tokenstore_read(str_of(path), &u, &err), RC_OK);
	assert_true(str_eq(u.access, t.access));
	assert_true(str_eq(u.refresh, t.refresh));
	assert_true(str_eq(u.why, t.why));
	assert_int_equal(u.fetched, 100);
	assert_int_equal(u.expires, 3700);
	assert_int_equal(u.failures, 2);
	assert_int_equal(u.retry_at, 130);
	assert_int_equal(u.refused_at, 90);
	assert_int_equal(u.stopped, 120);
	assert_string_equal(u.asks, t.asks);
	assert_string_equal(u.seed, "");
	/* What is read can be written again, from the same bytes. */
	assert_int_equal(tokenstore_write(str_of(path), &u, &err), RC_OK);
	tokenstore_fini(&u);
	assert_null(u.bytes.p);
}

static void
write_text(const char *text, mode_t mode)
{
	struct tokenstore none = {.fetched = 0};
	struct err err;

	/* Makes the folder. */
	assert_int_equal(tokenstore_write(str_of(path), &none, &err), RC_OK);
	assert_int_equal(file_write(path, str_of(text), mode, &err), RC_OK);
}

static void
test_damaged(void **state)
{
	static const char *const texts[] = {"", "\n", "at", "at\nexpires",
	    "at\nexpires x\nrefresh\n", "\nexpires -5\n",
	    "at\nexpires 99999999999999999999\n",
	    "at\nseed 0123456789012345678901234567890123456789\n"};
	struct tokenstore t;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		write_text(texts[i], 0600);
		assert_int_equal(
		    tokenstore_read(str_of(path), &t, &err), RC_OK);
		assert_int_equal(t.expires, 0);
		assert_int_equal(t.refresh.n, 0);
		assert_string_equal(t.seed, "");
		tokenstore_fini(&t);
	}
	write_text("at\n", 0644);
	assert_int_equal(tokenstore_read(str_of(path), &t, &err), RC_DOWN);
	assert_non_null(strstr(err.text, "readable by others"));
	tokenstore_fini(&t);
}

static void
test_too_long(void **state)
{
	static char large[40000];
	struct tokenstore t = {.access = {large, sizeof(large)}}, u;
	struct err err;

	(void)state;
	write_text("old\n", 0600);
	memset(large, 'x', sizeof(large));
	assert_int_equal(tokenstore_write(str_of(path), &t, &err), RC_DOWN);
	assert_int_equal(tokenstore_read(str_of(path), &u, &err), RC_OK);
	assert_true(str_eqc(u.access, "old"));
	tokenstore_fini(&u);
}

/* The lock is of whoever opened it: a second opening waits its turn. */
static void
test_lock(void **state)
{
	struct err err;
	int fd, status;
	pid_t pid;

	(void)state;
	assert_int_equal(tokenstore_lock(str_of(path), &fd, &err), RC_OK);
	pid = fork();
	if (pid == 0) {
		int other;

		close(fd); /* a fork shares the opening */
		alarm(20);
		_exit(tokenstore_lock(str_of(path), &other, &err) == RC_OK ? 7
									   : 1);
	}
	usleep(300000);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

static void
test_mark(void **state)
{
	char a[TOKENSTORE_MARK], b[TOKENSTORE_MARK];

	(void)state;
	tokenstore_mark(STR("secret"), a);
	tokenstore_mark(STR("secreT"), b);
	assert_int_equal(strlen(a), TOKENSTORE_MARK - 1);
	assert_string_not_equal(a, b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_round, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_too_long, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_lock, set_up, tear_down),
	    cmocka_unit_test(test_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
