#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "mail/authres.h"
#include "mail/message.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(192u << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct message *
parse_str(struct str raw)
{
	struct message *m = NULL;
	struct err err = {""};

	if (message_parse(arena, raw, &m, &err) != RC_OK)
		fail_msg("%s", err.text);
	return m;
}

static struct message *
parse(const char *raw)
{
	return parse_str(str_of(raw));
}

#define assert_str(s, want)                                                    \
	do {                                                                   \
		struct str got_ = (s);                                         \
		if (!str_eqc(got_, want))                                      \
			fail_msg("[%.*s], wanted [%s]", STR_ARG(got_), want);  \
	} while (0)

static void
test_headers(void **state)
{
	struct message *m = parse(
	    "\n\nFrom jo@c.example Mon Nov  9 10:00:00 2026\n"
	    "Return-Path: <>\nFrom: \"Hill, Jo\" <jo@C.Example>\n"
	    "this line is broken\n"
	    "To: Team: a@x.example, B <b@x.example>;, c@x.example\n"
	    "Subject: =?utf-8?Q?Caf=C3=A9?= =?utf-8?B?IOKCrA==?= now\n"
	    "Message-ID: <1@c.example>\n"
	    "In-Reply-To: <dm.1@ar.example> (message of Monday)\n"
	    "References: <a@b>, <c@d>\n <dm.1@ar.example>\n"
	    "Date: Mon, 9 Nov 26 10:15:30 -0500\nX-Two: 1\nx-two: 2\n\nHi\n");
	const struct message_header *h;

	(void)state;
	assert_str(m->return_path, "<>");
	assert_int_equal(m->from.n, 1);
	assert_str(m->from.v[0].name, "Hill, Jo");
	assert_str(m->from.v[0].address, "jo@c.example");
	assert_int_equal(m->to.n, 3);
	assert_str(m->to.v[0].address, "a@x.example");
	assert_str(m->to.v[2].address, "c@x.example");
	assert_str(m->subject, "Café € now");
	assert_str(m->message_id, "1@c.example");
	assert_int_equal(m->in_reply_to_count, 1);
	assert_int_equal(m->reference_count, 3);
	assert_str(m->references[2], "dm.1@ar.example");
	assert_true(m->has_date);
	assert_int_equal(m->date, 1794237330);
	assert_int_equal(m->date_offset, -300);
	assert_str(m->text, "Hi\n");
	h = message_header(m, "X-TWO");
	assert_str(h->value, "1");
	h = message_header_next(m, "X-Two", h);
	assert_str(h->value, "2");
	assert_null(message_header_next(m, "X-Two", h));
	assert_null(message_header(m, "X-Three"));
}

/* An envelope address is the sender's to choose, encoded words and all. */
static void
test_trace(void **state)
{
	struct message *m = parse(
	    "Received: from mail.ar.example\n\tby store.ar.example with LMTP\n"
	    "\tid 1; Mon, 9 Nov 2026 10:15:30 +0000\n"
	    "Authentication-Results: mx.ar.example; spf=pass smtp.mailfrom="
	    "=?utf-8?q?a;_dmarc=3Dpass_header.from=3Dc.example;_x=3D?="
	    "@evil.example; dmarc=none header.from=c.example\n"
	    "Received: from =?utf-8?q?a_(b_[10.0.0.1])?= (x [203.0.113.9])\n"
	    "\tby mx.ar.example with ESMTP\nFrom: jo@c.example\n\nHi\n");

	(void)state;
	assert_str(message_header(m, "Received")->value,
	    "from mail.ar.example\tby store.ar.example with LMTP\tid 1; "
	    "Mon, 9 Nov 2026 10:15:30 +0000");
	assert_int_equal(authres_judge(m, STR("mx.ar.example")), AUTHRES_NONE);
	m = parse(
	    "Received: from mail.ar.example\n\tby s.ar.example with LMTP\n"
	    "Authentication-Results: mx.ar.example; dmarc=fail\n"
	    "From: jo@c.example\n\nHi\n");
	assert_int_equal(authres_judge(m, STR("mx.ar.example")), AUTHRES_FAIL);
}

static void
test_addresses(void **state)
{
	static const struct {
		const char *in, *name, *address;
	} cases[] = {
	    {"jo@c.example", "", "jo@c.example"},
	    {"jo@c.example (Jo Hill)", "Jo Hill", "jo@c.example"},
	    {"\"pat@v.example\" <evil@a.example>", "pat@v.example",
		"evil@a.example"},
	    {"Jo <jo@c.example", "Jo", "jo@c.example"},
	    {"Jo \"the <jo@c.example>", "Jo \"the", "jo@c.example"},
	    {"Jo (AP <jo@c.example>", "Jo (AP", "jo@c.example"},
	    {"undisclosed", "undisclosed", ""},
	    {"<@a,@b:jo@c.example>", "", "jo@c.example"},
	    {"Jo <jo at c.example>", "Jo <jo at c.example>", ""},
	    {"=?iso-8859-1?Q?J=F6?= <jo@c.example>", "Jö", "jo@c.example"},
	    {"\"a b\"@c.example", "\"a b\"@c.example", ""},
	    {"J\xf6 <jo@c.example>", "Jö", "jo@c.example"},
	    {"J\xc3\xb6 <jo@c.example>", "Jö", "jo@c.example"},
	};
	char raw[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct message *m;

		snprintf(raw, sizeof(raw), "From: %s\n\n", cases[i].in);
		m = parse(raw);
		assert_int_equal(m->from.n, 1);
		assert_str(m->from.v[0].name, cases[i].name);
		assert_str(m->from.v[0].address, cases[i].address);
	}
	assert_true(
	    parse("From: a@b\nFrom: c@d\n\n")->flags & MESSAGE_AMBIGUOUS);
}

static void
test_dates(void **state)
{
	static const struct {
		const char *in;
		int64_t want;
		int offset;
	} cases[] = {
	    {"Sun, 22 Nov 2026 09:00:00 +0000", 1795338000, 0},
	    {"22 Nov 2026 09:00 GMT", 1795338000, 0},
	    {"Sun, 22 Nov 2026 04:00:00 EST (New York)", 1795338000, -300},
	    {"Sun Nov 22 09:00:00 2026", 1795338000, 0},
	    {"2026-11-22T10:00:00+01:00", 1795338000, 60},
	    {"Sun, 22 Nov 126 09:00:00 Z", 1795338000, 0},
	};
	char raw[128];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct message *m;

		snprintf(raw, sizeof(raw), "Date: %s\n\n", cases[i].in);
		m = parse(raw);
		assert_true(m->has_date);
		assert_int_equal(m->date, cases[i].want);
		assert_int_equal(m->date_offset, cases[i].offset);
	}
	assert_false(parse("Date: soon\n\n")->has_date);
	assert_false(parse("Date: 31 Feb 2026 10:00 GMT\n\n")->has_date);
}

static void
test_charsets(void **state)
{
	static const struct {
		const char *charset, *body, *want;
	} cases[] = {
	    {"iso-8859-1", "\x80 5 caf\xe9", "€ 5 café"},
	    {"us-ascii", "caf\xc3\xa9", "café"},
	    {"gb2312", "\xc4\xe3", "你"},
	    {"shift_jis", "\x82\xa0", "あ"},
	    {"ks_c_5601-1987", "\xb0\xa1", "가"},
	    {"utf-8", "caf\xe9", "café"},
	    {"x-nobody-knows", "caf\xe9", "café"},
	    {"utf-7", "+AOk- caf\xe9", "+AOk- café"},
	    {"windows-1251", "\xcf", "П"},
	};
	char raw[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(raw, sizeof(raw),
		    "Content-Type: text/plain; charset=%s\n\n%s",
		    cases[i].charset, cases[i].body);
		assert_str(parse(raw)->text, cases[i].want);
	}
	assert_str(
	    parse_str(STR("Subject: x\r\n\r\na\0b\r\nc\r"))->text, "ab\nc\n");
	assert_str(parse("Subject: a\rX: b\r\rtext\r")->text, "text\n");
}

static void
test_words(void **state)
{
	(void)state;
	/* One character over two words, and two charsets in a row. */
	assert_str(
	    parse("Subject: =?utf-8?B?4oI=?= =?utf-8?B?rA==?=\n\n")->subject,
	    "€");
	assert_str(
	    parse("Subject: =?utf-8?Q?a?= =?iso-8859-1?Q?=E9?= b\n\n")->subject,
	    "aé b");
	assert_str(parse("Subject: =?utf-8*en?Q?a_b?=\n\n")->subject, "a b");
	assert_str(
	    parse("Subject: =?utf-8?Q?open\n\n")->subject, "=?utf-8?Q?open");
	assert_str(
	    parse("Subject: =?utf-8?Q?a=00b=0Ac?=\n\n")->subject, "ab c");
}

static void
test_alternatives(void **state)
{
	struct message *m = parse(
	    "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
	    "Content-Type: multipart/alternative; boundary=a\n\n--a\n"
	    "Content-Type: text/plain; charset=utf-8; format=flowed; "
	    "delsp=yes\n\none t \nwo\n> q \n> r\n--a\n"
	    "Content-Type: text/html\n\n<p>one two</p>\n--a--\n--m\n"
	    "Content-Type: application/pdf\nContent-Disposition: attachment;\n"
	    " filename*0*=utf-8''..%2Fr%C3%A9; filename*1*=sum.pdf\n"
	    "Content-Transfer-Encoding: base64\n\nQUJD\n--m\n"
	    "Content-Type: text/plain\n\nfooter\n--m--\n");

	(void)state;
	assert_str(m->content_type, "multipart/mixed");
	assert_str(m->text, "one two\n> qr\n\nfooter");
	assert_str(m->reply, "one two\n\nfooter");
	assert_int_equal(m->file_count, 1);
	assert_str(m->files[0].name, "résum.pdf");
	assert_str(m->files[0].type, "application/pdf");
	assert_int_equal(m->files[0].size, 3);
	assert_int_equal(m->flags, MESSAGE_HAS_HTML | MESSAGE_QUOTES);
	m = parse("Content-Type: multipart/alternative; boundary=a\n\n--a\n"
		  "Content-Type: text/plain\n\n \n--a\n"
		  "Content-Type: text/html; charset=iso-8859-1\n\n"
		  "<p>caf\xe9</p><blockquote type=cite>q</blockquote>\n"
		  "--a--\n");
	assert_str(m->reply, "café");
	assert_true(m->flags & MESSAGE_FROM_HTML);
	/* An attribution without a verb, and answers between the quotes. */
	m = parse("Content-Type: text/html; charset=utf-8\n\n"
		  "<div>13.11.2026, 06:19, \"H\" &lt;ar@h.example&gt;:</div>"
		  "<blockquote>Why?</blockquote><div>Busy.</div>"
		  "<blockquote>When?</blockquote><div>Friday.</div>");
	assert_str(m->reply, "Busy.\n\nFriday.");
	m = parse("Content-Type: text/html\n\n<div id=Signature>We paid on "
		  "Friday.</div><div id=divRplyFwdMsg>From: H</div>q");
	assert_str(m->reply, "We paid on Friday.");
}

static void
test_coloured_answers(void **state)
{
	struct message *m = parse(
	    "Content-Type: text/html; charset=utf-8\n\n"
	    "<p>See my answers below in red.</p>"
	    "<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;"
	    "padding:3.0pt 0cm 0cm 0cm\"><p><b>From:</b> H<br><b>Sent:</b> M"
	    "<br><b>Subject:</b> x</p></div><p>When do you pay?</p>"
	    "<p><span style=\"color:red\">Friday.</span></p>"
	    "<p>Which invoice?</p><p><font color=\"#C00000\">Both.</font></p>");

	(void)state;
	assert_str(m->reply, "See my answers below in red.\n\nFriday.\n\n"
			     "Both.");
}

static void
test_reports(void **state)
{
	struct message *m = parse(
	    "Content-Type: multipart/report; boundary=r;\n"
	    " report-type=delivery-status\n\n--r\n\nSorry.\n--r\n"
	    "Content-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@x.example\n"
	    "Action: failed\nStatus: 5.1.1 (bad)\n"
	    "Diagnostic-Code: smtp; 550 no\n such user\n\n"
	    "Original-Recipient: rfc822;<b@x.example>\nAction: delayed\n"
	    "--r\nContent-Type: message/rfc822\n\n"
	    "Message-ID: <dm.9@ar.example>\nTo: A <a@x.example>\n"
	    "Subject: Re\nContent-Type: text/plain\n\nours\n--r--\n");

	(void)state;
	assert_str(m->report_type, "delivery-status");
	assert_str(m->text, "Sorry.");
	assert_int_equal(m->dsn_count, 2);
	assert_str(m->dsn[0].final_recipient, "a@x.example");
	assert_str(m->dsn[0].status, "5.1.1");
	assert_str(m->dsn[0].diagnostic, "550 no such user");
	assert_str(m->dsn[1].original_recipient, "b@x.example");
	assert_str(m->dsn[1].action, "delayed");
	assert_str(m->returned_id, "dm.9@ar.example");
	assert_str(m->returned_to, "a@x.example");
	assert_str(m->returned_subject, "Re");
	assert_int_equal(m->file_count, 0);
	m = parse("Content-Type: multipart/report; boundary=r; "
		  "report-type=feedback-report\n\n--r\n"
		  "Content-Type: message/feedback-report\n\n"
		  "Feedback-Type: abuse\n\n--r\n"
		  "Content-Type: text/rfc822-headers\n\n"
		  "Message-ID: <dm.8@ar.example>\n\n--r--\n");
	assert_str(m->feedback_type, "abuse");
	assert_str(m->returned_id, "dm.8@ar.example");
	m = parse("Content-Type: multipart/report; boundary=r; "
		  "report-type=disposition-notification\n\n--r\n\nRead.\n"
		  "--r\nContent-Type: message/disposition-notification\n\n"
		  "Original-Message-ID: <dm.7@ar.example>\n--r--\n");
	assert_str(m->returned_id, "dm.7@ar.example");
	m = parse("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
		  "METHOD:reply\nEND:VCALENDAR\n");
	assert_str(m->calendar_method, "REPLY");
	assert_true(m->flags & MESSAGE_HAS_CALENDAR);
}

static void
test_encrypted(void **state)
{
	(void)state;
	assert_true(parse("Content-Type: multipart/encrypted; boundary=e\n\n"
			  "--e\nContent-Type: application/pgp-encrypted\n\n"
			  "Version: 1\n--e--\n")
			->flags &
		    MESSAGE_ENCRYPTED);
	assert_true(parse("Content-Type: application/pkcs7-mime; "
			  "smime-type=enveloped-data; name=smime.p7m\n\nx\n")
			->flags &
		    MESSAGE_ENCRYPTED);
	assert_str(parse("Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\n"
			 "Hash: SHA256\n\nPaid.\n-----BEGIN PGP SIGNATURE----"
			 "-\nabc\n-----END PGP SIGNATURE-----\n")
		       ->text,
	    "Paid.");
}

/* S/MIME, opaque: ContentInfo { signedData { data { OCTET STRING } } }. */
static void
test_opaque(void **state)
{
	struct message *m = parse(
	    "Content-Type: application/pkcs7-mime; smime-type=signed-data; "
	    "name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
	    "MIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggCSABApDb250ZW50"
	    "LVR5BBZwZTogdGV4dC9wbGFpbgoKUGFpZC4KAAAAAAAAAAAAAAAA\n");

	(void)state;
	assert_str(m->reply, "Paid.");
}

/* Italy's certified mail: the provider's own mail with the customer's in it.
 * What servers said of the one is never said of the other. */
static void
test_certified(void **state)
{
	static const char head[] =
	    "Return-Path: <posta-certificata@gestore.example>\n"
	    "Authentication-Results: mx.ar.example; dmarc=pass "
	    "header.from=gestore.example\n"
	    "From: \"Per conto di: rossi@cliente.example\" "
	    "<posta-certificata@gestore.example>\n"
	    "Subject: POSTA CERTIFICATA: Re: Sollecito\n"
	    "X-Trasporto: %s\nContent-Type: multipart/mixed; boundary=e\n\n"
	    "--e\nContent-Type: text/plain\n\nMessaggio di posta "
	    "certificata\n\n--e\nContent-Type: message/rfc822; "
	    "name=postacert.eml\n\nFrom: Rossi <rossi@cliente.example>\n"
	    "To: ar@ar.example\nSubject: Re: Sollecito\n"
	    "In-Reply-To: <dm.1@ar.example>\nAuthentication-Results: "
	    "mx.ar.example; dmarc=pass header.from=cliente.example\n"
	    "Content-Type: multipart/alternative; boundary=i\n\n"
	    "--i\nContent-Type: text/plain\n\nPaghiamo.\n\n"
	    "--i\nContent-Type: text/html\n\n<p>Paghiamo.</p>\n\n--i--\n"
	    "--e\nContent-Type: application/xml; name=daticert.xml\n\n"
	    "<postacert/>\n--e--\n";
	char raw[2000];
	struct message *m;

	(void)state;
	snprintf(raw, sizeof(raw), head, "posta-certificata");
	m = parse(raw);
	assert_str(m->reply, "Paghiamo.");
	assert_str(m->subject, "Re: Sollecito");
	assert_int_equal(m->from.n, 1);
	assert_str(m->from.v[0].address, "rossi@cliente.example");
	assert_int_equal(m->in_reply_to_count, 1);
	assert_int_equal(m->file_count, 0);
	assert_str(m->return_path, "posta-certificata@gestore.example");
	assert_int_equal(authres_judge(m, STR("mx.ar.example")), AUTHRES_NONE);
	/* Anybody may send a mail as an attachment. */
	snprintf(raw, sizeof(raw), head, "no");
	m = parse(raw);
	assert_str(m->reply, "Messaggio di posta certificata");
	assert_str(m->from.v[0].address, "posta-certificata@gestore.example");
	/* A receipt holds what we sent: ours is no customer's mail. */
	snprintf(raw, sizeof(raw), head, "errore\nX-Ricevuta: errore-consegna");
	m = parse(raw);
	assert_str(m->reply, "Messaggio di posta certificata");
	assert_str(m->from.v[0].address, "posta-certificata@gestore.example");
}

static void
test_broken(void **state)
{
	struct message *m;
	struct err err;

	(void)state;
	assert_int_equal(message_parse(arena, STR(""), &m, &err), RC_BAD);
	assert_int_equal(
	    message_parse(arena, STR("no header\n"), &m, &err), RC_BAD);
	assert_str(parse("Subject: x\nHello there\nmore\n")->text,
	    "Hello there\nmore\n");
	/* A boundary that is nowhere named, or named wrongly. */
	assert_str(parse("Content-Type: multipart/mixed; boundary=zz\n\n"
			 "--b\nContent-Type: text/plain\n\nPaid.\n--b--\n")
		       ->reply,
	    "Paid.");
	assert_str(parse("Content-Type: multipart/mixed\n\n"
			 "--b\nContent-Type: text/plain\n\nPaid.\n--b--\n")
		       ->reply,
	    "Paid.");
	assert_str(parse("Content-Type: multipart/mixed; boundary=b\n\n"
			 "only words\n")
		       ->reply,
	    "only words");
	assert_str(
	    parse("Content-Type: text/plain; charset=\"\n\nPaid.\n")->reply,
	    "Paid.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_headers),
	    TEST(test_trace),
	    TEST(test_addresses),
	    TEST(test_dates),
	    TEST(test_charsets),
	    TEST(test_words),
	    TEST(test_alternatives),
	    TEST(test_coloured_answers),
	    TEST(test_reports),
	    TEST(test_encrypted),
	    TEST(test_opaque),
	    TEST(test_certified),
	    TEST(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
