#ifndef DUNMAIL_TESTS_DB_FIXTURE_H
#define DUNMAIL_TESTS_DB_FIXTURE_H

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

/* A fresh database with two tables, for each test. */
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

static inline int
set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/dunmail-db-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.db", folder);
	err.text[0] = '\0';
	assert_int_equal(db_open(path, DB_CREATE, &db, &err), RC_OK);
	assert_int_equal(db_exec(db, SCHEMA, &err), RC_OK);
	return 0;
}

static inline int
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

static inline struct db_stmt *
prep(struct db *d, const char *sql)
{
	struct db_stmt *s = NULL;
	enum rc rc = db_prepare(d, sql, &s, &err);

	if (rc != RC_OK)
		fail_msg("%s: %s", sql, err.text);
	return s;
}

static inline enum rc
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

static inline int64_t
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

#endif
