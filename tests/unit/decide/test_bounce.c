#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../support/build_message.h"
#include "decide/guard.h"
#include "decide/rcpt.h"
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

static const struct row plain[] = {
    {"postfix", DAEMON "Subject: Undelivered Mail Returned to Sender\n",
	"This is the mail system at host mx.ar.example.\n\n"
	"I'm sorry to have to inform you that your message could not\n"
	"be delivered to one or more recipients. It's attached below.\n\n"
	"For further assistance, please send mail to postmaster.\n\n"
	"<ledger@tools.example>: host mx.tools.example[192.0.2.7] said: 550\n"
	"    5.1.1 <ledger@tools.example>: Recipient address rejected: User\n"
	"    unknown in virtual mailbox table (in reply to RCPT TO command)\n",
	KIND_BOUNCE, BOUNCE_HARD, "ledger@tools.example"},
    {"exim",
	DAEMON "Subject: Mail delivery failed: returning message to sender\n"
	       "X-Failed-Recipients: ap@kiln.example\n",
	"This message was created automatically by mail delivery software.\n\n"
	"A message that you sent could not be delivered to one or more of its\n"
	"recipients. This is a permanent error. The following address(es) "
	"failed:\n\n  ap@kiln.example\n"
	"    host mx.kiln.example [192.0.2.8]\n"
	"    SMTP error from remote mail server after RCPT TO:<ap@kiln.example>"
	":\n    552 5.2.2 mailbox is over quota\n\n"
	"------ This is a copy of the message, including all the headers. "
	"------\n\nReturn-path: <bounces+1@ar.example>\n"
	"From: Ours <ar@ar.example>\nTo: ap@kiln.example\n",
	KIND_BOUNCE, BOUNCE_SOFT, "ap@kiln.example"},
    {"qmail", DAEMON "Subject: failure notice\n",
	"Hi. This is the qmail-send program at mx.host.example.\n"
	"I'm afraid I wasn't able to deliver your message to the following "
	"addresses.\nThis is a permanent error; I've given up. Sorry it didn't "
	"work out.\n\n<buchhaltung@ofen.example>:\n"
	"Sorry, no mailbox here by that name. (#5.1.1)\n\n"
	"--- Below this line is a copy of the message.\n\n"
	"Return-Path: <bounces+1@ar.example>\nTo: other@else.example\n",
	KIND_BOUNCE, BOUNCE_HARD, "buchhaltung@ofen.example"},
    {"sendmail", DAEMON "Subject: Returned mail: see transcript for details\n",
	"The original message was received at Mon, 16 Nov 2026\n"
	"from mx-out.ar.example\n\n"
	"   ----- The following addresses had permanent fatal errors -----\n"
	"<orders@nomore.example>\n"
	"    (reason: 550 Host unknown)\n\n"
	"   ----- Transcript of session follows -----\n"
	"550 5.1.2 <orders@nomore.example>... Host unknown (Name server: "
	"nomore.example: host not found)\n",
	KIND_BOUNCE, BOUNCE_HARD, "orders@nomore.example"},
    {"domino",
	"From: Postmaster@hq.example\nTo: bounces+1@ar.example\n"
	"Subject: DELIVERY FAILURE: User gsmith (gsmith@hq.example) not listed "
	"in Domino Directory\n",
	"Your message\n\n  Subject: Payment reminder\n\nwas not delivered to:\n"
	"\n  gsmith@hq.example\n\nbecause:\n\n  User gsmith (gsmith@hq.example)"
	" not listed in Domino Directory\n",
	KIND_BOUNCE, BOUNCE_HARD, "gsmith@hq.example"},
    {"exchange, French, no report part",
	"From: Administrateur systeme <postmaster@usine.example>\n"
	"To: bounces+1@ar.example\nReturn-Path: <>\n"
	"Subject: Non remis : Rappel de paiement\n",
	"Votre message n'a pas pu être remis aux destinataires suivants :\n\n"
	"compta@usine.example\n\n"
	"L'adresse de messagerie est introuvable.\n",
	KIND_BOUNCE, BOUNCE_HARD, "compta@usine.example"},
    {"German, plain",
	"From: Mail-System <postmaster@ziegel.example>\nReturn-Path: <>\n"
	"To: bounces+1@ar.example\n"
	"Subject: Unzustellbare Nachricht\n",
	"Ihre Nachricht an einkauf@ziegel.example konnte nicht zugestellt\n"
	"werden.\n\nGrund: Empfänger unbekannt\n",
	KIND_BOUNCE, BOUNCE_HARD, "einkauf@ziegel.example"},
    {"Spanish, full", DAEMON "Subject: No se pudo entregar el mensaje\n",
	"No se pudo entregar su mensaje a pagos@obra.example:\n"
	"el buzón está lleno.\n",
	KIND_BOUNCE, BOUNCE_SOFT, "pagos@obra.example"},
    {"policy is not a dead address",
	DAEMON "Subject: Undelivered Mail Returned to Sender\n",
	"This is the mail system at host mx.ar.example.\n\n"
	"<ap@strict.example>: host mx.strict.example said: 550 5.7.1 Service\n"
	"    unavailable; client host [192.0.2.1] blocked using zen (in reply\n"
	"    to RCPT TO command)\n",
	KIND_BOUNCE, BOUNCE_SOFT, "ap@strict.example"},
    {"postfix delay", DAEMON "Subject: Delayed Mail (still being retried)\n",
	"# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #"
	"\n\nYour message could not be delivered for more than 4 hour(s).\n"
	"It will be retried until it is 5 day(s) old.\n\n"
	"<pagos@rapidas.example>: host mx.rapidas.example said: 450 4.7.1 "
	"Greylisted\n",
	KIND_DELAY, BOUNCE_NONE, "pagos@rapidas.example"},
    {"exim delay", DAEMON "Subject: Warning: message 1a2b3c delayed 24 hours\n",
	"A message that you sent has not yet been delivered to one or more of\n"
	"its recipients after more than 24 hours on the queue.\n\n"
	"  ap@slow.example\n    host mx.slow.example: Connection timed out\n\n"
	"No action is required on your part. Delivery attempts will continue\n",
	KIND_DELAY, BOUNCE_NONE, "ap@slow.example"},
    {"success in words", DAEMON "Subject: Successful Mail Delivery Report\n",
	"Your message was successfully delivered to the destination(s)\n"
	"listed below.\n\n<ok@fine.example>: delivery via mx: 250 OK\n",
	KIND_RECEIPT, BOUNCE_NONE, ""},
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
	if (g.kind != r->kind || g.severity != r->severity ||
	    !str_eqc(g.recipient, r->recipient))
		print_error("%s: kind %d severity %d %.*s (%s: %.*s)\n",
		    r->name, g.kind, g.severity, STR_ARG(g.recipient), g.rule,
		    STR_ARG(g.evidence));
	assert_int_equal(g.kind, r->kind);
	assert_int_equal(g.severity, r->severity);
	if (r->kind != KIND_RECEIPT)
		assert_true(str_eqc(g.recipient, r->recipient));
}

static void
test_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		check(&plain[i],
		    build_message(arena, plain[i].head, plain[i].text));
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

/* "She left, write to me": a person passes a report on. */
static void
test_person_forwards(void **state)
{
	struct message *m = build_message(arena,
	    "Return-Path: <tom@kiln.example>\n"
	    "From: Tom <tom@kiln.example>\nTo: ar@ar.example\n"
	    "Subject: Fwd: Undeliverable: Payment reminder\n",
	    "Hello, she left us in May. Please write to me instead.\n\n"
	    "> Your message to jo@kiln.example couldn't be delivered.\n"
	    "> 550 5.1.1 user unknown\n");
	struct guard g;

	(void)state;
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_HUMAN);
	/* The same with the report itself enclosed. */
	build_message_dsn(arena, m, "failed", "5.1.1", "jo@kiln.example", "");
	m->content_type = STR("multipart/mixed");
	m->report_type = STR("");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_HUMAN);
	/* And with no Fwd: before a subject of their own. */
	m->subject = STR("Your mail to Jo");
	m->headers[3].value = m->subject;
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_HUMAN);
}

/* The words of a report alone do not make one. */
static void
test_people_who_speak_of_delivery(void **state)
{
	static const char *const heads[] = {
	    "From: Pat <pat@customer.example>\nSubject: Delivery failed\n",
	    "From: Pat <pat@customer.example>\n"
	    "Subject: Undelivered goods on INV-10482\n",
	    "From: Pat <pat@customer.example>\n"
	    "Subject: Re: Delivery delayed\n"
	    "In-Reply-To: <dm.1@ar.example>\n",
	    "From: Postmaster <postmaster@customer.example>\n"
	    "Subject: Our new address\n",
	};
	struct guard g;

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		guard_judge(arena,
		    build_message(arena, heads[i],
			"The pallets were not delivered on Monday, the driver\n"
			"was rejected at the gate. When will you retry?\n"),
		    &g);
		if (g.kind != KIND_HUMAN)
			print_error("%s -> %s\n", heads[i], g.rule);
		assert_int_equal(g.kind, KIND_HUMAN);
	}
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
	    cmocka_unit_test_setup_teardown(test_plain, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_reports, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_mixed_report, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_returned_to_settles, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_person_forwards, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_people_who_speak_of_delivery, setup, teardown),
	    cmocka_unit_test(test_status_in_text),
	    cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
