#include "ledger_fixture.h"

#include "store/outbox.h"
#include "store/phones.h"
#include "store/texts.h"

#define NUMBER STR("+12075550199")

static void
touch(const char *id)
{
	const struct outbox_touch t = {
	    .id = str_of(id),
	    .natural_key = str_of(id),
	    .account = STR("A"),
	    .contact = STR("C"),
	    .kind = STR("spool"),
	    .channel = STR("sms"),
	    .sequence = STR("invoicing"),
	    .step = STR("text"),
	    .template_name = STR("text"),
	    .mailbox = STR("ar"),
	    .recipient = NUMBER,
	    .params = STR("{}"),
	    .planned_at = 1,
	    .not_before = 1,
	};

	assert_int_equal(outbox_add(st, &t, &err), RC_OK);
}

static void
take(const char *id, int64_t at, bool asked)
{
	const struct texts_row row = {
	    .touch = str_of(id),
	    .channel = STR("sms"),
	    .number = NUMBER,
	    .at = at,
	    .asked = asked,
	    .parts = 2,
	    .cost = 200,
	};

	touch(id);
	assert_int_equal(texts_take(st, &row, &err), RC_OK);
}

static int64_t
near(const char *but, int64_t since, bool asked)
{
	struct texts_row row = {
	    .touch = str_of(but), .number = NUMBER, .asked = asked};
	int64_t n = -1;

	assert_int_equal(texts_near(st, &row, since, &n, &err), RC_OK);
	return n;
}

static void
test_counts(void **state)
{
	int64_t count, cost;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	assert_int_equal(near("t1", 0, false), 0);
	take("t1", 100, false);
	take("t2", 200, true);
	take("t3", 300, false);
	assert_int_equal(near("t9", 0, false), 2);
	assert_int_equal(near("t3", 0, false), 1); /* not itself */
	assert_int_equal(near("t9", 200, false), 1);
	assert_int_equal(near("t9", 0, true), 1);
	assert_int_equal(texts_used(st, 150, &count, &cost, &err), RC_OK);
	assert_int_equal(count, 2);
	assert_int_equal(cost, 400);
	assert_int_equal(texts_used(st, 900, &count, &cost, &err), RC_OK);
	assert_int_equal(count, 0);
	assert_int_equal(cost, 0);
	store_rollback(st);
}

static void
test_states(void **state)
{
	struct texts_said said = {
	    .touch = STR("t1"), .sid = STR("SM1"), .state = STR("queued")};
	struct texts_row row, *v;
	size_t n;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	take("t1", 100, false);
	/* Taken, and never handed over as far as is known. */
	assert_int_equal(texts_last(st, a, NUMBER, &row, &err), RC_MISS);
	said.state = STR("uncertain");
	assert_int_equal(texts_state(st, &said, &err), RC_OK);
	assert_int_equal(texts_uncertain(st, a, 0, 1000, &v, &n, &err), RC_OK);
	assert_int_equal(n, 1);
	assert_int_equal(texts_looked(st, STR("t1"), 1001, &err), RC_OK);
	assert_int_equal(texts_uncertain(st, a, 0, 1000, &v, &n, &err), RC_OK);
	assert_int_equal(n, 0);
	said.state = STR("sent");
	assert_int_equal(texts_sent(st, &said, &err), RC_OK);
	assert_int_equal(texts_sent(st, &said, &err), RC_MISS);
	assert_int_equal(texts_of_sid(st, a, STR("SM1"), &row, &err), RC_OK);
	assert_true(str_eqc(row.touch, "t1"));
	assert_true(str_eqc(row.state, "sent"));
	assert_int_equal(texts_of_sid(st, a, STR(""), &row, &err), RC_MISS);
	assert_int_equal(texts_last(st, a, NUMBER, &row, &err), RC_OK);
	assert_int_equal(texts_key(st, STR("t1"), STR("1"), &err), RC_OK);
	assert_int_equal(texts_key(st, STR("t1"), STR("3"), &err), RC_OK);
	assert_int_equal(texts_get(st, a, STR("t1"), &row, &err), RC_OK);
	assert_true(str_eqc(row.keys, "13"));
	store_rollback(st);
}

static struct phones_facts
facts(void)
{
	struct phones_facts f;

	assert_int_equal(
	    phones_facts(st, a, NUMBER, STR("A"), STR("C"), &f, &err), RC_OK);
	return f;
}

static void
test_phones(void **state)
{
	struct phones_said say = {
	    .number = NUMBER, .state = "stopped", .by = STR("text"), .at = 5};
	int64_t failures;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	assert_true(str_eqc(facts().state, ""));
	assert_int_equal(phones_failed(st, NUMBER, 1, &failures, &err), RC_OK);
	assert_int_equal(failures, 1);
	assert_int_equal(phones_works(st, NUMBER, &err), RC_OK);
	assert_int_equal(phones_failed(st, NUMBER, 2, &failures, &err), RC_OK);
	assert_int_equal(phones_failed(st, NUMBER, 3, &failures, &err), RC_OK);
	assert_int_equal(failures, 2);
	assert_int_equal(phones_say(st, &say, &err), RC_OK);
	assert_int_equal(phones_say(st, &say, &err), RC_MISS);
	assert_true(str_eqc(facts().state, "stopped"));
	say.state = "ok";
	assert_int_equal(phones_say(st, &say, &err), RC_OK);
	assert_true(str_eqc(facts().state, "ok"));
	assert_int_equal(facts().last_at, 0);
	assert_false(facts().no_texts);
	store_rollback(st);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_counts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_states, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_phones, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
