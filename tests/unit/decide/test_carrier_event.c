#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "decide/carrier_event.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static struct carrier_event
read_event(const char *query, const char *body)
{
	struct carrier_event e;

	if (!carrier_event_read(a, str_of(query), str_of(body), &e))
		fail_msg("not read: %s | %s", query, body);
	return e;
}

static void
refused(const char *query, const char *body)
{
	struct carrier_event e;

	if (carrier_event_read(a, str_of(query), str_of(body), &e))
		fail_msg("read: %s | %s", query, body);
}

static void
test_kinds(void **state)
{
	struct carrier_event e;

	(void)state;
	e = read_event("",
	    "MessageSid=SM1&From=%2B12075550199&To=%2B1&Body=a+b%21&"
	    "NumMedia=2&SmsStatus=received");
	assert_int_equal(e.kind, CARRIER_TEXT);
	assert_true(str_eqc(e.id, "text/SM1"));
	assert_true(str_eqc(e.from, "+12075550199"));
	assert_true(str_eqc(e.body, "a b!"));
	assert_int_equal(e.media, 2);
	e = read_event("touch=00aa",
	    "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30006");
	assert_int_equal(e.kind, CARRIER_STATUS);
	assert_true(str_eqc(e.id, "SM1/undelivered"));
	assert_true(str_eqc(e.touch, "00aa"));
	assert_true(str_eqc(e.code, "30006"));
	e = read_event("touch=00aa&on=answer",
	    "CallSid=CA1&CallStatus=in-progress&AnsweredBy=human");
	assert_int_equal(e.kind, CARRIER_ANSWER);
	assert_true(str_eqc(e.answered_by, "human"));
	e = read_event("touch=00aa&on=key&turn=2",
	    "CallSid=CA1&CallStatus=in-progress&Digits=1");
	assert_int_equal(e.kind, CARRIER_KEY);
	assert_true(str_eqc(e.id, "CA1/key/2/1"));
	e = read_event("touch=00aa&on=call", "CallSid=CA1&CallStatus=busy");
	assert_int_equal(e.kind, CARRIER_CALL);
	assert_true(str_eqc(e.id, "CA1/busy"));
	e = read_event("", "CallSid=CA2&CallStatus=ringing&From=%2B1");
	assert_int_equal(e.kind, CARRIER_CALLED);
}

static void
test_refused(void **state)
{
	char many[CARRIER_FIELDS_MAX * 4 + 40] = "MessageSid=SM1";
	size_t n = strlen(many);

	(void)state;
	refused("", "");
	refused("", "Body=x");
	refused("on=other", "CallSid=CA1&CallStatus=busy");
	refused("", "MessageSid=SM1/../x");
	refused("touch=a/b", "MessageSid=SM1");
	refused("touch=%zz", "MessageSid=SM1");
	refused("", "MessageSid=SM1&Body=%00");
	refused("", "MessageSid=SM1&Body=%ff");
	refused("", "MessageSid=SM1&Body=%f");
	/* Said twice in two ways it is nothing. */
	refused("", "MessageSid=SM1&MessageSid=SM2");
	refused("", "MessageSid=SM1&MessageStatus=a%20b");
	for (int i = 0; i < CARRIER_FIELDS_MAX; i++) {
		memcpy(many + n, "&a=1", 5);
		n += 4;
	}
	refused("", many);
}

static void
moves(const char *from, const char *to, bool want)
{
	assert_int_equal(carrier_state_moves(str_of(from), str_of(to)), want);
}

static void
test_states(void **state)
{
	(void)state;
	moves("taken", "queued", true);
	moves("uncertain", "sent", true);
	moves("queued", "sent", true);
	moves("sent", "queued", false);
	moves("sent", "sent", false);
	moves("sent", "delivered", true);
	moves("delivered", "sent", false);
	moves("delivered", "undelivered", false);
	moves("undelivered", "delivered", false);
	moves("queued", "failed", true);
	moves("in-progress", "completed", true);
	moves("completed", "in-progress", false);
	moves("sent", "no such word", false);
	assert_true(carrier_state_is_final(STR("busy")));
	assert_false(carrier_state_is_final(STR("sent")));
	assert_true(carrier_code_is_dead(STR("21614")));
	assert_false(carrier_code_is_dead(STR("")));
	assert_false(carrier_code_is_dead(STR("2161")));
	assert_true(carrier_code_is_stopped(STR("21610")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_kinds, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
	    cmocka_unit_test(test_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
