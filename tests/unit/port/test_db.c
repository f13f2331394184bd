#include "db_fixture.h"

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
a_handle_that_only_adds_changes_nothing(void **state)
{
	static const char *const tables[] = {"acct", NULL};
	static const char *const refused[] = {
	    "UPDATE acct SET name = 'x'",
	    "DELETE FROM acct",
	    "INSERT INTO other (id) VALUES (1)",
	    "INSERT INTO acct (id, name) VALUES (1, 'x') "
	    "ON CONFLICT (id) DO UPDATE SET name = 'x'",
	    "REPLACE INTO other (id) VALUES (1)",
	    "WITH gone AS (SELECT 1) DELETE FROM acct",
	    "DROP TABLE acct",
	    "CREATE TABLE more (id BIGINT)",
	    "CREATE TRIGGER t AFTER INSERT ON acct BEGIN DELETE FROM other; "
	    "END",
	    "PRAGMA query_only=OFF",
	    "ATTACH ':memory:' AS elsewhere",
	    "VACUUM",
	};

	(void)state;
	assert_int_equal(
	    db_exec(db, "CREATE TABLE other (id BIGINT)", &err), RC_OK);
	assert_int_equal(add(db, 1, "one"), RC_OK);
	db_only_adds(db, tables);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_int_not_equal(db_exec(db, refused[i], &err), RC_OK);
	assert_int_equal(add(db, 2, "two"), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(add(db, 3, "three"), RC_OK);
	assert_int_equal(db_commit(db, &err), RC_OK);
	assert_int_equal(count(db), 3);
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

/* Far more than the cache holds, in one transaction that is taken back, and
 * in one that is not. */
static void
unloaded_is_not_committed(void **state)
{
	char name[1000];
	struct db *other;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(db_unload(db, &err), RC_BAD);
	assert_int_equal(db_open(path, DB_READONLY, &other, &err), RC_OK);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(db_begin(db, &err), RC_OK);
		for (int i = 0; i < 20000; i++) {
			for (int d = 0, v = i; d < 7; d++, v /= 10)
				name[d] = (char)('0' + v % 10);
			assert_int_equal(add(db, i, name), RC_OK);
			if (i % 3000 == 0)
				assert_int_equal(db_unload(db, &err), RC_OK);
		}
		assert_int_equal(count(other), 0);
		assert_int_equal(
		    db_exec(db, "CREATE INDEX late ON acct (name, id)", &err),
		    RC_OK);
		if (round == 0)
			db_rollback(db);
		else
			assert_int_equal(db_commit(db, &err), RC_OK);
		assert_int_equal(count(db), round == 0 ? 0 : 20000);
	}
	assert_int_equal(count(other), 20000);
	db_close(&other);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(add(db, 1, "again"), RC_MISS);
	assert_int_equal(db_unload(db, &err), RC_BAD);
	assert_int_equal(db_commit(db, &err), RC_MISS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_handle_that_only_adds_changes_nothing, set_up, tear_down),
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
		unloaded_is_not_committed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
