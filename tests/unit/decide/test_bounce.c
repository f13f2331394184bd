#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "../../support/build_message.h"
#include "decide/guard.h"

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
    {"exchange 5.5",
	"From: System Administrator <postmaster@hq.example>\n"
	"To: bounces+1@ar.example\nSubject: Undeliverable: Payment reminder\n",
	"Your message\n\n  To:      gsmith@hq.example\n  Subject: Payment\n\n"
	"did not reach the following recipient(s):\n\n"
	"gsmith@hq.example on Thu, 29 Apr 2027 16:51:51 -0500\n"
	"    The recipient name is not recognized\n"
	"\tThe MTS-ID of the original message is: c=us;a= ;p=hq;l=HQ1-42\n"
	"    MSEXCH:IMS:HQ:HQ:HQ1 0 (000C05A6) Unknown Recipient\n",
	KIND_BOUNCE, BOUNCE_HARD, "gsmith@hq.example"},
    {"opensmtpd", DAEMON "Subject: Delivery status notification: error\n",
	"Hi!\n\nThis is the MAILER-DAEMON, please DO NOT REPLY to this e-mail."
	"\n\nAn error has occurred while attempting to deliver a message for\n"
	"the following list of recipients:\n\n"
	"ap@kiln.example: 550 5.2.2 <ap@kiln.example>... Mailbox Full\n\n"
	"Below is a copy of the original message:\n",
	KIND_BOUNCE, BOUNCE_SOFT, "ap@kiln.example"},
    {"opensmtpd, waiting",
	DAEMON "Subject: Delivery status notification: warning\n",
	"A message is delayed for more than 4 hours for the following list\n"
	"of recipients:\n\nap@kiln.example: Connection timeout\n",
	KIND_DELAY, BOUNCE_NONE, "ap@kiln.example"},
    {"old sendmail", DAEMON "Subject: Returned mail: User unknown\n",
	"   ----- Transcript of session follows -----\n"
	"While talking to mx.kiln.example:\n"
	">>> RCPT To:<ap@kiln.example>\n<<< 550 <ap@kiln.example>... User "
	"unknown\n550 <ap@kiln.example>... User unknown\n\n"
	"   ----- Unsent message follows -----\n"
	"Return-Path: <bounces+1@ar.example>\nTo: ap@kiln.example\n",
	KIND_BOUNCE, BOUNCE_HARD, "ap@kiln.example"},
    {"marshal",
	"From: Mail Administrator <postmaster@gate.example>\n"
	"To: bounces+1@ar.example\n"
	"Subject: Undeliverable Mail: \"Payment reminder\"\n",
	"Your message:\n   From:    bounces+1@ar.example\n"
	"   Subject: Payment reminder\nCould not be delivered because of\n\n"
	"550 5.1.1 User unknown\n\nThe following recipients were affected: "
	"\n    dummyuser@gate.example\n",
	KIND_BOUNCE, BOUNCE_HARD, "dummyuser@gate.example"},
    {"webmail, disabled",
	DAEMON "Subject: Delivery Status Notification (Failure)\n"
	       "X-Failed-Recipients: ap@kiln.example\n",
	"Delivery to the following recipient failed permanently:\n\n"
	"     ap@kiln.example\n\nThe error that the other server returned was:"
	"\n550 5.2.1 The email account that you tried to reach is disabled.\n",
	KIND_BOUNCE, BOUNCE_SOFT, "ap@kiln.example"},
    {"address between arrows", DAEMON "Subject: FAILURE NOTICE\n",
	">>> ap@kiln.example <<<\n\n550 sorry, no mailbox here by that name\n"
	"\n----- Original message -----\nTo: x@else.example\n",
	KIND_BOUNCE, BOUNCE_HARD, "ap@kiln.example"},
    {"they refuse us, not the address",
	DAEMON "Subject: Undeliverable: Payment reminder\n",
	"Your mail to the following recipients could not be delivered because\n"
	"they are not accepting mail from bounces+1@ar.example:\n"
	"ap@kiln.example\n",
	KIND_BOUNCE, BOUNCE_SOFT, "ap@kiln.example"},
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
	if (g.kind != r->kind || g.severity != r->severity)
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

/* Cost grows with the text only, whatever it is made of. */
static void
test_hostile_text_is_cheap(void **state)
{
	static const char *const units[] = {"a@", "@ ", "to: a@b ", "5.1.1",
	    "could not be ", "\n<", "[", "to "};
	static char text[1 << 20];
	struct timespec t0, t1;
	struct guard g;

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		size_t n = strlen(units[i]), k;

		for (k = 0; k + n < sizeof(text); k += n)
			memcpy(text + k, units[i], n);
		text[k] = '\0';
		clock_gettime(CLOCK_MONOTONIC, &t0);
		guard_judge(arena,
		    build_message(
			arena, DAEMON "Subject: failure notice\n", text),
		    &g);
		clock_gettime(CLOCK_MONOTONIC, &t1);
		/* Some milliseconds; a second is one for a busy machine. */
		assert_true(t1.tv_sec - t0.tv_sec < 2);
		assert_int_equal(g.kind, KIND_BOUNCE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_plain, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_person_forwards, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_people_who_speak_of_delivery, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_hostile_text_is_cheap, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
