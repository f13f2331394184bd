#include "db_fixture.h"

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
