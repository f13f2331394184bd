#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/limits.h"
#include "port/maildir.h"

static char root[64];
static char box[128];

static int
setup(void **state)
{
	struct err err;

	(void)state;
	snprintf(root, sizeof(root), "/tmp/test_maildir.XXXXXX");
	if (!mkdtemp(root))
		return -1;
	snprintf(box, sizeof(box), "%s/a/b", root);
	return maildir_make(box, &err) == RC_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		execlp("rm", "rm", "-rf", root, (char *)NULL);
		_exit(1);
	}
	return waitpid(pid, NULL, 0) == pid ? 0 : -1;
}

static char *
in_box(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", box, name);
	return path;
}

static void
put(const char *name, const char *text)
{
	int fd = open(in_box(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* "name=text " of what came; `skip` was seen before. */
struct looked {
	struct buf text;
	const char *skip;
	const char *bad;
	int64_t mtime;
};

static bool
was_seen(void *ctx, struct str unique)
{
	const struct looked *l = ctx;

	return l->skip && str_eqc(unique, l->skip);
}

static enum rc
look(void *ctx, struct str name, int64_t mtime, struct str raw, struct err *err)
{
	struct looked *l = ctx;

	if (l->bad && str_eqc(name, l->bad))
		return err_set(err, RC_LATER, "not now");
	l->mtime = mtime;
	buf_add_str(&l->text, name);
	buf_addc(&l->text, '=');
	buf_add_str(&l->text, raw.n > 60 ? STR("(long)") : raw);
	buf_addc(&l->text, ' ');
	return RC_OK;
}

static enum rc
scan(struct looked *l, unsigned max)
{
	struct err err = {""};

	buf_init(&l->text, 10000);
	return maildir_scan(box, max, was_seen, look, l, &err);
}

static void
expect(struct looked l, unsigned max, enum rc rc, const char *text)
{
	assert_int_equal(scan(&l, max), rc);
	assert_string_equal(l.text.p ? l.text.p : "", text);
	buf_fini(&l.text);
}

static void
test_deliver(void **state)
{
	struct err err = {""};
	struct stat st;

	(void)state;
	assert_int_equal(
	    maildir_deliver(box, STR("t1.x@y"), STR("one"), &err), RC_OK);
	assert_int_equal(
	    maildir_deliver(box, STR("t1.x@y"), STR("two"), &err), RC_MISS);
	assert_int_equal(
	    maildir_deliver(box, STR("t2.x@y"), (struct str){0}, &err), RC_OK);
	expect((struct looked){0}, 9, RC_OK, "t1.x@y=one t2.x@y= ");
	assert_int_equal(stat(in_box("new/t1.x@y"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_nlink, 1);
	/* tmp is empty again */
	assert_int_equal(rmdir(in_box("tmp")), 0);
	assert_int_equal(
	    maildir_deliver(box, STR("t3"), STR("x"), &err), RC_LATER);
}

static void
test_deliver_after_read(void **state)
{
	struct err err = {""};
	char from[512];

	(void)state;
	assert_int_equal(
	    maildir_deliver(box, STR("t1"), STR("one"), &err), RC_OK);
	snprintf(from, sizeof(from), "%s", in_box("new/t1"));
	assert_int_equal(rename(from, in_box("cur/t1:2,RS")), 0);
	assert_int_equal(
	    maildir_deliver(box, STR("t1"), STR("one"), &err), RC_MISS);
	/* a name that only begins alike is another mail */
	assert_int_equal(
	    maildir_deliver(box, STR("t"), STR("two"), &err), RC_OK);
	expect((struct looked){0}, 9, RC_OK, "t=two t1=one ");
}

static void
test_keys(void **state)
{
	char longest[201];
	struct err err = {""};

	(void)state;
	memset(longest, 'k', sizeof(longest));
	assert_int_equal(
	    maildir_deliver(box, STR("../../etc/x"), STR("a"), &err), RC_OK);
	assert_int_equal(
	    maildir_deliver(box, STR(".hidden"), STR("b"), &err), RC_OK);
	assert_int_equal(
	    maildir_deliver(box, STR("a:2,S"), STR("c"), &err), RC_OK);
	assert_int_equal(
	    maildir_deliver(box, (struct str){"a\0\n\xff", 4}, STR("d"), &err),
	    RC_OK);
	expect((struct looked){0}, 9, RC_OK,
	    "%2E.%2F..%2Fetc%2Fx=a %2Ehidden=b a%00%0A%FF=d a%3A2%2CS=c ");
	assert_int_equal(
	    maildir_deliver(box, (struct str){0}, STR("x"), &err), RC_BAD);
	assert_int_equal(
	    maildir_deliver(
		box, (struct str){longest, sizeof(longest)}, STR("x"), &err),
	    RC_BAD);
}

static void
test_leftover(void **state)
{
	struct err err = {""};
	char name[64];

	(void)state;
	/* a process with our number died between tmp and new */
	snprintf(name, sizeof(name), "tmp/t1.%ld", (long)getpid());
	put(name, "half");
	assert_int_equal(
	    maildir_deliver(box, STR("t1"), STR("whole"), &err), RC_OK);
	expect((struct looked){0}, 9, RC_OK, "t1=whole ");
}

static void
test_scan(void **state)
{
	struct looked l = {0};

	(void)state;
	put("new/3.c", "three");
	put("new/1.a", "one");
	put("cur/2.b:2,S", "two");
	put("cur/4.d", "four");
	expect((struct looked){0}, 9, RC_OK,
	    "1.a=one 2.b=two 3.c=three 4.d=four ");
	expect((struct looked){0}, 2, RC_OK, "1.a=one 2.b=two ");
	expect((struct looked){.skip = "2.b"}, 2, RC_OK, "1.a=one 3.c=three ");
	expect((struct looked){.bad = "3.c"}, 9, RC_LATER, "1.a=one 2.b=two ");
	/* nothing was changed */
	assert_int_equal(access(in_box("new/1.a"), F_OK), 0);
	assert_int_equal(access(in_box("cur/2.b:2,S"), F_OK), 0);
	assert_int_equal(scan(&l, 1), RC_OK);
	assert_true(l.mtime > 1700000000);
	buf_fini(&l.text);
}

static void
test_scan_same_name(void **state)
{
	(void)state;
	/* seen in both folders while it moved */
	put("new/1.a", "one");
	put("cur/1.a:2,S", "one");
	expect((struct looked){0}, 9, RC_OK, "1.a=one ");
}

static void
test_scan_strange_files(void **state)
{
	(void)state;
	put("new/.lock", "x");
	put("ordinary", "secret");
	assert_int_equal(symlink("../ordinary", in_box("new/link")), 0);
	assert_int_equal(mkdir(in_box("new/folder"), 0700), 0);
	assert_int_equal(mkfifo(in_box("new/fifo"), 0600), 0);
	put("new/9.ok", "ok");
	expect((struct looked){0}, 9, RC_OK, "9.ok=ok ");
}

static void
test_scan_sizes(void **state)
{
	(void)state;
	put("new/1.edge", "x");
	put("new/2.large", "x");
	assert_int_equal(truncate(in_box("new/1.edge"), LIMIT_MAIL_RAW), 0);
	assert_int_equal(
	    truncate(in_box("new/2.large"), LIMIT_MAIL_RAW + 1), 0);
	put("new/3.empty", "");
	expect(
	    (struct looked){0}, 9, RC_OK, "1.edge=(long) 2.large= 3.empty= ");
}

static void
test_no_folder(void **state)
{
	struct looked l = {0};
	struct err err = {""};

	(void)state;
	assert_int_equal(rmdir(in_box("cur")), 0);
	assert_int_equal(
	    maildir_scan(box, 1, was_seen, look, &l, &err), RC_DOWN);
	assert_non_null(strstr(err.text, box));
	assert_int_equal(maildir_make(box, &err), RC_OK);
	assert_int_equal(maildir_scan(box, 1, was_seen, look, &l, &err), RC_OK);
	assert_int_equal(maildir_wait("/nonexistent", 0, -1, &err), RC_DOWN);
}

static void *
deliver_later(void *arg)
{
	struct timespec ts = {0, 100000000};
	struct err err;

	(void)arg;
	nanosleep(&ts, NULL);
	(void)maildir_deliver(box, STR("late"), STR("x"), &err);
	return NULL;
}

static void
make_old(void)
{
	struct timespec ago[2] = {
	    {.tv_sec = 1700000000}, {.tv_sec = 1700000000}};

	assert_int_equal(utimensat(AT_FDCWD, in_box("new"), ago, 0), 0);
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
test_wait(void **state)
{
	int64_t t = now_ms();
	struct err err = {""};
	pthread_t thread;
	int fds[2];

	(void)state;
	make_old();
	assert_int_equal(maildir_wait(box, 0, -1, &err), RC_MISS);
	assert_int_equal(pthread_create(&thread, NULL, deliver_later, NULL), 0);
	assert_int_equal(maildir_wait(box, 10, -1, &err), RC_OK);
	assert_true(now_ms() - t < 2000);
	pthread_join(thread, NULL);
	/* what came just before the call is not slept over */
	t = now_ms();
	assert_int_equal(maildir_wait(box, 10, -1, &err), RC_OK);
	assert_true(now_ms() - t < 2000);
	make_old();
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(maildir_wait(box, 10, fds[0], &err), RC_MISS);
	close(fds[0]);
	close(fds[1]);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(test_deliver),
	    T(test_deliver_after_read),
	    T(test_keys),
	    T(test_leftover),
	    T(test_scan),
	    T(test_scan_same_name),
	    T(test_scan_strange_files),
	    T(test_scan_sizes),
	    T(test_no_folder),
	    T(test_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
