#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "flow/stripe_read.h"

#define HEAD "{\"id\":\"cs_1\",\"object\":\"checkout.session\","
#define META "\"metadata\":{\"checkout\":\"c1\",\"digest\":\"d1\"},"
#define SUM  "\"amount_total\":1000,\"currency\":\"usd\","

static struct arena *a;
static struct provider_session s;
static struct provider_event e;
static struct err err;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1u << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static enum rc
session(const char *text)
{
	err = (struct err){""};
	return stripe_read_session(a, str_of(text), &s, &err);
}

/* What a session with these words is. */
static enum provider_state
state_of(const char *status, const char *paid, const char *intent)
{
	char text[1024];

	snprintf(text, sizeof(text),
	    HEAD META SUM "\"status\":\"%s\",\"payment_status\":\"%s\","
			  "\"payment_intent\":%s}",
	    status, paid, intent);
	assert_int_equal(session(text), RC_OK);
	return s.state;
}

#define INTENT(status)                                                         \
	"{\"id\":\"pi_1\",\"amount_received\":0,\"status\":\"" status "\"}"

static void
test_states(void **state)
{
	(void)state;
	assert_int_equal(state_of("open", "unpaid", "null"), PROVIDER_OPEN);
	assert_int_equal(
	    state_of("expired", "unpaid", "null"), PROVIDER_EXPIRED);
	/* Complete is not paid. */
	assert_int_equal(state_of("complete", "unpaid", INTENT("processing")),
	    PROVIDER_PROCESSING);
	assert_int_equal(
	    state_of("complete", "unpaid", INTENT("requires_action")),
	    PROVIDER_PROCESSING);
	assert_int_equal(
	    state_of("complete", "unpaid", "\"pi_1\""), PROVIDER_PROCESSING);
	assert_true(str_eqc(s.payment, "pi_1"));
	assert_int_equal(state_of("complete", "paid", INTENT("processing")),
	    PROVIDER_PROCESSING);
	assert_int_equal(state_of("complete", "no_payment_required", "null"),
	    PROVIDER_PROCESSING);
	assert_int_equal(
	    state_of("complete", "unpaid", INTENT("requires_payment_method")),
	    PROVIDER_FAILED);
	assert_int_equal(state_of("complete", "unpaid", INTENT("canceled")),
	    PROVIDER_FAILED);
	assert_int_equal(
	    state_of("complete", "paid", INTENT("succeeded")), PROVIDER_PAID);
	assert_int_equal(session(HEAD META SUM "\"status\":\"new\"}"), RC_BAD);
}

static void
test_money(void **state)
{
	(void)state;
	assert_int_equal(
	    session(HEAD META SUM
		"\"status\":\"complete\",\"payment_status\":\"paid\","
		"\"url\":null,\"payment_intent\":{\"id\":\"pi_1\","
		"\"status\":\"succeeded\",\"amount_received\":1000,"
		"\"latest_charge\":{\"amount_refunded\":300,"
		"\"disputed\":true}}}"),
	    RC_OK);
	assert_int_equal(s.received, 1000);
	assert_int_equal(s.refunded, 300);
	assert_true(s.disputed);
	assert_true(str_eqc(s.checkout, "c1"));
	assert_true(str_eqc(s.digest, "d1"));
	assert_int_equal(s.amount.minor, 1000);
	assert_string_equal(s.amount.currency, "USD");
	assert_int_equal(
	    stripe_read_disputes(
		STR("{\"data\":[{\"amount\":200,\"status\":\"lost\"},"
		    "{\"amount\":100,\"status\":\"needs_response\"},"
		    "{\"amount\":50,\"status\":\"won\"},"
		    "{\"amount\":40,\"status\":\"warning_under_review\"},"
		    "{\"amount\":30,\"status\":\"prevented\"}]}"),
		&s, &err),
	    RC_OK);
	assert_int_equal(s.withdrawn, 300);
	assert_int_equal(stripe_read_disputes(STR("{\"data\":[{\"amount\":1.5,"
						  "\"status\":\"lost\"}]}"),
			     &s, &err),
	    RC_BAD);
}

/* Money of another kind than the page asked for never counts as ours. */
static void
test_other_currency(void **state)
{
	(void)state;
	assert_int_equal(
	    session(HEAD META SUM
		"\"status\":\"complete\",\"payment_status\":\"paid\","
		"\"payment_intent\":{\"id\":\"pi_1\",\"currency\":\"jpy\","
		"\"status\":\"succeeded\",\"amount_received\":1000}}"),
	    RC_OK);
	assert_string_equal(s.amount.currency, "JPY");
	assert_int_equal(
	    session(HEAD META SUM
		"\"status\":\"complete\",\"payment_status\":\"paid\","
		"\"payment_intent\":{\"id\":\"pi_1\",\"currency\":\"usd\","
		"\"status\":\"succeeded\",\"amount_received\":1000,"
		"\"latest_charge\":{\"currency\":\"eur\","
		"\"amount_refunded\":0}}}"),
	    RC_OK);
	assert_string_equal(s.amount.currency, "EUR");
	assert_int_equal(
	    session(HEAD META SUM
		"\"status\":\"complete\",\"payment_status\":\"paid\","
		"\"payment_intent\":{\"id\":\"pi_1\",\"currency\":\"usd\","
		"\"status\":\"succeeded\",\"amount_received\":1000}}"),
	    RC_OK);
	assert_string_equal(s.amount.currency, "USD");
	assert_int_equal(s.received, 1000);
}

static void
test_wrong(void **state)
{
	static const char *const wrong[] = {"", "[]", "{}", "x",
	    "{\"object\":\"checkout.session\"}",
	    "{\"id\":\"cs 1\",\"object\":\"checkout.session\"," SUM
	    "\"status\":\"open\"}",
	    HEAD "\"amount_total\":10.5,\"currency\":\"usd\","
		 "\"status\":\"open\"}",
	    HEAD "\"amount_total\":\"10\",\"currency\":\"usd\","
		 "\"status\":\"open\"}",
	    HEAD "\"amount_total\":-1,\"currency\":\"usd\","
		 "\"status\":\"open\"}",
	    HEAD "\"amount_total\":1,\"currency\":\"USD\","
		 "\"status\":\"open\"}",
	    HEAD "\"amount_total\":1,\"status\":\"open\"}",
	    HEAD SUM "\"status\":\"open\",\"url\":\"javascript:alert(1)\"}",
	    HEAD SUM "\"status\":\"open\",\"url\":\"https://a/\\r\\nX: y\"}",
	    HEAD SUM "\"status\":\"open\",\"url\":\"http://evil.example/\"}",
	    HEAD SUM "\"status\":\"open\",\"metadata\":"
		     "{\"checkout\":\"../x\"}}",
	    HEAD SUM "\"status\":\"complete\",\"payment_intent\":"
		     "{\"id\":\"pi_1\",\"amount_received\":1.5}}"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(session(wrong[i]), RC_BAD);
}

static enum rc
event(const char *text)
{
	return stripe_read_event(a, str_of(text), &e, &err);
}

#define EVENT(type, object)                                                    \
	"{\"type\":\"" type "\",\"data\":{\"object\":" object "}}"

static void
test_events(void **state)
{
	(void)state;
	assert_int_equal(event(EVENT("checkout.session.completed",
			     HEAD META SUM "\"payment_intent\":\"pi_1\","
					   "\"payment_status\":\"unpaid\"}")),
	    RC_OK);
	assert_true(str_eqc(e.session, "cs_1"));
	assert_true(str_eqc(e.payment, "pi_1"));
	assert_true(str_eqc(e.checkout, "c1"));
	assert_true(e.processing && e.has_amount);
	assert_int_equal(e.amount.minor, 1000);
	assert_int_equal(event(EVENT("checkout.session.completed",
			     HEAD META SUM "\"payment_status\":\"paid\"}")),
	    RC_OK);
	assert_false(e.processing);
	assert_int_equal(
	    event(EVENT("charge.refunded",
		"{\"object\":\"charge\",\"payment_intent\":\"pi_1\"}")),
	    RC_OK);
	assert_true(str_eqc(e.payment, "pi_1"));
	assert_false(e.has_amount);
	/* Others of the same company's account. */
	assert_int_equal(
	    event(EVENT("charge.succeeded",
		"{\"object\":\"charge\",\"payment_intent\":\"pi_1\"}")),
	    RC_MISS);
	assert_int_equal(
	    event(EVENT("charge.refunded", "{\"object\":\"charge\"}")),
	    RC_MISS);
	assert_int_equal(event("{}"), RC_MISS);
	assert_int_equal(event("{"), RC_BAD);
	assert_int_equal(
	    event(EVENT("charge.refunded",
		"{\"object\":\"charge\",\"payment_intent\":\"pi 1\"}")),
	    RC_BAD);
}

static void
test_errors(void **state)
{
	(void)state;
	assert_true(str_eqc(
	    stripe_read_error(a,
		STR("{\"error\":{\"type\":\"t\",\"code\":\"amount_too_small\","
		    "\"message\":\"secret words\"}}")),
	    "amount_too_small"));
	assert_true(str_eqc(
	    stripe_read_error(a, STR("{\"error\":{\"type\":\"a b\\n\"}}")),
	    "a?b?"));
	assert_int_equal(stripe_read_error(a, STR("<html>")).n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_states, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_money, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_other_currency, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_wrong, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_events, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
