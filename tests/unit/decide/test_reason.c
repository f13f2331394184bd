#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../support/build_message.h"
#include "decide/guard.h"
#include "decide/rcpt_address.h"
#include "decide/reason.h"

#define DAEMON                                                                 \
	"Return-Path: <>\n"                                                    \
	"From: Mail Delivery System <MAILER-DAEMON@mx.ar.example>\n"           \
	"To: bounces+1@ar.example\n"

struct row {
	const char *name;
	const char *head;
	const char *text;
	enum mail_kind kind;
	enum bounce_severity severity;
	const char *recipient;
};

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(8 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
check(const struct row *r, const struct message *m)
{
	struct guard g;

	guard_judge(arena, m, &g);
	if (g.kind != r->kind || g.severity != r->severity)
		print_error("%s: kind %d severity %d %.*s (%s: %.*s)\n",
		    r->name, g.kind, g.severity, STR_ARG(g.recipient), g.rule,
		    STR_ARG(g.evidence));
	assert_int_equal(g.kind, r->kind);
	assert_int_equal(g.severity, r->severity);
	if (r->kind != KIND_RECEIPT)
		assert_true(str_eqc(g.recipient, r->recipient));
}

struct report {
	struct row row;
	const char *action;
	const char *status;
	const char *final;
	const char *original;
	const char *diagnostic;
};

#define REPORT(kind, severity, rcpt)                                           \
	{                                                                      \
#kind, DAEMON "Subject: Delivery Status Notification\n", "",   \
		    kind, severity, rcpt                                       \
	}

static const struct report reports[] = {
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.1.1",
	"a@b.example", "", "smtp; 550 5.1.1 User unknown"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "Failed", "5.1.10",
	"a@b.example", "",
	"smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"},
    /* Words that say full win over the code ... */
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "5.0.0",
	"a@b.example", "", "smtp; 452 user is over quota"},
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "5.1.1",
	"a@b.example", "", "smtp; 550 mailbox is full"},
    /* ... and the code wins over vague ones. */
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.1.1",
	"a@b.example", "", "smtp; 550 not here, sorry"},
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "5.7.1",
	"a@b.example", "", "smtp; 550 5.7.1 blocked by our reputation list"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.7.1",
	"a@b.example", "", "smtp; 550 5.7.1 no such user"},
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "5.7.1",
	"a@b.example", "", "smtp; 554 5.7.1 Relay access denied"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.4.1",
	"a@b.example", "",
	"smtp; 550 5.4.1 Recipient address rejected: Access denied."},
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "4.4.7",
	"a@b.example", "", "smtp; 400 4.4.7 Message delayed"},
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "5.4.7",
	"a@b.example", "", "smtp; delivery time expired"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.4.4",
	"a@b.example", "",
	"X-Postfix; Host or domain name not found. Name service error"},
    {REPORT(KIND_BOUNCE, BOUNCE_SOFT, "a@b.example"), "failed", "5.1.8",
	"a@b.example", "", "smtp; 553 Domain of sender address does not exist"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.3.0",
	"a@b.example", "", "smtp; 556 domain does not accept mail (nullMX)"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "failed", "5.1.6",
	"a@b.example", "", "smtp; 551 user has moved to c@d.example"},
    /* Forwarded: we wrote to the original recipient. */
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "we@wrote.example"), "failed", "5.1.1",
	"x@elsewhere.example", "we@wrote.example", "550 user unknown"},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "diag@b.example"), "failed", "5.1.1",
	"kijitora", "", "550 <diag@b.example>: user unknown"},
    {REPORT(KIND_DELAY, BOUNCE_NONE, "a@b.example"), "delayed", "4.7.1",
	"a@b.example", "", "smtp; 450 Greylisted"},
    {REPORT(KIND_RECEIPT, BOUNCE_NONE, ""), "delivered", "2.0.0", "a@b.example",
	"", ""},
    {REPORT(KIND_RECEIPT, BOUNCE_NONE, ""), "relayed", "2.1.9", "a@b.example",
	"", ""},
    {REPORT(KIND_BOUNCE, BOUNCE_HARD, "a@b.example"), "", "5.1.1",
	"a@b.example", "", ""},
};

static void
test_reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(reports) / sizeof(*reports); i++) {
		const struct report *r = &reports[i];
		struct message *m =
		    build_message(arena, r->row.head, "See the report.\n");
		struct row named = r->row;

		build_message_dsn(
		    arena, m, r->action, r->status, r->final, r->diagnostic);
		m->dsn[0].original_recipient = str_of(r->original);
		named.name = r->diagnostic;
		check(&named, m);
	}
}

/* One recipient of several failed: the report is about that one. */
static void
test_mixed_report(void **state)
{
	struct message *m =
	    build_message(arena, DAEMON "Subject: Report\n", "");
	struct guard g;

	(void)state;
	build_message_dsn(arena, m, "delivered", "2.0.0", "ok@b.example", "");
	build_message_dsn(arena, m, "delayed", "4.0.0", "wait@b.example", "");
	build_message_dsn(arena, m, "failed", "5.1.1", "gone@b.example", "");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_BOUNCE);
	assert_true(str_eqc(g.recipient, "gone@b.example"));
}

/* The To of the returned mail says that the final address is ours to know. */
static void
test_returned_to_settles(void **state)
{
	struct message *m =
	    build_message(arena, DAEMON "Subject: Report\n", "");
	struct guard g;

	(void)state;
	build_message_dsn(arena, m, "failed", "5.1.1", "we@wrote.example", "");
	m->dsn[0].original_recipient = STR("odd@gateway.example");
	m->returned_to = STR("we@wrote.example");
	guard_judge(arena, m, &g);
	assert_true(str_eqc(g.recipient, "we@wrote.example"));
}

static void
test_status_in_text(void **state)
{
	(void)state;
	assert_true(str_eqc(reason_status(STR("said 550 5.1.1 no")), "5.1.1"));
	assert_true(str_eqc(reason_status(STR("said: 550 no")), "550"));
	assert_true(str_eqc(reason_status(STR("(#5.1.10)")), "5.1.10"));
	assert_true(str_is_empty(reason_status(STR("host 5.4.3.2 said"))));
	assert_true(str_is_empty(reason_status(STR("INV-5500 and $512.00"))));
	assert_true(str_is_empty(reason_status(STR("x"))));
	assert_true(str_is_empty(reason_status(STR(""))));
}

static void
test_addresses(void **state)
{
	(void)state;
	assert_true(
	    str_eqc(rcpt_first(STR("<a.b@c.example>, d@e")), "a.b@c.example"));
	assert_true(
	    str_eqc(rcpt_first(STR("@x @@ y@z.example.")), "y@z.example"));
	assert_true(str_is_empty(rcpt_first(STR("nobody @ home"))));
	assert_true(rcpt_is_address(STR("a@b")));
	assert_false(rcpt_is_address(STR("@b")));
	assert_false(rcpt_is_address(STR("a@")));
	assert_false(rcpt_is_address(STR("a b@c")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_reports, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_mixed_report, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_returned_to_settles, setup, teardown),
	    cmocka_unit_test(test_status_in_text),
	    cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
