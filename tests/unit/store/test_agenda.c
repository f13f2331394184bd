#include "ledger_fixture.h"

#include "store/agenda.h"
#include "store/schema.h"

#define ACCOUNT                                                                \
	"INSERT INTO account (id, name, language, timezone, currency, "        \
	"segment, collector, created_at, first_batch, batch) VALUES "
#define REST "'Name', 'en', 'UTC', 'EUR', '', '', 0, '', '')"

static struct str *got;
static size_t count;

static void
sql(const char *text)
{
	if (db_exec(store_db(st), text, &err) != RC_OK)
		fail_msg("%s", err.text);
}

static int64_t
number(const char *text)
{
	struct db_stmt *s;
	int64_t n;

	assert_int_equal(db_prepare(store_db(st), text, &s, &err), RC_OK);
	assert_int_equal(db_step(s, &err), RC_OK);
	n = db_col_i64(s, 0);
	db_finalize(&s);
	return n;
}

static int
accounts(void **state)
{
	if (set_up(state) != 0)
		return -1;
	for (const char *id = "ABC"; *id; id++) {
		char text[240];

		snprintf(text, sizeof(text), ACCOUNT "('%c', " REST, *id);
		sql(text);
	}
	return 0;
}

static void
look(const char *account, const char *sequence, int64_t at)
{
	assert_int_equal(
	    agenda_look(st, str_of(account), str_of(sequence), at, &err),
	    RC_OK);
}

/* Who is looked at in invoicing now, as one text. */
static const char *
taken(int64_t now, size_t max)
{
	struct agenda_ask ask = {STR("invoicing"), now, max};
	static char text[32];
	size_t n = 0;

	assert_int_equal(agenda_take(st, a, &ask, &got, &count, &err), RC_OK);
	for (size_t i = 0; i < count && n < sizeof(text) - 1; i++)
		text[n++] = got[i].p[0];
	text[n] = '\0';
	return text;
}

static void
each_once_and_in_order(void **state)
{
	struct agenda_ask ask = {STR("invoicing"), 9, 10};

	(void)state;
	assert_int_equal(agenda_is_due(st, &ask, &err), RC_MISS);
	look("B", "invoicing", 10);
	look("C", "invoicing", 10);
	look("C", "invoicing", 5);
	look("A", "invoicing", 10);
	look("A", "invoicing", 10);
	look("A", "promise", 1);
	assert_int_equal(agenda_is_due(st, &ask, &err), RC_OK);
	assert_string_equal(taken(4, 10), "");
	assert_string_equal(taken(10, 10), "ABC");
	assert_string_equal(taken(10, 10), "");
	assert_int_equal(number("SELECT count(*) FROM agenda"), 1);
	assert_int_equal(number("SELECT count(*) FROM membership"), 4);
}

/* What has no room stays for the next. */
static void
a_batch_is_taken_off_and_no_more(void **state)
{
	(void)state;
	look("A", "invoicing", 7);
	look("B", "invoicing", 7);
	look("C", "invoicing", 6);
	look("A", "invoicing", 8);
	assert_string_equal(taken(7, 2), "AC");
	assert_string_equal(taken(7, 2), "B");
	assert_string_equal(taken(8, 2), "A");
}

static void
a_look_has_its_next(void **state)
{
	struct agenda_looked l = {
	    STR("A"), STR("invoicing"), .now = 10, .next = 30};

	(void)state;
	look("A", "invoicing", 10);
	assert_string_equal(taken(10, 1), "A");
	/* Asked for while it was looked at: that look was it. */
	look("A", "invoicing", 10);
	look("A", "invoicing", 20);
	assert_int_equal(agenda_next(st, &l, &err), RC_OK);
	assert_string_equal(taken(19, 10), "");
	assert_string_equal(taken(20, 10), "A");
	l.next = 0;
	l.episode = 3;
	l.now = 20;
	assert_int_equal(agenda_next(st, &l, &err), RC_OK);
	assert_int_equal(
	    number("SELECT episode FROM membership WHERE account = 'A'"), 3);
	assert_string_equal(taken(30, 10), "A");
}

static void
many_at_once(void **state)
{
	int64_t n;

	(void)state;
	look("A", "invoicing", 5);
	look("B", "invoicing", 50);
	assert_int_equal(agenda_follow(st, STR("promise"), 10, &err), RC_OK);
	assert_int_equal(number("SELECT count(*) FROM membership "
				"WHERE sequence = 'promise'"),
	    1);
	assert_int_equal(agenda_fill(st, STR("promise"), 11, &err), RC_OK);
	assert_int_equal(number("SELECT count(*) FROM membership "
				"WHERE sequence = 'promise'"),
	    2);
	assert_int_equal(agenda_credit(st, 12, &err), RC_OK);
	assert_int_equal(number("SELECT count(*) FROM membership "
				"WHERE sequence = 'credit'"),
	    3);
	/* A: invoicing, promise, credit; B: promise, credit; C: credit. */
	assert_int_equal(agenda_count_due(st, 12, &n, &err), RC_OK);
	assert_int_equal(n, 6);
	assert_int_equal(agenda_wake(st, STR("B"), 12, &err), RC_OK);
	assert_int_equal(agenda_count_due(st, 12, &n, &err), RC_OK);
	assert_int_equal(n, 7);
}

/* A ledger of before had the next look in the enrolment. */
static void
an_older_ledger_keeps_its_looks(void **state)
{
	struct db *db;

	(void)state;
	store_close(&st);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(db_open(path, DB_CREATE, &db, &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(schema_init(db, &err), RC_OK);
	for (size_t i = 0; i < 22; i++)
		assert_int_equal(
		    schema_apply(db, schema_steps, i, &err), RC_OK);
	assert_int_equal(db_exec(db,
			     ACCOUNT "('A', " REST ", ('B', " REST ";"
				     "INSERT INTO enrolment VALUES "
				     "('A', 'invoicing', 100, 2, 'why'), "
				     "('B', 'invoicing', NULL, 1, '')",
			     &err),
	    RC_OK);
	assert_int_equal(db_commit(db, &err), RC_OK);
	db_close(&db);
	assert_int_equal(store_open(path, 0, &st, &err), RC_OK);
	assert_string_equal(taken(99, 10), "");
	assert_string_equal(taken(100, 10), "A");
	assert_int_equal(number("SELECT sum(episode) FROM membership"), 3);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, accounts, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(each_once_and_in_order),
	    TEST(a_batch_is_taken_off_and_no_more),
	    TEST(a_look_has_its_next),
	    TEST(many_at_once),
	    TEST(an_older_ledger_keeps_its_looks),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
