#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/creditbook.h"

static struct store *st;
static struct arena *a;
static struct err err;

static char folder[64], path[96];

static int
set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/dunmail-credit-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ledger.db", folder);
	a = arena_new(1u << 20);
	return store_open(path, DB_CREATE, &st, &err) == RC_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char name[128];

	(void)state;
	store_close(&st);
	arena_free(&a);
	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
	return rmdir(folder);
}

static struct creditbook_request
request(const char *id, const char *account)
{
	return (struct creditbook_request){
	    .id = str_of(id),
	    .account = str_of(account),
	    .amount = money_of(250000, STR("USD")),
	    .was = money_of(100000, STR("USD")),
	    .why = STR("they grow"),
	    .by = STR("Ruth"),
	    .key = STR("ruth"),
	    .at = 1,
	};
}

static struct creditbook_decision
decision(const char *id, const char *key)
{
	return (struct creditbook_decision){
	    .id = str_of(id),
	    .approved = true,
	    .by = str_of(key),
	    .key = str_of(key),
	    .at = 2,
	};
}

static void
the_table_wants_two_persons(void **state)
{
	struct creditbook_request r = request("r-1", "C-1"), found;
	struct creditbook_decision same = decision("r-1", "ruth");
	struct creditbook_decision nobody = decision("r-1", "");
	struct creditbook_decision other = decision("r-1", "lee");

	(void)state;
	assert_int_equal(creditbook_ask(st, &r, &err), RC_OK);
	assert_int_not_equal(creditbook_decide(st, &same, &err), RC_OK);
	assert_int_not_equal(creditbook_decide(st, &nobody, &err), RC_OK);
	assert_int_equal(
	    creditbook_request(st, a, STR("r-1"), &found, &err), RC_OK);
	assert_true(str_eqc(found.state, "open"));
	assert_int_equal(found.amount.minor, 250000);
	assert_int_equal(creditbook_decide(st, &other, &err), RC_OK);
	assert_int_equal(creditbook_decide(st, &other, &err), RC_MISS);
	assert_int_equal(
	    creditbook_request(st, a, STR("r-1"), &found, &err), RC_OK);
	assert_true(str_eqc(found.state, "approved"));
	assert_true(str_eqc(found.decided_by, "lee"));
}

static void
one_open_request_an_account(void **state)
{
	struct creditbook_request one = request("r-1", "C-1");
	struct creditbook_request two = request("r-2", "C-1");
	struct creditbook_request else_ = request("r-3", "C-2");
	struct creditbook_request *v = NULL;
	struct creditbook_decision d = decision("r-1", "lee");
	size_t n = 0;

	(void)state;
	d.approved = false;
	assert_int_equal(creditbook_ask(st, &one, &err), RC_OK);
	assert_int_equal(creditbook_ask(st, &two, &err), RC_MISS);
	assert_int_equal(creditbook_ask(st, &else_, &err), RC_OK);
	assert_int_equal(creditbook_decide(st, &d, &err), RC_OK);
	assert_int_equal(creditbook_ask(st, &two, &err), RC_OK);
	assert_int_equal(creditbook_requests(st, a, &v, &n, &err), RC_OK);
	assert_int_equal(n, 2);
}

static void
nobody_stands_nowhere(void **state)
{
	struct creditbook book;
	struct str *v = NULL;
	size_t n = 1;

	(void)state;
	assert_int_equal(
	    creditbook_get(st, a, STR("C-1"), &book, &err), RC_MISS);
	assert_int_equal(
	    creditbook_held(st, a, STR(""), 10, &v, &n, &err), RC_OK);
	assert_int_equal(n, 0);
}

static void
what_is_put_is_held(void **state)
{
	struct creditbook book = {
	    .account = STR("C-1"),
	    .mode = STR("on"),
	    .reason = STR("manual"),
	    .held = true,
	    .since = day_of(2026, 11, 2),
	    .warned = DAY_NONE,
	    .excused = (day_t)INT32_MAX,
	    .last_review = DAY_NONE,
	};
	struct str *v = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(creditbook_put(st, &book, &err), RC_OK);
	assert_int_equal(
	    creditbook_held(st, a, STR(""), 10, &v, &n, &err), RC_OK);
	assert_int_equal(n, 1);
	book.since = DAY_NONE;
	book.held = false;
	assert_int_equal(creditbook_put(st, &book, &err), RC_OK);
	assert_int_equal(
	    creditbook_held(st, a, STR(""), 10, &v, &n, &err), RC_OK);
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		the_table_wants_two_persons, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		one_open_request_an_account, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		nobody_stands_nowhere, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_put_is_held, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
