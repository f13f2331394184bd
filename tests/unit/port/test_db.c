#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "port/db.h"

static char folder[64];
static char path[128];
static struct db *db;
static struct err err;

#define SCHEMA                                                                 \
	"CREATE TABLE acct (id BIGINT NOT NULL PRIMARY KEY,"                   \
	" name TEXT NOT NULL UNIQUE, raw BYTEA,"                               \
	" flag SMALLINT NOT NULL DEFAULT 0 CHECK (flag IN (0, 1)));"           \
	"CREATE TABLE inv (id BIGINT NOT NULL PRIMARY KEY,"                    \
	" acct BIGINT NOT NULL REFERENCES acct(id))"

static int
set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/dunmail-db-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.db", folder);
	err.text[0] = '\0';
	assert_int_equal(db_open(path, DB_CREATE, &db, &err), RC_OK);
	assert_int_equal(db_exec(db, SCHEMA, &err), RC_OK);
	return 0;
}

static int
tear_down(void **state)
{
	char cmd[128];
	pid_t pid;

	(void)state;
	db_close(&db);
	snprintf(cmd, sizeof(cmd), "%s", folder);
	pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", cmd, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	return 0;
}

static struct db_stmt *
prep(struct db *d, const char *sql)
{
	struct db_stmt *s = NULL;
	enum rc rc = db_prepare(d, sql, &s, &err);

	if (rc != RC_OK)
		fail_msg("%s: %s", sql, err.text);
	return s;
}

static enum rc
add(struct db *d, int64_t id, const char *name)
{
	struct db_stmt *s =
	    prep(d, "INSERT INTO acct (id, name) VALUES ($1, $2)");
	enum rc rc;

	db_i64(s, 1, id);
	db_text(s, 2, str_of(name));
	rc = db_run(s, &err);
	db_finalize(&s);
	return rc;
}

static int64_t
count(struct db *d)
{
	struct db_stmt *s = prep(d, "SELECT count(*) FROM acct");
	int64_t n;

	assert_int_equal(db_step(s, &err), RC_OK);
	n = db_col_i64(s, 0);
	db_finalize(&s);
	return n;
}

/* $2 before $1, and one of them twice: numbers, not positions. */
static void
parameters_are_numbers(void **state)
{
	struct db_stmt *s;

	(void)state;
	s = prep(db, "INSERT INTO acct (name, id, raw) VALUES ($2, $1, $3) "
		     "ON CONFLICT (id) DO UPDATE SET name = $2 "
		     "RETURNING id, name, raw");
	db_i64(s, 1, INT64_MIN);
	db_text(s, 2, STR("J\xc3\xb6rg"));
	db_blob(s, 3, STR("a\0\xff"));
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_true(db_col_i64(s, 0) == INT64_MIN);
	assert_true(str_eq(db_col_text(s, 1), STR("J\xc3\xb6rg")));
	assert_true(str_eq(db_col_blob(s, 2), STR("a\0\xff")));
	assert_false(db_col_is_null(s, 2));
	assert_int_equal(db_step(s, &err), RC_MISS);
	assert_int_equal(db_step(s, &err), RC_MISS); /* not a second run */
	db_reset(s);
	db_i64(s, 1, INT64_MAX);
	db_text(s, 2, (struct str){NULL, 0});
	db_null(s, 3);
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_true(db_col_i64(s, 0) == INT64_MAX);
	assert_false(db_col_is_null(s, 1));
	assert_int_equal(db_col_text(s, 1).n, 0);
	assert_true(db_col_is_null(s, 2));
	assert_null(db_col_blob(s, 2).p);
	db_finalize(&s);
	assert_null(s);
	assert_int_equal(count(db), 2);
}

static void
empty_blob_is_not_null(void **state)
{
	struct db_stmt *s =
	    prep(db, "INSERT INTO acct (id, name, raw) VALUES (1, 'x', $1) "
		     "RETURNING raw");

	(void)state;
	db_blob(s, 1, (struct str){NULL, 0});
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_false(db_col_is_null(s, 0));
	assert_non_null(db_col_blob(s, 0).p);
	assert_int_equal(db_col_blob(s, 0).n, 0);
	db_finalize(&s);
}

static void
unique_key_is_a_miss_and_ends_the_transaction(void **state)
{
	(void)state;
	assert_int_equal(add(db, 1, "one"), RC_OK);
	assert_int_equal(add(db, 1, "two"), RC_MISS);
	assert_int_equal(add(db, 2, "one"), RC_MISS);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(add(db, 3, "three"), RC_OK);
	assert_int_equal(add(db, 1, "again"), RC_MISS);
	assert_int_equal(add(db, 4, "four"), RC_BAD);
	assert_non_null(strstr(err.text, "failed before"));
	assert_int_equal(db_exec(db, "DELETE FROM acct", &err), RC_BAD);
	assert_int_equal(db_commit(db, &err), RC_MISS);
	assert_false(db_in_transaction(db));
	assert_int_equal(count(db), 1);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(add(db, 3, "three"), RC_OK);
	assert_int_equal(db_commit(db, &err), RC_OK);
	assert_int_equal(count(db), 2);
}

static void
on_conflict_is_no_failure(void **state)
{
	struct db_stmt *s =
	    prep(db, "INSERT INTO acct (id, name) VALUES ($1, 'x') "
		     "ON CONFLICT DO NOTHING RETURNING id");

	(void)state;
	assert_int_equal(db_begin(db, &err), RC_OK);
	db_i64(s, 1, 1);
	assert_int_equal(db_step(s, &err), RC_OK);
	db_reset(s);
	db_i64(s, 1, 1);
	assert_int_equal(db_step(s, &err), RC_MISS);
	assert_int_equal(db_commit(db, &err), RC_OK);
	db_finalize(&s);
	assert_int_equal(count(db), 1);
}

static void
other_constraints_are_bad(void **state)
{
	static const char *const sql[] = {
	    "INSERT INTO inv (id, acct) VALUES (1, 99)",
	    "INSERT INTO acct (id, name, flag) VALUES (1, 'x', 2)",
	    "INSERT INTO acct (id, name) VALUES (1, NULL)",
	    "INSERT INTO acct (id, name) VALUES (1, \"name\")",
	    "INSERT INTO nosuch (id) VALUES (1)",
	    "ATTACH '/tmp/x.db' AS x",
	    "nonsense",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		err.text[0] = '\0';
		assert_int_equal(db_exec(db, sql[i], &err), RC_BAD);
		assert_true(err.text[0] != '\0');
	}
	assert_int_equal(count(db), 0);
}

static void
prepare_refuses(void **state)
{
	static const char *const sql[] = {
	    "",
	    " ; ",
	    "SELECT 1; SELECT 2",
	    "SELECT ?",
	    "SELECT ?1",
	    "SELECT :a",
	    "SELECT $a",
	    "SELECT $0",
	    "SELECT $65",
	    "SELECT",
	};
	struct db_stmt *s = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		assert_int_equal(db_prepare(db, sql[i], &s, &err), RC_BAD);
		assert_null(s);
	}
	s = prep(db, "SELECT $64 ; \n");
	db_i64(s, 64, 7);
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_int_equal(db_col_i64(s, 0), 7);
	db_finalize(&s);
}

static void
bindings_are_checked(void **state)
{
	static const char *const texts[] = {"\xff", "\xc3", "\xed\xa0\x80"};
	struct db_stmt *s = prep(db, "SELECT $1, $3");

	(void)state;
	db_i64(s, 1, 1);
	assert_int_equal(db_step(s, &err), RC_BAD); /* $3 is missing */
	db_reset(s);
	db_i64(s, 2, 1); /* there is no $2 */
	db_i64(s, 1, 1);
	db_i64(s, 3, 1);
	assert_int_equal(db_step(s, &err), RC_BAD);
	assert_int_equal(db_step(s, &err), RC_BAD);
	for (int i = -1; i < 70; i += 66) {
		db_reset(s);
		db_i64(s, i, 1);
		assert_int_equal(db_step(s, &err), RC_BAD);
	}
	for (size_t i = 0; i < 3; i++) {
		db_reset(s);
		db_i64(s, 1, 1);
		db_text(s, 3, str_of(texts[i]));
		assert_int_equal(db_step(s, &err), RC_BAD);
	}
	db_reset(s);
	db_i64(s, 1, 1);
	db_text(s, 3, STR("a\0b"));
	assert_int_equal(db_run(s, &err), RC_BAD);
	db_i64(s, 1, 1);
	db_text(s, 3, STR("\xf0\x9f\x98\x80"));
	assert_int_equal(db_run(s, &err), RC_OK);
	db_finalize(&s);
}

/* A bad byte is found wherever it stands; control characters are text. */
static void
every_byte_of_a_text_is_checked(void **state)
{
	static const char bytes[] = {'\0', '\xff', '\x80', '\x01', '\x7f'};
	struct db_stmt *s = prep(db, "SELECT $1");

	(void)state;
	for (size_t n = 1; n < 20; n++) {
		for (size_t at = 0; at < n; at++) {
			char text[20];

			memset(text, 'a', sizeof(text));
			for (size_t b = 0; b < sizeof(bytes); b++) {
				text[at] = bytes[b];
				db_text(s, 1, (struct str){text, n});
				assert_int_equal(
				    db_run(s, &err), b < 3 ? RC_BAD : RC_OK);
			}
		}
	}
	db_finalize(&s);
}

static void
binding_without_reset_is_told(void **state)
{
	struct db_stmt *s =
	    prep(db, "INSERT INTO acct (id, name) VALUES ($1, 'x')");

	(void)state;
	assert_int_equal(db_begin(db, &err), RC_OK);
	db_i64(s, 1, 1);
	assert_int_equal(db_step(s, &err), RC_MISS);
	db_i64(s, 1, 2);
	assert_int_equal(db_step(s, &err), RC_BAD);
	assert_int_equal(db_commit(db, &err), RC_BAD);
	db_finalize(&s);
	assert_int_equal(count(db), 0);
}

static void
transactions_are_checked(void **state)
{
	struct db_stmt *s = prep(db, "SELECT 1 UNION SELECT 2");
	struct db_stmt *w =
	    prep(db, "INSERT INTO acct (id, name) VALUES (1, 'x')");

	(void)state;
	assert_int_equal(db_commit(db, &err), RC_BAD);
	db_rollback(db);
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_BAD); /* s is on a row */
	db_reset(s);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_BAD);
	assert_int_equal(db_begin_read(db, &err), RC_BAD);
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_int_equal(db_commit(db, &err), RC_OK);
	assert_int_equal(db_step(s, &err), RC_BAD); /* ended */
	db_reset(s);
	assert_int_equal(db_step(s, &err), RC_OK);
	db_reset(s);
	assert_int_equal(db_begin_read(db, &err), RC_OK);
	assert_int_equal(db_run(s, &err), RC_OK);
	assert_int_equal(db_run(w, &err), RC_BAD); /* only reads */
	db_rollback(db);
	assert_int_equal(db_run(w, &err), RC_OK);
	db_finalize(&s);
	db_finalize(&w);
}

/* A RETURNING that nobody read to its end must not block the commit. */
static void
commit_ends_what_is_on_a_row(void **state)
{
	struct db_stmt *s =
	    prep(db, "INSERT INTO acct (id, name) VALUES (1, 'a'), (2, 'b') "
		     "RETURNING id");

	(void)state;
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_int_equal(db_commit(db, &err), RC_OK);
	assert_int_equal(count(db), 2);
	db_finalize(&s);
}

static void
snapshot_conflict_is_later(void **state)
{
	struct db *other;

	(void)state;
	assert_int_equal(db_open(path, 0, &other, &err), RC_OK);
	assert_int_equal(db_exec(db, "BEGIN; SELECT * FROM acct", &err), RC_OK);
	assert_int_equal(add(other, 1, "x"), RC_OK);
	assert_int_equal(add(db, 2, "y"), RC_LATER);
	assert_int_equal(db_exec(db, "ROLLBACK", &err), RC_OK);
	assert_int_equal(add(db, 2, "y"), RC_OK);
	db_close(&other);
	assert_null(other);
}

static void
writer_waits_for_writer(void **state)
{
	int to_parent[2];
	pid_t pid;
	char c;

	(void)state;
	assert_int_equal(pipe(to_parent), 0);
	pid = fork();
	if (pid == 0) {
		struct db *mine;
		enum rc rc = db_open(path, 0, &mine, &err);

		if (rc == RC_OK)
			rc = db_begin(mine, &err);
		if (write(to_parent[1], "x", 1) != 1 || rc != RC_OK)
			_exit(1);
		usleep(200000);
		rc = add(mine, 1, "child");
		if (rc == RC_OK)
			rc = db_commit(mine, &err);
		_exit(rc == RC_OK ? 0 : 1); /* no close: a crash */
	}
	assert_int_equal(read(to_parent[0], &c, 1), 1);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(count(db), 1);
	assert_int_equal(add(db, 2, "parent"), RC_OK);
	assert_int_equal(db_commit(db, &err), RC_OK);
	waitpid(pid, NULL, 0);
	close(to_parent[0]);
	close(to_parent[1]);
}

static int
child_status(void (*body)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		fclose(stderr);
		body();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
}

static void
use_parents_handle(void)
{
	if (db_begin(db, &err) != RC_BAD)
		_exit(1);
	db_close(&db);
	if (db)
		_exit(2);
}

static void
handle_stays_with_its_process(void **state)
{
	(void)state;
	assert_int_equal(add(db, 1, "x"), RC_OK);
	assert_int_equal(child_status(use_parents_handle), 0);
	assert_int_equal(add(db, 2, "y"), RC_OK);
	assert_int_equal(count(db), 2);
}

static void
read_no_row(void)
{
	struct db_stmt *s = prep(db, "SELECT 1");

	db_col_i64(s, 0);
}

static void
read_no_column(void)
{
	struct db_stmt *s = prep(db, "SELECT 1");

	db_step(s, NULL);
	db_col_i64(s, 1);
}

static void
read_other_type(void)
{
	struct db_stmt *s = prep(db, "SELECT 'abc'");

	db_step(s, NULL);
	db_col_i64(s, 0);
}

static void
wrong_reading_ends_the_process(void **state)
{
	(void)state;
	assert_int_not_equal(child_status(read_no_row), 0);
	assert_int_not_equal(child_status(read_no_column), 0);
	assert_int_not_equal(child_status(read_other_type), 0);
}

/* The disk is full: told as such, and the file stays whole. */
static void
fill_disk(void)
{
	struct rlimit small = {400000, 400000};
	struct db_stmt *s;
	struct db *mine;
	enum rc rc = RC_OK;
	char *big = calloc(1, 100000);

	signal(SIGXFSZ, SIG_IGN);
	if (!big || setrlimit(RLIMIT_FSIZE, &small) != 0 ||
	    db_open(path, 0, &mine, &err) != RC_OK)
		_exit(1);
	s = prep(mine, "UPDATE acct SET raw = $1");
	for (int i = 0; i < 100 && rc == RC_OK; i++) {
		big[0] = (char)i;
		db_blob(s, 1, (struct str){big, 100000});
		rc = db_run(s, &err);
	}
	_exit(rc == RC_DOWN ? 42 : 2);
}

static void
full_disk_is_down(void **state)
{
	(void)state;
	assert_int_equal(add(db, 1, "x"), RC_OK);
	assert_int_equal(child_status(fill_disk), 42);
	assert_int_equal(count(db), 1);
	assert_int_equal(add(db, 2, "y"), RC_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		parameters_are_numbers, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		empty_blob_is_not_null, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		unique_key_is_a_miss_and_ends_the_transaction, set_up,
		tear_down),
	    cmocka_unit_test_setup_teardown(
		on_conflict_is_no_failure, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		other_constraints_are_bad, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(prepare_refuses, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		bindings_are_checked, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		every_byte_of_a_text_is_checked, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		binding_without_reset_is_told, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		transactions_are_checked, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		commit_ends_what_is_on_a_row, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		snapshot_conflict_is_later, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		writer_waits_for_writer, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		handle_stays_with_its_process, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		wrong_reading_ends_the_process, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		full_disk_is_down, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
