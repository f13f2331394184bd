#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "port/db.h"

static char folder[64];
static char path[128];
static char copy[128];
static struct db *db;
static struct err err;

static int
set_up(void **state)
{
	(void)state;
	umask(0); /* the worst one */
	snprintf(folder, sizeof(folder), "/tmp/dunmail-db-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.db", folder);
	snprintf(copy, sizeof(copy), "%s/copy.db", folder);
	return 0;
}

static int
tear_down(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", folder, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	return 0;
}

static void
make(void)
{
	assert_int_equal(db_open(path, DB_CREATE, &db, &err), RC_OK);
	assert_int_equal(db_exec(db,
			     "CREATE TABLE t (n BIGINT NOT NULL);"
			     "INSERT INTO t (n) VALUES (7)",
			     &err),
	    RC_OK);
}

static int64_t
sum(struct db *d)
{
	struct db_stmt *s;
	int64_t n;

	assert_int_equal(
	    db_prepare(d, "SELECT coalesce(sum(n), 0) FROM t", &s, &err),
	    RC_OK);
	assert_int_equal(db_step(s, &err), RC_OK);
	n = db_col_i64(s, 0);
	db_finalize(&s);
	return n;
}

static int
mode_of(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

static enum rc
try_open(const char *name, unsigned flags)
{
	struct db *d = NULL;
	enum rc rc;

	err.text[0] = '\0';
	rc = db_open(name, flags, &d, &err);
	if (rc != RC_OK) {
		assert_null(d);
		assert_true(err.text[0] != '\0');
	}
	db_close(&d);
	return rc;
}

static void
put(const char *name, const char *bytes, size_t n)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
}

static void
files_are_private(void **state)
{
	char name[160];

	(void)state;
	make();
	assert_int_equal(mode_of(path), 0600);
	snprintf(name, sizeof(name), "%s-wal", path);
	assert_int_equal(mode_of(name), 0600);
	snprintf(name, sizeof(name), "%s-shm", path);
	assert_int_equal(mode_of(name), 0600);
	db_close(&db);
	assert_int_equal(mode_of(name), -1);
}

static void
loose_modes_are_refused(void **state)
{
	static const mode_t loose[] = {
	    0640, 0620, 0610, 0604, 0602, 0601, 0666};
	char name[160];

	(void)state;
	make();
	db_close(&db);
	for (size_t i = 0; i < sizeof(loose) / sizeof(loose[0]); i++) {
		chmod(path, loose[i]);
		assert_int_equal(try_open(path, 0), RC_BAD);
		assert_int_equal(try_open(path, DB_READONLY), RC_BAD);
		assert_int_equal(try_open(path, DB_CREATE), RC_BAD);
	}
	chmod(path, 0600);
	assert_int_equal(try_open(path, 0), RC_OK);
	snprintf(name, sizeof(name), "%s-wal", path);
	put(name, "", 0);
	chmod(name, 0644);
	assert_int_equal(try_open(path, 0), RC_BAD);
	assert_non_null(strstr(err.text, "-wal"));
	unlink(name);
	chmod(folder, 0770);
	assert_int_equal(try_open(path, 0), RC_BAD);
	chmod(folder, 0702);
	assert_int_equal(try_open(path, 0), RC_BAD);
	chmod(folder, 01777);
	assert_int_equal(try_open(path, 0), RC_OK);
}

static void
other_kinds_of_file_are_refused(void **state)
{
	char name[160];

	(void)state;
	make();
	db_close(&db);
	snprintf(name, sizeof(name), "%s/link.db", folder);
	assert_int_equal(symlink(path, name), 0);
	assert_int_equal(try_open(name, 0), RC_BAD);
	assert_int_equal(try_open(folder, 0), RC_BAD);
	snprintf(name, sizeof(name), "%s/fifo", folder);
	assert_int_equal(mkfifo(name, 0600), 0);
	assert_int_equal(try_open(name, 0), RC_BAD);
	snprintf(name, sizeof(name), "%s/nosuch/a.db", folder);
	assert_int_equal(try_open(name, DB_CREATE), RC_BAD);
}

static void
owner_is_checked(void **state)
{
	const char *theirs = "/etc/passwd"; /* root's, for everybody else */

	(void)state;
	make();
	db_close(&db);
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 12345, 12345), 0);
		theirs = path;
	}
	assert_int_equal(try_open(theirs, 0), RC_BAD);
	assert_non_null(strstr(err.text, "another user"));
}

static void
names_that_are_no_files(void **state)
{
	(void)state;
	assert_int_equal(try_open("", DB_CREATE), RC_BAD);
	assert_int_equal(try_open(":memory:", DB_CREATE), RC_BAD);
	assert_int_equal(try_open("file:x.db", DB_CREATE), RC_BAD);
	assert_int_equal(try_open("mysql://x", DB_CREATE), RC_BAD);
	assert_int_equal(try_open("postgresql://x", DB_CREATE), RC_BAD);
	assert_non_null(strstr(err.text, "not built in yet"));
}

static void
missing_file(void **state)
{
	(void)state;
	assert_int_equal(try_open(path, 0), RC_MISS);
	assert_int_equal(try_open(path, DB_READONLY), RC_MISS);
	assert_int_equal(try_open(path, DB_READONLY | DB_CREATE), RC_MISS);
	assert_int_equal(mode_of(path), -1);
}

static void
only_our_own_databases(void **state)
{
	static const char other[] =
	    "This is a text, and long enough to be looked at as a database: "
	    "SQLite wants a hundred bytes before it says anything about it.";

	(void)state;
	put(path, other, sizeof(other));
	assert_int_equal(try_open(path, 0), RC_BAD);
	assert_int_equal(try_open(path, DB_CREATE), RC_BAD);
	put(path, "", 0);
	assert_int_equal(try_open(path, 0), RC_BAD);
	assert_int_equal(try_open(path, DB_CREATE), RC_OK);
	/* Somebody else's: a mark of its own, or none and tables. */
	make();
	db_exec(db, "PRAGMA application_id=5", &err);
	db_close(&db);
	assert_int_equal(try_open(path, DB_CREATE), RC_BAD);
	assert_non_null(strstr(err.text, "not one of dunmail's"));
}

static void
unmarked_tables_are_refused(void **state)
{
	(void)state;
	make();
	db_exec(db, "PRAGMA application_id=0", &err);
	db_close(&db);
	assert_int_equal(try_open(path, DB_CREATE), RC_BAD);
	assert_int_equal(try_open(path, DB_READONLY), RC_BAD);
}

static void
readonly_reads_along(void **state)
{
	struct db *r;

	(void)state;
	make();
	assert_int_equal(db_open(path, DB_READONLY, &r, &err), RC_OK);
	assert_int_equal(sum(r), 7);
	assert_int_equal(
	    db_exec(r, "INSERT INTO t (n) VALUES (1)", &err), RC_BAD);
	assert_int_equal(db_begin_read(r, &err), RC_OK);
	assert_int_equal(sum(r), 7);
	assert_int_equal(
	    db_exec(db, "INSERT INTO t (n) VALUES (1)", &err), RC_OK);
	assert_int_equal(sum(r), 7); /* its own snapshot */
	assert_int_equal(db_commit(r, &err), RC_OK);
	assert_int_equal(sum(r), 8);
	db_close(&db);
	assert_int_equal(sum(r), 8);
	db_close(&r);
	assert_int_equal(db_open(path, DB_READONLY, &r, &err), RC_OK);
	assert_int_equal(sum(r), 8);
	db_close(&r);
}

static void
backup_is_whole_and_private(void **state)
{
	struct db *other;

	(void)state;
	make();
	assert_int_equal(db_open(path, 0, &other, &err), RC_OK);
	assert_int_equal(db_begin(other, &err), RC_OK);
	assert_int_equal(
	    db_exec(other, "INSERT INTO t (n) VALUES (1)", &err), RC_OK);
	assert_int_equal(db_backup(db, copy, &err), RC_OK);
	assert_int_equal(db_backup(other, copy, &err), RC_BAD);
	assert_int_equal(db_commit(other, &err), RC_OK);
	assert_int_equal(mode_of(copy), 0600);
	assert_int_equal(db_backup(db, copy, &err), RC_BAD);
	db_close(&other);
	assert_int_equal(db_open(copy, DB_READONLY, &other, &err), RC_OK);
	assert_int_equal(sum(other), 7);
	db_close(&other);
	assert_int_equal(db_open(copy, 0, &other, &err), RC_OK);
	db_close(&other);
	snprintf(copy, sizeof(copy), "%s/nosuch/copy.db", folder);
	assert_int_equal(db_backup(db, copy, &err), RC_BAD);
	db_close(&db);
}

static void
backup_of_damage_is_refused(void **state)
{
	(void)state;
	make();
	assert_int_equal(db_exec(db, "CREATE INDEX t_n ON t (n)", &err), RC_OK);
	db_checkpoint(db);
	db_close(&db);
	/* The last page is the index: change the one value it holds. */
	{
		int fd = open(path, O_RDWR);
		off_t end = lseek(fd, 0, SEEK_END);

		assert_int_equal(pwrite(fd, "\x09", 1, end - 1), 1);
		close(fd);
	}
	assert_int_equal(db_open(path, 0, &db, &err), RC_OK);
	assert_int_equal(db_backup(db, copy, &err), RC_DOWN);
	assert_int_equal(mode_of(copy), -1);
	db_close(&db);
}

static void
checkpoint_empties_the_log(void **state)
{
	char name[160];
	struct stat st;

	(void)state;
	make();
	snprintf(name, sizeof(name), "%s-wal", path);
	assert_int_equal(stat(name, &st), 0);
	assert_true(st.st_size > 0);
	db_checkpoint(db);
	assert_int_equal(stat(name, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(sum(db), 7);
	db_close(&db);
}

static void
bulk_is_the_same(void **state)
{
	(void)state;
	assert_int_equal(db_open(path, DB_CREATE | DB_BULK, &db, &err), RC_OK);
	assert_int_equal(
	    db_exec(db, "CREATE TABLE t (n BIGINT NOT NULL)", &err), RC_OK);
	assert_int_equal(sum(db), 0);
	db_close(&db);
	assert_int_equal(mode_of(path), 0600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		files_are_private, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		loose_modes_are_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		other_kinds_of_file_are_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		owner_is_checked, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		names_that_are_no_files, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(missing_file, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		only_our_own_databases, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		unmarked_tables_are_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		readonly_reads_along, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		backup_is_whole_and_private, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		backup_of_damage_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		checkpoint_empties_the_log, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		bulk_is_the_same, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
