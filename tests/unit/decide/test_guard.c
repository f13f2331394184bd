#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../support/build_message.h"
#include "decide/guard.h"
#include "decide/marks.h"

#define US "To: receivables@ar.example\n"

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

struct row {
	const char *name;
	const char *head;
	const char *text;
	enum mail_kind kind;
};

#define GROUP                                                                  \
	"Precedence: list\nList-Id: <ap.customer.example>\n"                   \
	"List-Unsubscribe: <mailto:x@customer.example>\n"

/* One that must stop beside one lookalike that must pass. */
static const struct row rows[] = {
    {"group address answers our mail",
	"From: 'Pat Doe' via AP <ap@customer.example>\n" US GROUP
	"Subject: Re: Payment reminder\nIn-Reply-To: <dm.1@ar.example>\n",
	"We never received these goods.\n", KIND_HUMAN},
    {"group address writes first",
	"From: 'Pat Doe' via AP <ap@customer.example>\n" US GROUP
	"X-Google-Group-Id: 1234\nX-Original-From: Pat <pat@customer.example>\n"
	"Subject: Statement of account\n",
	"Please send us a statement.\n", KIND_HUMAN},
    {"same, answered without threading fields",
	"From: Pat <pat@customer.example>\n" US "Precedence: list\n"
	"List-Id: <ap.customer.example>\nSubject: AW: Mahnung\n",
	"Die Ware war defekt.\n", KIND_HUMAN},
    {"mailing list",
	"From: Ted via ar-talk <ar-talk@lists.example>\n"
	"To: ar-talk@lists.example\nPrecedence: list\n"
	"List-Id: AR talk <ar-talk.lists.example>\n"
	"List-Post: <mailto:ar-talk@lists.example>\n"
	"List-Unsubscribe: <https://lists.example/>\n"
	"Subject: [ar-talk] Re: Final notice?\n",
	"We always write dispute.\n", KIND_LIST},
    {"newsletter",
	"From: News <news@vendor.example>\n" US
	"List-Unsubscribe: <https://vendor.example/u>\n"
	"List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
	"Feedback-ID: 1:2:3\nSubject: Spring offers\n",
	"Buy now. Unsubscribe here.\n", KIND_LIST},
    {"ERP remittance",
	"From: Payments <noreply-payments@mine.example>\n" US
	"Subject: Payment Advice 2000481133\n",
	"Please find attached our payment advice. This mailbox is not "
	"monitored.\n",
	KIND_OTHER},
    {"portal notification",
	"From: Portal <notifications@portal.example>\n" US
	"Subject: Invoice INV-1 was approved\n",
	"Your invoice was approved.\n\nThis is an automatically generated "
	"e-mail, please do not reply.\n",
	KIND_OTHER},
    {"monitoring",
	"From: root <root@host.example>\n" US
	"Auto-Submitted: auto-generated\nSubject: Cron <root@host> backup\n",
	"ok\n", KIND_OTHER},
    {"our own mail came back",
	"From: AR <ar@ar.example>\n" US "X-Dunmail-Account: 1\n"
	"Subject: Payment reminder\n",
	"Please pay.\n", KIND_OTHER},
    {"person with a word of the trade",
	"From: Nora Reply <nora.reply@customer.example>\n" US
	"Subject: Notification of wrong price\n",
	"The price is wrong.\n", KIND_HUMAN},
    {"person named like a system",
	"From: Al Ert <alertsen@customer.example>\n" US "Subject: Re: INV-1\n",
	"It is paid.\n", KIND_HUMAN},
    {"portal that allows one click to leave it",
	"From: Portal <no-reply@portal.example>\n" US
	"List-Unsubscribe: <https://portal.example/u>\n"
	"List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
	"Subject: You have 3 new invoices available for early payment\n",
	"Acme has approved 3 invoices. You get this because you are registered "
	"as a supplier of Acme.\n",
	KIND_OTHER},
    {"newsletter below our own subject",
	"From: Vini <newsletter@vini.example>\n" US
	"List-Unsubscribe: <https://vini.example/u>\n"
	"In-Reply-To: <dm.1@ar.example>\nSubject: Re: ci vediamo?\n",
	"Ad aprile saremo a Verona.\n", KIND_LIST},
    {"business software",
	"From: Birgit Sommer <zahlung@customer.example>\n" US
	"X-Mailer: SAP Web Application Server 7.50\nSubject: Avis 1500044718\n",
	"Wir haben heute zum Ausgleich nachstehender Posten überwiesen:\n",
	KIND_OTHER},
    {"a person who writes in business software",
	"From: Birgit Sommer <zahlung@customer.example>\n" US
	"X-Mailer: SAP Web Application Server 7.50\nSubject: Re: Mahnung\n",
	"Der Lieferschein fehlt uns noch.\n", KIND_HUMAN},
    {"a customer's bank",
	"From: Elm Council <payments@bank.example>\n" US
	"Subject: We've paid you\n",
	"Elm Council has asked us to let you know that a payment of 318.60 is "
	"on its way.\n",
	KIND_OTHER},
    {"portal that calls for an act",
	"From: Portal <do_not_reply@portal.example>\n" US
	"Subject: Action required: Acme has disputed invoice 1\n",
	"Your invoice 1 has been disputed. View online. Replies to this email "
	"are not read.\n",
	KIND_OTHER},
    {"read receipt in words",
	"From: Pat <pat@customer.example>\n" US
	"Subject: Gelesen: Zahlungserinnerung\n",
	"Ihre Nachricht wurde am Montag, 8. Juni 2026 gelesen.\n",
	KIND_RECEIPT},
    {"a person who read it",
	"From: Pat <pat@customer.example>\n" US "Subject: Read: your mail\n",
	"I have read it and disagree.\n", KIND_HUMAN},
    {"nothing at all", "", "", KIND_HUMAN},
    {"only a subject", "Subject: Re:\n", "", KIND_HUMAN},
    {"attachment only",
	"From: Pat <pat@customer.example>\n" US "Subject: Remittance\n", "",
	KIND_HUMAN},
};

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct guard g;

		guard_judge(arena,
		    build_message(arena, rows[i].head, rows[i].text), &g);
		if (g.kind != rows[i].kind)
			print_error("%s: %d by %s: %.*s\n", rows[i].name,
			    g.kind, g.rule, STR_ARG(g.evidence));
		assert_int_equal(g.kind, rows[i].kind);
		assert_non_null(g.rule);
		if (g.kind != KIND_HUMAN)
			assert_false(str_is_empty(g.evidence));
	}
}

static void
test_structures(void **state)
{
	struct message *m = build_message(arena,
	    "From: Pat <pat@customer.example>\n" US "Subject: FW: x\n", "x");
	struct guard g;

	(void)state;
	m->feedback_type = STR("abuse");
	m->returned_to = STR("tina@baskets.example");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_COMPLAINT);
	assert_true(str_eqc(g.recipient, "tina@baskets.example"));
	m->feedback_type = STR("auth-failure");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_OTHER);

	m = build_message(arena,
	    "From: Pat <pat@customer.example>\n" US
	    "In-Reply-To: <dm.1@ar.example>\nSubject: Read: x\n",
	    "was read");
	m->report_type = STR("disposition-notification");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_RECEIPT);

	m = build_message(arena,
	    "From: staff@provider.example\n" US
	    "X-HmXmrOriginalRecipient: <roy@provider.example>\n"
	    "Subject: complaint about message from 198.51.100.7\n",
	    "");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_COMPLAINT);
	assert_true(str_eqc(g.recipient, "roy@provider.example"));

	/* A call that an answering machine recorded. */
	struct message_file recording = {.type = STR("audio/wav")};
	m = build_message(arena,
	    "From: Box <fritz@office.example>\n" US
	    "Subject: Nachricht von 0431 555 0172\n",
	    "Frau Ostertag hat eine Nachricht hinterlassen.");
	m->files = &recording;
	m->file_count = 1;
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_OTHER);

	m = build_message(arena,
	    "From: Ulla <ulla@keramik.example>\n" US
	    "Auto-Submitted: auto-generated\nSubject: Abgelehnt: Telefonat\n",
	    "Ulla hat abgelehnt.");
	m->calendar_method = STR("REPLY");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_CALENDAR);
}

/* In-Reply-To to our own mail never speaks against a report's structure. */
static void
test_report_that_answers(void **state)
{
	struct message *m = build_message(arena,
	    "Return-Path: <>\nFrom: postmaster@customer.example\n" US
	    "In-Reply-To: <dm.1@ar.example>\nReferences: <dm.1@ar.example>\n"
	    "Subject: Undeliverable: Payment reminder\n"
	    "Auto-Submitted: auto-replied\n",
	    "Your message couldn't be delivered.\n");
	struct guard g;

	(void)state;
	build_message_dsn(arena, m, "failed", "5.1.1", "a@customer.example",
	    "smtp; 550 no such user");
	guard_judge(arena, m, &g);
	assert_int_equal(g.kind, KIND_BOUNCE);
	assert_int_equal(g.severity, BOUNCE_HARD);
}

static void
test_subject_prefixes(void **state)
{
	static const struct {
		const char *subject;
		const char *base;
		bool re, forward;
	} subjects[] = {
	    {"Re: Fwd: x", "x", true, true},
	    {"AW: [EXTERN] WG: x", "x", true, true},
	    {"RE[2]: x", "x", true, false},
	    {"Re : x", "x", true, false},
	    {"Antwort: x", "x", true, false},
	    {"[ar-talk] Re: x", "x", true, false},
	    {"回复：x", "x", true, false},
	    {"Reminder: x", "reminder: x", false, false},
	    {"Invoice: x", "invoice: x", false, false},
	    {"[unclosed", "[unclosed", false, false},
	    {"Re:", "", true, false},
	    {"", "", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(*subjects); i++) {
		struct message m = {.subject = str_of(subjects[i].subject)};
		struct marks k;

		marks_read(arena, &m, &k);
		if (!str_eqc(k.subject, subjects[i].base))
			print_error("%s -> %.*s\n", subjects[i].subject,
			    STR_ARG(k.subject));
		assert_true(str_eqc(k.subject, subjects[i].base));
		assert_int_equal(k.re, subjects[i].re);
		assert_int_equal(k.forward, subjects[i].forward);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_structures, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_report_that_answers, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_subject_prefixes, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
