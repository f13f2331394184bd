#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../support/no_landlock.h"
#include "port/sandbox.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static char dir[64], path[4][128];
static int lost; /* how the kernel refuses Landlock; 0: it does not */

static void
put(int i, const char *name)
{
	FILE *f;

	snprintf(path[i], sizeof(path[i]), "%s/%s", dir, name);
	f = fopen(path[i], "w");
	assert_non_null(f);
	fputs("text", f);
	fclose(f);
}

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/sandboxXXXXXX");
	assert_non_null(mkdtemp(dir));
	put(0, "ledger");
	put(1, "public");
	put(2, "secret");
	snprintf(path[3], sizeof(path[3]), "%s/new", dir);
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

typedef bool attempt(void);

/* In a child that is locked in: whether it could do it. */
static bool
can(attempt *try)
{
	const struct sandbox_path paths[] = {
	    {path[0], SANDBOX_WRITE},
	    {path[1], SANDBOX_READ},
	    {dir, SANDBOX_LIST},
	    {"/nowhere/at/all", SANDBOX_READ},
	};
	const struct sandbox_server s = {paths, 4, false};
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		struct err err;

		if (lost)
			no_landlock(lost);
		if (sandbox_serve(&s, &err) != RC_OK)
			_exit(2);
		_exit(try() ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), 2);
	return WEXITSTATUS(status) == 0;
}

static bool
opens(const char *name, int flags)
{
	return open(name, flags | O_CLOEXEC, 0600) >= 0;
}

static bool
write_ledger(void)
{
	int fd = open(path[0], O_RDWR | O_CLOEXEC);

	return fd >= 0 && pwrite(fd, "x", 1, 0) == 1 && ftruncate(fd, 1) == 0 &&
	       fsync(fd) == 0;
}

static bool
read_public(void)
{
	return opens(path[1], O_RDONLY);
}

static bool
list_folder(void)
{
	return opens(dir, O_RDONLY | O_DIRECTORY);
}

static void *
nothing(void *arg)
{
	return arg;
}

static bool
start_thread(void)
{
	pthread_t t;

	return pthread_create(&t, NULL, nothing, NULL) == 0 &&
	       pthread_join(t, NULL) == 0;
}

static bool
write_public(void)
{
	return opens(path[1], O_RDWR);
}

static bool
read_secret(void)
{
	return opens(path[2], O_RDONLY);
}

static bool
read_passwd(void)
{
	return opens("/etc/passwd", O_RDONLY);
}

static bool
make_file(void)
{
	return opens(path[3], O_RDWR | O_CREAT);
}

static bool
remove_ledger(void)
{
	return unlink(path[0]) == 0;
}

static bool
move_secret(void)
{
	return rename(path[2], path[1]) == 0;
}

static bool
run_program(void)
{
	char *argv[] = {(char *)"true", NULL};

	execv("/bin/true", argv);
	return false;
}

static bool
call_out(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool
run_written(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
signal_parent(void)
{
	return kill(getppid(), 0) == 0;
}

/* Before it is locked in, as whoever starts it asks. */
static bool
tells(int how, const char *words)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		const char *why;

		no_landlock(how);
		why = sandbox_no_paths();
		_exit(why != NULL && strstr(why, words) != NULL ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
test_works(void **state)
{
	(void)state;
	assert_true(can(write_ledger));
	assert_true(can(read_public));
	assert_true(can(list_folder));
	assert_true(can(start_thread));
}

/* Still served, and locked in by its calls; what is weaker can be told. */
static void
test_no_landlock(void **state)
{
	(void)state;
	assert_true(tells(ENOSYS, "has no Landlock"));
	assert_true(tells(EOPNOTSUPP, "switched off"));
	assert_true(tells(EPERM, "not allowed"));
	lost = ENOSYS;
	assert_true(can(read_public));
	if (!SANITIZED) {
		assert_true(can(read_passwd));
		assert_false(can(run_program));
		assert_false(can(call_out));
	}
	lost = 0;
}

static void
test_files(void **state)
{
	(void)state;
	/* Where the kernel has none, that is what it has to say. */
	if (SANITIZED || sandbox_no_paths() != NULL)
		skip();
	assert_false(can(write_public));
	assert_false(can(read_secret));
	assert_false(can(read_passwd));
	assert_false(can(make_file));
	assert_false(can(remove_ledger));
	assert_false(can(move_secret));
}

static void
test_calls(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	assert_false(can(run_program));
	assert_false(can(call_out));
	assert_false(can(run_written));
	assert_false(can(signal_parent));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_works, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_files, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_landlock, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_calls, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
