#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
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
static struct db *db;
static struct err err;

#define SCHEMA                                                                \
	"CREATE TABLE acct (id BIGINT NOT NULL PRIMARY KEY,"                  \
	" name TEXT NOT NULL UNIQUE, raw BYTEA,"                              \
	" flag SMALLINT NOT NULL DEFAULT 0 CHECK (flag IN (0, 1)));"          \
	"CREATE TABLE inv (id BIGINT NOT NULL PRIMARY KEY,"                   \
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
	s = prep(db,
	    "INSERT INTO acct (name, id, raw) VALUES ($2, $1, $3) "
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
	struct db_stmt *s = prep(db,
	    "INSERT INTO acct (id, name, raw) VALUES (1, 'x', $1) "
	    "RETURNING raw");

	(void)state;
	db_blob(s, 1, (struct str){NULL, 0});
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_false(db_col_is_null(s, 0));
	assert_non_null(db_col_blob(s, 0).p);
	assert_int_equal(db_col_blob(s, 0).n, 0);
	db_finalize(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		parameters_are_numbers, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		empty_blob_is_not_null, set_up, tear_down),
	};

	(void)add;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
