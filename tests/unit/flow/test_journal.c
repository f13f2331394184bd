#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "flow/journal.h"
#include "port/seal.h"

static char dir[64], ledger[80], path[100];

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/dunmail-journal.XXXXXX");
	if (mkdtemp(dir) == NULL || seal_start(NULL) != RC_OK)
		return -1;
	snprintf(ledger, sizeof(ledger), "%s/ledger.db", dir);
	snprintf(path, sizeof(path), "%s.sending", ledger);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir);
}

/* As a process leaves it that is killed: one mail of each kind. */
static void
leave(char batch[JOURNAL_BATCH])
{
	struct journal *j = journal_open(str_of(ledger));

	assert_true(journal_begin(j, batch));
	journal_dot(j, STR("aa"));
	journal_dot(j, STR("bb"));
	journal_flush(j);
	journal_reply(j, STR("aa"), true, 250);
	journal_reply(j, STR("cc"), false, 550);
	journal_dot(j, STR("dd"));
	journal_flush(j);
	journal_reply(j, STR("dd"), false, 450);
	journal_flush(j);
	journal_reply(j, STR("bb"), true, 250); /* never flushed */
	journal_close(&j);
	assert_null(j);
}

static enum journal_mark
look(const char *batch, const char *touch, int *code)
{
	struct journal *j = journal_open(str_of(ledger));
	enum journal_mark mark;

	journal_load(j);
	mark = journal_look(j, str_of(batch), str_of(touch), code);
	journal_close(&j);
	return mark;
}

static void
append(const char *text)
{
	int fd = open(path, O_WRONLY | O_APPEND);

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void
test_marks(void **state)
{
	char batch[JOURNAL_BATCH];
	struct stat st;
	int code;

	(void)state;
	leave(batch);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_ACCEPTED);
	assert_int_equal(code, 250);
	assert_int_equal(look(batch, "bb", &code), JOURNAL_OPEN);
	assert_int_equal(look(batch, "cc", &code), JOURNAL_UNSENT);
	assert_int_equal(look(batch, "dd", &code), JOURNAL_UNSENT);
	assert_int_equal(look(batch, "ee", &code), JOURNAL_UNSENT);
	/* An id that only begins like another, and one that holds it. */
	assert_int_equal(look(batch, "b", &code), JOURNAL_UNSENT);
	assert_int_equal(look(batch, "bbb", &code), JOURNAL_UNSENT);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
test_other_batch(void **state)
{
	char batch[JOURNAL_BATCH], next[JOURNAL_BATCH];
	int code;

	(void)state;
	leave(batch);
	leave(next);
	assert_string_not_equal(batch, next);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_UNKNOWN);
	assert_int_equal(look(batch, "ee", &code), JOURNAL_UNKNOWN);
	assert_int_equal(look(next, "aa", &code), JOURNAL_ACCEPTED);
	assert_int_equal(look("", "aa", &code), JOURNAL_UNKNOWN);
	/* The front of the id is not the id. */
	next[8] = '\0';
	assert_int_equal(look(next, "aa", &code), JOURNAL_UNKNOWN);
}

/* After the power went nothing in it counts. */
static void
test_other_boot(void **state)
{
	char batch[JOURNAL_BATCH];
	struct buf b;
	int code;

	(void)state;
	leave(batch);
	buf_init(&b, 10000);
	assert_int_equal(file_read(path, &b, NULL), RC_OK);
	assert_memory_equal(b.p, "boot ", 5);
	b.p[5] = b.p[5] == 'f' ? '0' : 'f';
	assert_int_equal(file_write(path, buf_str(&b), 0600, NULL), RC_OK);
	buf_fini(&b);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_UNKNOWN);
	assert_int_equal(look(batch, "ee", &code), JOURNAL_UNKNOWN);
}

static void
test_torn(void **state)
{
	char batch[JOURNAL_BATCH];
	int code;

	(void)state;
	leave(batch);
	append("ok bb 25");
	assert_int_equal(look(batch, "bb", &code), JOURNAL_OPEN);
	append("0\ndot ee\nok ee\nok ee x\nokay ee 250\n\n \ndot ");
	assert_int_equal(look(batch, "bb", &code), JOURNAL_ACCEPTED);
	assert_int_equal(look(batch, "ee", &code), JOURNAL_OPEN);
	assert_int_equal(truncate(path, 30), 0);
	assert_int_equal(look(batch, "ee", &code), JOURNAL_UNKNOWN);
}

static void
test_ended(void **state)
{
	char batch[JOURNAL_BATCH];
	struct journal *j;
	int code;

	(void)state;
	leave(batch);
	j = journal_open(str_of(ledger));
	journal_end(j);
	journal_close(&j);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_UNKNOWN);
	unlink(path);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_UNKNOWN);
}

/* A full disk stops no mail, and leaves nothing that could be believed. */
static void
test_full_disk(void **state)
{
	char batch[JOURNAL_BATCH];
	struct rlimit old, none;
	struct journal *j = journal_open(str_of(ledger));
	int code;

	(void)state;
	assert_true(journal_begin(j, batch));
	getrlimit(RLIMIT_FSIZE, &old);
	none = old;
	none.rlim_cur = 0;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	journal_dot(j, STR("aa"));
	journal_flush(j);
	setrlimit(RLIMIT_FSIZE, &old);
	journal_dot(j, STR("bb"));
	journal_flush(j);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_UNKNOWN);
	assert_int_equal(look(batch, "ee", &code), JOURNAL_UNKNOWN);
	/* The next batch tries again. */
	assert_true(journal_begin(j, batch));
	journal_close(&j);
	assert_int_equal(look(batch, "aa", &code), JOURNAL_UNSENT);
}

/* What stands in its place and is not ours is left alone. */
static void
test_no_file(void **state)
{
	char batch[JOURNAL_BATCH];
	struct journal *j;
	struct stat st;
	int code;

	(void)state;
	assert_int_equal(symlink("/nowhere", path), 0);
	j = journal_open(str_of(ledger));
	assert_non_null(j);
	journal_end(j);
	assert_false(journal_begin(j, batch));
	journal_dot(j, STR("aa"));
	journal_flush(j);
	journal_end(j);
	journal_load(j);
	assert_int_equal(
	    journal_look(j, str_of(batch), STR("aa"), &code), JOURNAL_UNKNOWN);
	journal_close(&j);
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
}

static void
test_none(void **state)
{
	char batch[JOURNAL_BATCH];
	struct journal *j = journal_open(STR("postgresql://host/ledger"));
	int code;

	(void)state;
	assert_null(j);
	assert_false(journal_begin(j, batch));
	assert_int_equal(strlen(batch), JOURNAL_BATCH - 1);
	journal_dot(j, STR("aa"));
	journal_reply(j, STR("aa"), true, 250);
	journal_flush(j);
	journal_end(j);
	journal_load(j);
	assert_int_equal(
	    journal_look(j, str_of(batch), STR("aa"), &code), JOURNAL_UNKNOWN);
	journal_close(&j);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_marks),
	    TEST(test_other_batch),
	    TEST(test_other_boot),
	    TEST(test_torn),
	    TEST(test_ended),
	    TEST(test_full_disk),
	    TEST(test_no_file),
	    TEST(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
