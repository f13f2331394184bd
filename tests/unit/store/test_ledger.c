#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/ledger.h"

#define NOW 1000

static char dir[64], path[80];
static struct store *st;
static struct arena *a;
static struct err err;

static void
sql(const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (db_exec(store_db(st), text, &err) != RC_OK)
		fail_msg("%s: %s", err.text, text);
}

static void
add_account(const char *id)
{
	sql("INSERT INTO account (id, name, language, timezone, currency, "
	    "segment, collector, created_at, first_batch, batch) "
	    "VALUES ('%s', 'Name of %s', 'de', 'Europe/Berlin', 'EUR', "
	    "'', '', 0, 'b1', 'b1')",
	    id, id);
}

static void
add_contact(
    const char *id, const char *account, const char *role, const char *state)
{
	sql("INSERT INTO contact (id, account, name, email, email_key, phone, "
	    "role, language, state, first_batch, batch) VALUES ('%s', '%s', "
	    "'N', '%s@example.com', '%s@example.com', '', '%s', '', '%s', "
	    "'b1', 'b1')",
	    id, account, id, id, role, state);
}

static void
add_invoice(const char *id, const char *account, const char *due)
{
	sql("INSERT INTO invoice VALUES ('%s', '%s', '2026-01-01', '%s', 1000, "
	    "'EUR', '', 'b1', 'b1')",
	    id, account, due);
}

static void
apply(const char *source, const char *invoice, int amount)
{
	sql("INSERT INTO application VALUES ('payment', '%s', '%s', %d, 'b1', "
	    "'b1')",
	    source, invoice, amount);
}

static void
pay(const char *id, const char *account, int amount, const char *currency)
{
	sql("INSERT INTO payment VALUES ('%s', '%s', '2026-02-01', %d, '%s', "
	    "'', '', 'b1', 'b1')",
	    id, account, amount, currency);
}

static void
rest(const char *id, const char *account, const char *invoice, int until)
{
	sql("INSERT INTO rest (id, account, invoice, kind, reason, since, "
	    "until, inbox, ended_at) VALUES ('%s', '%s', '%s', 'pause', 'why "
	    "%s', 0, "
	    "%d, '', 0)",
	    id, account, invoice, id, until);
}

/* A has something of everything, B one invoice, C nothing at all. */
static void
fill(void)
{
	sql("INSERT INTO import_batch (id, seq, kind, source, as_of, "
	    "started_at) VALUES ('b1', 1, 'all', '', '2026-01-01', 77)");
	add_account("A");
	add_account("B");
	add_account("C");
	add_contact("a1", "A", "executive", "ok");
	add_contact("a2", "A", "ap", "bounced");
	add_contact("a3", "A", "other", "ok");
	add_contact("b1", "B", "ap", "ok");
	add_invoice("A-2", "A", "2026-02-02");
	add_invoice("A-1", "A", "2026-02-02");
	add_invoice("A-0", "A", "2026-03-01");
	add_invoice("A-paid", "A", "2026-01-01");
	add_invoice("B-1", "B", "2026-02-02");
	pay("P1", "A", 2000, "EUR");
	pay("P2", "A", 30, "USD");
	pay("P3", "A", 40, "EUR");
	apply("P1", "A-paid", 1000);
	apply("P1", "A-1", 300);
	sql("INSERT INTO credit VALUES ('C1', 'A', '2026-02-01', 5, 'USD', "
	    "'', 'b1', 'b1')");
	rest("r1", "A", "", 900); /* over */
	rest("r2", "A", "A-1", 0);
	rest("r3", "B", "", 2000);
	rest("r4", "B", "", 1500);
	sql("INSERT INTO dispute (id, account, invoice, reason, state, "
	    "opened_at, opened_by, inbox) "
	    "VALUES ('d1', 'A', 'A-2', 'x', 'open', 0, '', '')");
	/* A part is in dispute, and a credit is on its way. */
	sql("INSERT INTO dispute (id, account, invoice, reason, state, "
	    "opened_at, opened_by, inbox, amount) "
	    "VALUES ('d2', 'A', 'A-1', 'x', 'open', 0, '', '', 100)");
	sql("INSERT INTO dispute (id, account, invoice, reason, state, "
	    "opened_at, opened_by, inbox, amount, awaits) "
	    "VALUES ('d3', 'A', 'A-1', 'x', 'resolved', 0, '', '', 9, 20)");
	sql("INSERT INTO promise VALUES ('p1', 'A', 'a3', '2026-04-01', 400, "
	    "'EUR', 0, 'open', 0, 0, 10, '')");
	sql("INSERT INTO promise_invoice VALUES ('p1', 'A-0', 1)");
	sql("INSERT INTO membership VALUES ('B', 'invoicing', 4)");
}

static void
add_sent(const char *id, const char *invoice, const char *step, int level,
    const char *day, int planned_at)
{
	sql("INSERT INTO touch (id, natural_key, account, contact, kind, "
	    "sequence, step, level, episode, template, mailbox, recipient, "
	    "thread, inbox, params, state, reason, planned_at, not_before) "
	    "VALUES ('%s', '%s', 'B', 'b1', 'reminder', 'invoicing', '%s', %d, "
	    "4, '', '', '', '', '', '', 'accepted', '', %d, 0)",
	    id, id, step, level, planned_at);
	sql("INSERT INTO touch_invoice VALUES ('%s', '%s', 'invoicing', '%s', "
	    "%d, 1, '%s')",
	    id, invoice, step, level, day);
}

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	snprintf(dir, sizeof(dir), "/tmp/dunmail-ledger.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ledger.db", dir);
	if (store_open(path, DB_CREATE, &st, &err) != RC_OK)
		return -1;
	fill();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	store_close(&st);
	arena_free(&a);
	unlink(path);
	return rmdir(dir);
}

static void
ask(const struct str *ids, size_t n, unsigned parts, struct facts_account *out)
{
	struct ledger_ask q = {{ids, n, STR("invoicing")}, parts};

	for (size_t i = 0; i < n; i++)
		out[i] = (struct facts_account){.now = NOW};
	if (ledger_facts(st, a, &q, out, &err) != RC_OK)
		fail_msg("%s", err.text);
}

static void
is(struct str got, const char *want)
{
	if (!str_eqc(got, want))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got), want);
}

static void
is_all_of_a(const struct facts_account *f)
{
	is(f->account.name, "Name of A");
	assert_int_equal(f->contact_count, 3);
	is(f->contacts[0].id, "a3");
	is(f->contacts[1].id, "a1");
	is(f->contacts[2].id, "a2");
	assert_int_equal(f->contacts[0].since, 77);
	assert_int_equal(f->invoice_count, 3);
	is(f->invoices[0].id, "A-1");
	assert_int_equal(f->invoices[0].open.minor, 700);
	assert_true(f->invoices[0].rests_until == INT64_MAX);
	is(f->invoices[0].rest_reason, "why r2");
	assert_false(f->invoices[0].disputed);
	assert_int_equal(f->invoices[0].contested.minor, 120);
	assert_int_equal(facts_asked(&f->invoices[0]).minor, 580);
	is(f->invoices[1].id, "A-2");
	assert_true(f->invoices[1].disputed);
	is(f->invoices[2].id, "A-0");
	assert_int_equal(f->invoices[2].promised, day_of(2026, 4, 1));
	assert_int_equal(f->rests_until, 0);
	assert_int_equal(f->promise_count, 1);
	assert_int_equal(f->promises[0].applied_before, 10);
	assert_int_equal(f->promises[0].open_now, 1000);
	assert_int_equal(f->unapplied_count, 2);
	assert_string_equal(f->unapplied[0].currency, "EUR");
	assert_int_equal(f->unapplied[0].minor, 740);
	assert_string_equal(f->unapplied[1].currency, "USD");
	assert_int_equal(f->unapplied[1].minor, 35);
	assert_int_equal(f->episode, 1);
	assert_int_equal(f->last_reminder_at, 0);
}

static void
is_all_of_b(const struct facts_account *f)
{
	is(f->account.id, "B");
	assert_int_equal(f->contact_count, 1);
	assert_int_equal(f->invoice_count, 1);
	assert_int_equal(f->invoices[0].open.minor, 1000);
	assert_int_equal(f->rests_until, 2000);
	is(f->rest_reason, "why r3");
	assert_int_equal(f->promise_count, 0);
	assert_int_equal(f->unapplied_count, 0);
	assert_int_equal(f->episode, 4);
}

static void
one_account(void **state)
{
	struct facts_account f;
	struct str id = STR("A");

	(void)state;
	ask(&id, 1, LEDGER_ALL, &f);
	is_all_of_a(&f);
	id = STR("B");
	ask(&id, 1, LEDGER_ALL, &f);
	is_all_of_b(&f);
}

/* Each in its own slot, also twice; nobody and an unknown one have none. */
static void
a_pile(void **state)
{
	struct str ids[SLOTS_MAX] = {
	    STR("B"), STR(""), STR("A"), STR("nobody"), STR("C"), STR("A")};
	struct facts_account f[SLOTS_MAX];

	(void)state;
	for (size_t i = 6; i < SLOTS_MAX; i++)
		ids[i] = STR("B");
	for (size_t n = 6; n <= SLOTS_MAX; n += SLOTS_MAX - 6) {
		ask(ids, n, LEDGER_ALL, f);
		is_all_of_b(&f[0]);
		is_all_of_a(&f[2]);
		is_all_of_a(&f[5]);
		is(f[4].account.id, "C");
		assert_int_equal(f[4].invoice_count + f[4].contact_count, 0);
		for (size_t i = 1; i <= 3; i += 2) {
			assert_int_equal(f[i].account.id.n, 0);
			assert_int_equal(f[i].contact_count, 0);
			assert_int_equal(f[i].invoice_count, 0);
			assert_int_equal(f[i].episode, 1);
		}
	}
	is_all_of_b(&f[SLOTS_MAX - 1]);
}

/* A smaller question must not keep what a larger one was bound to. */
static void
fewer_than_before(void **state)
{
	struct str many[] = {STR("A"), STR("A"), STR("A"), STR("B")};
	struct str few[] = {STR("C"), STR("B")};
	struct facts_account f[4];

	(void)state;
	ask(many, 4, LEDGER_ALL, f);
	ask(few, 2, LEDGER_ALL, f);
	is(f[0].account.id, "C");
	assert_int_equal(f[0].invoice_count, 0);
	is_all_of_b(&f[1]);
}

static void
the_last_step_said(void **state)
{
	struct str ids[] = {STR("A"), STR("B")};
	struct facts_account f[2];

	(void)state;
	add_sent("t1", "B-1", "first", 1, "2026-03-01", 500);
	add_sent("t3", "B-1", "third", 3, "2026-03-09", 700);
	add_sent("t2", "B-1", "second", 2, "2026-03-09", 600);
	ask(ids, 2, LEDGER_HISTORY, f);
	is(f[1].invoices[0].said.step, "third");
	assert_int_equal(f[1].invoices[0].said.level, 3);
	assert_int_equal(f[1].invoices[0].said.day, day_of(2026, 3, 9));
	assert_int_equal(f[1].last_reminder_at, 700);
	assert_int_equal(f[0].invoices[0].said.day, DAY_NONE);
	ask(ids, 2, 0, f);
	assert_int_equal(f[1].invoice_count, 1);
	assert_int_equal(f[1].invoices[0].said.day, DAY_NONE);
}

static void
many_invoices(const char *account, int n)
{
	sql("WITH RECURSIVE k(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM k "
	    "WHERE i < %d) INSERT INTO invoice SELECT '%s-many-' || i, '%s', "
	    "'2026-01-01', CASE WHEN i = %d THEN '2026-01-02' ELSE "
	    "'2026-05-01' END, 9, 'EUR', '', 'b1', 'b1' FROM k",
	    n, account, account, n);
}

/* What one answer cannot hold is not lost for those at its end. */
static void
more_than_one_answer(void **state)
{
	struct str ids[] = {STR("C"), STR("A"), STR("B")};
	struct facts_account f[3];

	(void)state;
	many_invoices("C", 5003);
	ask(ids, 3, LEDGER_ALL, f);
	assert_int_equal(f[0].invoice_count, 5000);
	assert_int_equal(f[0].invoices[0].due, day_of(2026, 1, 2));
	is_all_of_a(&f[1]);
	is_all_of_b(&f[2]);
	many_invoices("B", 4999);
	ask(ids, 3, 0, f);
	assert_int_equal(f[0].invoice_count, 5000);
	assert_int_equal(f[1].invoice_count, 3);
	assert_int_equal(f[2].invoice_count, 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(one_account, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_pile, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		fewer_than_before, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		the_last_step_said, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		more_than_one_answer, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
