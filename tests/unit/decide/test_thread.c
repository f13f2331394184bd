#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../support/build_message.h"
#include "decide/thread.h"

#define FROM "From: Pat <pat@customer.example>\n"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct thread_hit
match(const char *head, const struct thread_facts *facts)
{
	struct thread_hit hit;

	thread_match(build_message(arena, head, ""), facts, &hit);
	return hit;
}

#define TOUCH(id, where, acc)                                                  \
	{                                                                      \
		.touch = STR(id), .place = where, .account = STR(acc),         \
		.address = STR("pat@customer.example")                         \
	}

static void
assert_account(struct thread_hit hit, const char *account, enum thread_how how)
{
	assert_true(str_eqc(hit.account, account));
	assert_int_equal(hit.how, how);
}

/* The order is fixed, whatever order the caller found them in. */
static void
test_order(void **state)
{
	const struct thread_touch all[] = {
	    TOUCH("t1", THREAD_IN_REFERENCES, "C"),
	    TOUCH("t2", THREAD_IN_REPLY_TO, "B"),
	    TOUCH("t3", THREAD_IN_ADDRESS, "A"),
	};
	const struct thread_owner owner[] = {{STR("D"), STR("d1")}};
	struct thread_facts f = {.touches = all,
	    .touch_count = 3,
	    .owners = owner,
	    .owner_count = 1};
	struct thread_hit hit = match(FROM, &f);

	(void)state;
	assert_account(hit, "A", THREAD_TAG);
	assert_true(str_eqc(hit.touch, "t3"));
	assert_true(hit.proven);
	f.touch_count = 2;
	assert_account(match(FROM, &f), "B", THREAD_REPLY);
	f.touch_count = 1;
	assert_account(match(FROM, &f), "C", THREAD_REFERENCE);
	f.touch_count = 0;
	hit = match(FROM, &f);
	assert_account(hit, "D", THREAD_SENDER);
	assert_false(hit.proven);
	assert_int_equal(hit.role, THREAD_CONTACT);
	assert_true(str_eqc(hit.contact, "d1"));
	f.owner_count = 0;
	assert_account(match(FROM, &f), "", THREAD_NONE);
}

static void
test_newest_reference(void **state)
{
	const struct thread_touch t[] = {
	    TOUCH("new", THREAD_IN_REFERENCES, "A"),
	    TOUCH("old", THREAD_IN_REFERENCES, "B"),
	};
	struct thread_facts f = {.touches = t, .touch_count = 2};

	(void)state;
	assert_account(match(FROM, &f), "A", THREAD_REFERENCE);
}

/* A restored ledger may not know a touch; the next clue counts. */
static void
test_unknown_touch(void **state)
{
	const struct thread_touch t[] = {
	    TOUCH("gone", THREAD_IN_ADDRESS, ""),
	    TOUCH("here", THREAD_IN_REPLY_TO, "B"),
	};
	struct thread_facts f = {.touches = t, .touch_count = 2};

	(void)state;
	assert_account(match(FROM, &f), "B", THREAD_REPLY);
}

static void
test_two_tags_two_accounts(void **state)
{
	const struct thread_touch t[] = {
	    TOUCH("t1", THREAD_IN_ADDRESS, "A"),
	    TOUCH("t2", THREAD_IN_ADDRESS, "B"),
	};
	struct thread_facts f = {.touches = t, .touch_count = 2};
	struct thread_hit hit = match(FROM, &f);

	(void)state;
	assert_account(hit, "", THREAD_NONE);
	assert_true(hit.ambiguous);
	assert_int_equal(hit.trust, THREAD_UNVERIFIED);
}

static void
test_sender_and_invoice(void **state)
{
	const struct thread_owner owners[] = {
	    {STR("A"), STR("a1")}, {STR("B"), STR("b1")}};
	const struct thread_invoice own[] = {
	    {STR("INV-7"), STR("B")}, {STR("INV-9"), STR("X")}};
	const struct thread_invoice both[] = {
	    {STR("INV-7"), STR("B")}, {STR("INV-8"), STR("A")}};
	struct thread_facts f = {.owners = owners, .owner_count = 2};
	struct thread_hit hit;

	(void)state;
	hit = match(FROM, &f);
	assert_account(hit, "", THREAD_NONE);
	assert_true(hit.ambiguous);
	f.invoices = own;
	f.invoice_count = 2;
	hit = match(FROM, &f);
	assert_account(hit, "B", THREAD_SENDER_INVOICE);
	assert_true(str_eqc(hit.contact, "b1"));
	assert_false(hit.ambiguous);
	f.invoices = both;
	assert_true(match(FROM, &f).ambiguous);
	/* A stranger who knows a number gets nowhere. */
	f.owner_count = 0;
	hit = match(FROM, &f);
	assert_account(hit, "", THREAD_NONE);
	assert_int_equal(hit.role, THREAD_STRANGER);
}

/* On file for A only, and speaks of an invoice of X: a person decides. */
static void
test_foreign_invoice(void **state)
{
	const struct thread_owner owners[] = {{STR("A"), STR("a1")}};
	const struct thread_invoice invoices[] = {{STR("INV-9"), STR("X")}};
	struct thread_facts f = {.owners = owners,
	    .owner_count = 1,
	    .invoices = invoices,
	    .invoice_count = 1};

	(void)state;
	assert_account(match(FROM, &f), "", THREAD_NONE);
}

static void
test_trust(void **state)
{
	const struct thread_touch tag[] = {TOUCH("t1", THREAD_IN_ADDRESS, "A")};
	const struct thread_touch reply[] = {
	    TOUCH("t1", THREAD_IN_REPLY_TO, "A")};
	struct thread_facts f = {.touches = tag, .touch_count = 1};

	(void)state;
	/* The reply tag comes back from where it was sent. */
	assert_int_equal(match(FROM, &f).trust, THREAD_VERIFIED);
	assert_int_equal(
	    match("From: PAT@customer.example\n", &f).trust, THREAD_VERIFIED);
	/* It was forwarded to somebody else. */
	assert_int_equal(
	    match("From: adviser@law.example\n", &f).trust, THREAD_UNVERIFIED);
	assert_account(
	    match("From: adviser@law.example\n", &f), "A", THREAD_TAG);
	/* A Message-ID is quoted and passed on; it proves the thread only. */
	f.touches = reply;
	assert_int_equal(match(FROM, &f).trust, THREAD_UNVERIFIED);
	f.auth = AUTHRES_PASS;
	assert_int_equal(match(FROM, &f).trust, THREAD_VERIFIED);
	f.auth = AUTHRES_FAIL;
	f.touches = tag;
	assert_int_equal(match(FROM, &f).trust, THREAD_FORGED);
}

static void
test_odd_from(void **state)
{
	const struct thread_owner owners[] = {{STR("A"), STR("a1")}};
	struct thread_facts f = {
	    .owners = owners, .owner_count = 1, .auth = AUTHRES_PASS};
	struct thread_hit hit;

	(void)state;
	hit = match("From: pat@customer.example, x@evil.example\n", &f);
	assert_int_equal(hit.trust, THREAD_UNVERIFIED);
	assert_account(hit, "", THREAD_NONE);
	assert_int_equal(hit.role, THREAD_STRANGER);
	assert_int_equal(match("Subject: x\n", &f).trust, THREAD_UNVERIFIED);
	assert_int_equal(
	    match(
		"From: \"pat@customer.example\" <evil@attacker.example>\n", &f)
		.trust,
	    THREAD_UNVERIFIED);
	assert_int_equal(
	    match(
		"From: Pat pat@customer.example. <evil@attacker.example>\n", &f)
		.trust,
	    THREAD_UNVERIFIED);
	assert_int_equal(
	    match("From: pat@customer.example <pat@customer.example>\n", &f)
		.trust,
	    THREAD_VERIFIED);
	assert_int_equal(
	    match("From: Pat @ Acme <pat@customer.example>\n", &f).trust,
	    THREAD_VERIFIED);
	f.auth = AUTHRES_FAIL;
	assert_int_equal(match("Subject: x\n", &f).trust, THREAD_FORGED);
}

/* Authority is of this account: a contact of B is a stranger on A. */
static void
test_role(void **state)
{
	const struct thread_touch t[] = {TOUCH("t1", THREAD_IN_ADDRESS, "A")};
	const struct thread_owner owners[] = {{STR("B"), STR("b1")}};
	struct thread_facts f = {.touches = t,
	    .touch_count = 1,
	    .owners = owners,
	    .owner_count = 1,
	    .auth = AUTHRES_PASS};
	struct thread_hit hit = match(FROM, &f);

	(void)state;
	assert_account(hit, "A", THREAD_TAG);
	assert_int_equal(hit.role, THREAD_STRANGER);
	assert_true(str_is_empty(hit.contact));
	f.staff = true;
	assert_int_equal(match(FROM, &f).role, THREAD_STAFF);
}

/* A note address says the account behind what we keyed for one mail, before
 * the sender does, and proves nobody. */
static void
test_note_address(void **state)
{
	const struct thread_touch touch[] = {
	    TOUCH("t1", THREAD_IN_REFERENCES, "A")};
	const struct thread_note notes[] = {{STR("B")}, {STR("C")}};
	const struct thread_owner owner[] = {{STR("D"), STR("d1")}};
	struct thread_facts f = {.touches = touch,
	    .touch_count = 1,
	    .notes = notes,
	    .note_count = 1,
	    .owners = owner,
	    .owner_count = 1};

	(void)state;
	assert_account(match(FROM, &f), "A", THREAD_REFERENCE);
	f.touch_count = 0;
	assert_account(match(FROM, &f), "B", THREAD_NOTE);
	assert_false(match(FROM, &f).proven);
	assert_int_equal(match(FROM, &f).role, THREAD_STRANGER);
	assert_int_equal(match(FROM, &f).trust, THREAD_UNVERIFIED);
	f.note_count = 2;
	assert_true(match(FROM, &f).ambiguous);
	assert_account(match(FROM, &f), "", THREAD_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_newest_reference, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_unknown_touch, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_two_tags_two_accounts, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_sender_and_invoice, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_foreign_invoice, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_trust, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_odd_from, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_role, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_note_address, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
