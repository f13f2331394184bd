#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "flow/people.h"
#include "flow/people_lines.h"

static struct settings set;
static struct flow f;
static struct arena *a;
static struct err err;
static char folder[64], path[96];

static const char accounts[] =
    "INSERT INTO account (id, name, language, timezone, currency, segment, "
    "collector, created_at, first_batch, batch) VALUES "
    "('C-1', 'A', '', '', 'USD', '', 'Ruth@Ours.example', 0, '', ''), "
    "('C-2', 'B', '', '', 'USD', '', 'ruth@ours.example', 0, '', ''), "
    "('C-3', 'C', '', '', 'USD', '', 'Ruth Okafor', 0, '', ''), "
    "('C-4', 'D', '', '', 'USD', '', '', 0, '', ''), "
    "('C-5', 'E', '', '', 'USD', '', 'zoe@ours.example', 0, '', '')";

static int
set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/dunmail-people-XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ledger.db", folder);
	a = arena_new(1u << 20);
	set = (struct settings){
	    .staff_fallback = STR("desk@ours.example"),
	    .staff_credit = STR("credit@ours.example"),
	    .staff_escalation = STR("boss@ours.example"),
	    .staff_orders = STR("orders@ours.example"),
	    .staff_stakeholders =
		STR("pricing: sales@ours.example\nother: care@ours.example"),
	    .staff_people = STR("lee@ours.example: Lee Wong\n\n"
				"kim@ours.example: Kim Park, approves\n"
				"kim@other.example: Kim Park\n"
				"no address here"),
	    .staff_away =
		STR("credit@ours.example: dep@ours.example until 2026-11-30\n"
		    "dep@ours.example: dep2@ours.example until 2026-11-20\n"
		    "boss@ours.example: credit@ours.example until 2026-11-10\n"
		    "lee@ours.example: kim@ours.example"),
	};
	f = (struct flow){.set = &set};
	if (store_open(path, DB_CREATE, &f.store, &err) != RC_OK)
		return -1;
	return db_exec(store_db(f.store), accounts, &err) == RC_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	char name[128];

	(void)state;
	store_close(&f.store);
	arena_free(&a);
	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
	return rmdir(folder);
}

static unsigned
rights(const char *address)
{
	unsigned out;
	enum rc rc = people_rights(&f, str_of(address), &out, &err);

	assert_true(rc == (out ? RC_OK : RC_MISS));
	return out;
}

static void
test_rights(void **state)
{
	static const char *const known[] = {"desk@ours.example",
	    "DESK@Ours.example", "orders@ours.example", "sales@ours.example",
	    "care@ours.example", "lee@ours.example", "dep@ours.example",
	    "ruth@ours.example", "RUTH@ours.example", "zoe@ours.example"};
	static const char *const nobody[] = {"", "ruth", "Ruth Okafor", "@",
	    "pat@acme.example", "ruth@ours.example.evil.example",
	    "xruth@ours.example", "pricing"};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		assert_int_equal(rights(known[i]), PEOPLE_KNOWN);
	for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		assert_int_equal(rights(nobody[i]), 0);
	assert_int_equal(
	    rights("credit@ours.example"), PEOPLE_KNOWN | PEOPLE_APPROVE);
	assert_int_equal(
	    rights("boss@ours.example"), PEOPLE_KNOWN | PEOPLE_APPROVE);
	assert_int_equal(
	    rights("kim@ours.example"), PEOPLE_KNOWN | PEOPLE_APPROVE);
}

static void
is(struct str s, const char *want)
{
	if (!str_eqc(s, want))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), want);
}

static void
test_deputies(void **state)
{
	struct str credit = set.staff_credit;

	(void)state;
	is(people_deputy(&f, credit, day_of(2026, 11, 15)),
	    "dep2@ours.example");
	is(people_deputy(&f, credit, day_of(2026, 11, 30)), "dep@ours.example");
	is(people_deputy(&f, credit, day_of(2026, 12, 1)),
	    "credit@ours.example");
	/* A line that cannot be read sends nobody away. */
	is(people_deputy(&f, STR("lee@ours.example"), day_of(2026, 11, 1)),
	    "lee@ours.example");
	is(people_deputy(&f, STR(""), day_of(2026, 11, 1)), "");
}

/* Two who stand in for each other end somewhere. */
static void
test_deputies_in_a_ring(void **state)
{
	(void)state;
	set.staff_away = STR("a@x.example: b@x.example until 2026-12-31\n"
			     "b@x.example: a@x.example until 2026-12-31");
	is(people_deputy(&f, STR("a@x.example"), day_of(2026, 11, 1)),
	    "b@x.example");
}

static void
test_another(void **state)
{
	day_t away = day_of(2026, 11, 15), here = day_of(2026, 12, 15);

	(void)state;
	is(people_other(&f, STR("lee@ours.example"), here),
	    "credit@ours.example");
	is(people_other(&f, STR("Credit@ours.example"), here),
	    "boss@ours.example");
	is(people_other(&f, STR("lee@ours.example"), away),
	    "boss@ours.example");
	is(people_other(&f, STR("boss@ours.example"), away),
	    "kim@ours.example");
	set.staff_people = STR("");
	is(people_other(&f, STR("boss@ours.example"), away),
	    "dep2@ours.example");
	assert_true(people_may_approve(&f, STR("dep2@ours.example"), away));
	assert_false(people_may_approve(&f, STR("dep2@ours.example"), here));
	assert_true(people_may_approve(&f, STR("boss@ours.example"), here));
	assert_false(people_may_approve(&f, STR("lee@ours.example"), here));
	set.staff_escalation = STR("");
	assert_true(
	    str_is_empty(people_other(&f, STR("credit@ours.example"), here)));
}

static void
test_find(void **state)
{
	struct str who;

	(void)state;
	assert_int_equal(
	    people_find(&f, a, STR(" lee wong "), &who, &err), RC_OK);
	is(who, "lee@ours.example");
	assert_int_equal(people_find(&f, a, STR("lee"), &who, &err), RC_OK);
	is(who, "lee@ours.example");
	assert_int_equal(people_find(&f, a, STR("zoe"), &who, &err), RC_OK);
	is(who, "zoe@ours.example");
	assert_int_equal(
	    people_find(&f, a, STR("Kim Park"), &who, &err), RC_BAD);
	assert_int_equal(
	    people_find(&f, a, STR("nobody"), &who, &err), RC_MISS);
	assert_int_equal(
	    people_find(&f, a, STR("x@evil.example"), &who, &err), RC_MISS);
}

static void
test_lines(void **state)
{
	struct str rest = set.staff_people, line;
	struct people_line p;

	(void)state;
	assert_true(people_lines_next(&rest, &line, &p));
	is(p.address, "lee@ours.example");
	is(p.name, "Lee Wong");
	assert_false(p.approves);
	assert_true(people_lines_next(&rest, &line, &p));
	assert_true(p.approves);
	assert_true(people_lines_next(&rest, &line, &p));
	assert_true(people_lines_next(&rest, &line, &p));
	is(line, "no address here");
	assert_true(str_is_empty(p.address));
	assert_false(people_lines_next(&rest, &line, &p));
	rest = STR("lee@x.example");
	assert_true(people_lines_next(&rest, &line, &p));
	is(p.address, "lee@x.example");
	assert_true(str_is_empty(p.name));
}

/* A piece of a transaction is taken back, the rest stays. */
static void
test_collectors_in_a_piece(void **state)
{
	struct store *st = f.store;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	assert_int_equal(db_exec(store_db(st),
			     "UPDATE account SET collector = 'a@x' "
			     "WHERE id = 'C-5'",
			     &err),
	    RC_OK);
	assert_int_equal(store_savepoint(st, &err), RC_OK);
	assert_int_equal(db_exec(store_db(st),
			     "UPDATE account SET collector = 'b@x' "
			     "WHERE id = 'C-4'",
			     &err),
	    RC_OK);
	assert_int_equal(rights("b@x"), PEOPLE_KNOWN);
	assert_int_equal(store_undo(st, &err), RC_OK);
	assert_int_equal(store_savepoint(st, &err), RC_OK);
	assert_int_equal(store_keep(st, &err), RC_OK);
	assert_int_equal(store_commit(st, &err), RC_OK);
	assert_int_equal(rights("a@x"), PEOPLE_KNOWN);
	assert_int_equal(rights("b@x"), 0);
	assert_int_equal(rights("zoe@ours.example"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_rights, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_deputies, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_deputies_in_a_ring, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_another, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_find, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		test_collectors_in_a_piece, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
