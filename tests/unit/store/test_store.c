#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "store/schema.h"
#include "store/sqltext.h"
#include "store/store.h"

static char folder[64];
static char path[128];
static struct err err;

static int
set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/dunmail-store-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/ledger.db", folder);
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

static struct store *
open_store(unsigned flags)
{
	struct store *st;
	enum rc rc = store_open(path, flags, &st, &err);

	if (rc != RC_OK)
		fail_msg("%s", err.text);
	return st;
}

static void
opened_is_at_the_last_version(void **state)
{
	struct store *st = open_store(DB_CREATE);
	struct store *reader;
	size_t version;

	(void)state;
	assert_true(schema_count > 0);
	assert_int_equal(schema_check(store_db(st), schema_steps, schema_count,
			     &version, &err),
	    RC_OK);
	assert_int_equal(version, schema_count);
	reader = open_store(DB_READONLY);
	store_close(&reader);
	assert_null(reader);
	store_close(&st);
	st = open_store(0);
	store_close(&st);
}

static void
missing_ledger_is_a_miss(void **state)
{
	struct store *st;

	(void)state;
	assert_int_equal(store_open(path, 0, &st, &err), RC_MISS);
	assert_null(st);
}

static void
newer_ledger_is_refused(void **state)
{
	struct store *st = open_store(DB_CREATE);

	(void)state;
	assert_int_equal(db_exec(store_db(st),
			     "INSERT INTO schema_version (version, name, hash) "
			     "VALUES (9999, '9999-later', 'x')",
			     &err),
	    RC_OK);
	store_close(&st);
	assert_int_equal(store_open(path, 0, &st, &err), RC_BAD);
	assert_non_null(strstr(err.text, "9999"));
	assert_non_null(strstr(err.text, "newer program"));
	assert_int_equal(store_open(path, DB_READONLY, &st, &err), RC_BAD);
	assert_non_null(strstr(err.text, "newer program"));
}

static void
edited_migration_is_refused(void **state)
{
	struct store *st = open_store(DB_CREATE);

	(void)state;
	assert_int_equal(db_exec(store_db(st),
			     "UPDATE schema_version SET hash = 'x' "
			     "WHERE version = 1",
			     &err),
	    RC_OK);
	store_close(&st);
	assert_int_equal(store_open(path, 0, &st, &err), RC_BAD);
	assert_non_null(strstr(err.text, "another text of 0001"));
}

/* As a program before the last migration would have left it. */
static void
undo_last(struct store *st)
{
	char sql[128];

	snprintf(sql, sizeof(sql),
	    "DELETE FROM schema_version WHERE version = %zu", schema_count);
	assert_int_equal(db_exec(store_db(st), sql, &err), RC_OK);
}

static void
failed_migration_leaves_nothing(void **state)
{
	struct store *st = open_store(DB_CREATE);
	struct store *reader;
	size_t version;

	(void)state;
	undo_last(st); /* its tables are there: it must fail */
	assert_int_equal(store_open(path, DB_READONLY, &reader, &err), RC_BAD);
	assert_non_null(strstr(err.text, "open it for writing once"));
	assert_int_equal(store_open(path, 0, &reader, &err), RC_BAD);
	assert_non_null(strstr(err.text, "migration "));
	assert_int_equal(schema_check(store_db(st), schema_steps, schema_count,
			     &version, &err),
	    RC_OK);
	assert_int_equal(version, schema_count - 1);
	store_close(&st);
}

static void
steps_apply_in_order_and_once(void **state)
{
	static const struct schema_step steps[] = {
	    {"0001-a", "CREATE TABLE a (n BIGINT NOT NULL); -- \"quoted\\\"\n"},
	    {"0002-b",
		"INSERT INTO a (n) VALUES (1); INSERT INTO a (n) VALUES (2)"},
	    {"0003-bad", "INSERT INTO a (n) VALUES (3); nonsense"},
	};
	struct db_stmt *s;
	struct db *db;
	size_t version = 99;

	(void)state;
	assert_int_equal(db_open(path, DB_CREATE, &db, &err), RC_OK);
	assert_int_equal(schema_init(db, &err), RC_OK);
	assert_int_equal(schema_init(db, &err), RC_OK);
	assert_int_equal(schema_check(db, steps, 3, &version, &err), RC_OK);
	assert_int_equal(version, 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(db_begin(db, &err), RC_OK);
		assert_int_equal(schema_apply(db, steps, i, &err), RC_OK);
		assert_int_equal(db_commit(db, &err), RC_OK);
	}
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(schema_apply(db, steps, 2, &err), RC_BAD);
	assert_non_null(strstr(err.text, "0003-bad"));
	assert_int_equal(db_commit(db, &err), RC_BAD);
	assert_int_equal(schema_check(db, steps, 3, &version, &err), RC_OK);
	assert_int_equal(version, 2);
	assert_int_equal(
	    db_prepare(db, "SELECT sum(n) FROM a", &s, &err), RC_OK);
	assert_int_equal(db_step(s, &err), RC_OK);
	assert_int_equal(db_col_i64(s, 0), 3);
	db_finalize(&s);
	/* A program that knows less. */
	assert_int_equal(schema_check(db, steps, 1, &version, &err), RC_BAD);
	assert_int_equal(
	    db_exec(db, "DELETE FROM schema_version WHERE version = 1", &err),
	    RC_OK);
	assert_int_equal(schema_check(db, steps, 3, &version, &err), RC_BAD);
	assert_non_null(strstr(err.text, "lacks version 1"));
	db_close(&db);
}

/* Several processes open a new ledger at once: all succeed. */
static void
opening_together(void **state)
{
	pid_t pid[4];

	(void)state;
	for (int i = 0; i < 4; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			struct store *st;
			enum rc rc;

			do
				rc = store_open(path, DB_CREATE, &st, &err);
			while (rc == RC_LATER);
			store_close(&st);
			_exit(rc == RC_OK ? 0 : 1);
		}
	}
	for (int i = 0; i < 4; i++) {
		int status = -1;

		waitpid(pid[i], &status, 0);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void
every_statement_prepares(void **state)
{
	struct store *st = open_store(DB_CREATE);

	(void)state;
	for (enum sql_id id = 0; id < SQL_COUNT; id++) {
		struct db_stmt *s = store_stmt(st, id);

		assert_non_null(s);
		assert_ptr_equal(s, store_stmt(st, id));
		assert_non_null(store_sql_name(id));
	}
	store_close(&st);
}

static enum rc
put(struct store *st, const char *name, const char *value)
{
	struct db_stmt *s = store_stmt(st, SQL_META_PUT);

	db_text(s, 1, str_of(name));
	db_text(s, 2, str_of(value));
	return store_run(s, &err);
}

static bool
is(struct store *st, const char *name, const char *value)
{
	struct db_stmt *s = store_stmt(st, SQL_META_GET);
	bool same;

	db_text(s, 1, str_of(name));
	same = db_step(s, &err) == RC_OK && str_eqc(db_col_text(s, 0), value);
	db_reset(s);
	return same;
}

static void
transactions(void **state)
{
	struct store *st = open_store(DB_CREATE);

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	assert_int_equal(put(st, "a", "1"), RC_OK);
	store_rollback(st);
	assert_false(is(st, "a", "1"));
	assert_int_equal(store_begin(st, &err), RC_OK);
	assert_int_equal(put(st, "a", "1"), RC_OK);
	assert_int_equal(put(st, "a", "2"), RC_OK);
	assert_int_equal(store_commit(st, &err), RC_OK);
	assert_true(is(st, "a", "2"));
	assert_int_equal(store_begin_read(st, &err), RC_OK);
	assert_true(is(st, "a", "2"));
	assert_int_equal(put(st, "a", "3"), RC_BAD);
	assert_int_equal(store_commit(st, &err), RC_BAD);
	assert_true(is(st, "a", "2"));
	store_close(&st);
}

static void
one_tells_whether_a_row_came(void **state)
{
	struct store *st = open_store(DB_CREATE);
	struct db_stmt *s;

	(void)state;
	assert_int_equal(put(st, "a", "1"), RC_OK);
	assert_int_equal(put(st, "b", "1"), RC_OK);
	assert_int_equal(
	    db_prepare(store_db(st),
		"UPDATE meta SET value = '2' WHERE value = $1 RETURNING name",
		&s, &err),
	    RC_OK);
	db_text(s, 1, STR("1"));
	assert_int_equal(store_one(s, &err), RC_OK);
	assert_true(is(st, "a", "2"));
	assert_true(is(st, "b", "2"));
	db_text(s, 1, STR("1"));
	assert_int_equal(store_one(s, &err), RC_MISS);
	db_finalize(&s);
	store_close(&st);
}

static void
clauses_are_expanded(void **state)
{
	const struct db_ways skips = {.skips_locked = true};
	const struct db_ways hides = {.hides_rowid = true};
	const struct db_ways neither = {0};
	struct buf b;

	(void)state;
	buf_init(&b, 200);
	sqltext_expand("a " SQLTEXT_SKIP ") b " SQLTEXT_SKIP, &skips, &b);
	assert_string_equal(
	    b.p, "a FOR UPDATE SKIP LOCKED) b FOR UPDATE SKIP LOCKED");
	buf_clear(&b);
	sqltext_expand("a " SQLTEXT_SKIP, &neither, &b);
	assert_string_equal(b.p, "a " SQLTEXT_SKIP);
	buf_clear(&b);
	sqltext_expand("a", &skips, &b);
	assert_string_equal(b.p, "a");
	buf_clear(&b);
	sqltext_expand("(b) " SQLTEXT_KEYED "; (c)", &hides, &b);
	assert_string_equal(b.p, "(b) WITHOUT ROWID; (c)");
	buf_clear(&b);
	sqltext_expand("(b) " SQLTEXT_KEYED, &skips, &b);
	assert_string_equal(b.p, "(b) " SQLTEXT_KEYED);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		opened_is_at_the_last_version, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		missing_ledger_is_a_miss, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		newer_ledger_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		edited_migration_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		failed_migration_leaves_nothing, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		steps_apply_in_order_and_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		opening_together, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		every_statement_prepares, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(transactions, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		one_tells_whether_a_row_came, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		clauses_are_expanded, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
