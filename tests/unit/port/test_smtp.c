#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/smtp.h"
#include "port/smtp_text.h"
#include "../../support/fake_server.h"

#define BODY      "Subject: x\r\n\r\nHello.\r\n"
#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define START     SAY("220 hi"), HEAR("EHLO me"), SAY("250 hi"), HEAR("EHLO me")
#define PIPED     START, SAY("250-hi\r\n250-PIPELINING\r\n250 8BITMIME")
#define PLAIN     START, SAY("250 hi")
#define GROUP     HEAR("MAIL FROM:<a@b>"), HEAR("RCPT TO:<c@d>"), HEAR("DATA")
#define OK_GROUP  GROUP, SAY("250 ok\r\n250 ok\r\n354 go")
#define OK_MAIL   OK_GROUP, DOT, SAY("250 queued")
#define QUIT_GONE HEAR("QUIT"), GONE

static struct smtp_mail
mail(const char *to, const char *bytes)
{
	return (struct smtp_mail){
	    .from = STR("a@b"),
	    .to = str_of(to),
	    .bytes = str_of(bytes),
	};
}

static struct server_settings
at(const struct fake *f)
{
	return (struct server_settings){
	    .host = STR("127.0.0.1"),
	    .port = fake_port(f),
	    .tls = TLS_NONE,
	    .timeout = 1,
	};
}

static void
count_settled(void *ctx, struct smtp_mail *m)
{
	unsigned *n = ctx;

	assert_true(m->settled);
	(*n)++;
}

/* Play the steps against these mails; the caller looks at the outcomes. */
static enum rc
run(const struct fake_step *steps, size_t n, struct smtp_mail *mails,
    size_t count, struct buf *heard)
{
	struct fake *f = fake_start(steps, n, 1);
	struct server_settings server = at(f);
	struct err err = {""};
	struct smtp *s;
	unsigned told = 0;
	unsigned settled = 0;
	enum rc rc;

	assert_int_equal(smtp_open(&server, STR("me"), 1, &s, &err), RC_OK);
	rc = smtp_send(s, mails, count, count_settled, &told, &err);
	smtp_close(&s);
	assert_null(s);
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	for (size_t i = 0; i < count; i++)
		settled += mails[i].settled;
	assert_int_equal(told, settled);
	if (rc == RC_OK)
		assert_int_equal(settled, count);
	else
		assert_true(err.text[0] != '\0');
	if (heard) {
		buf_init(heard, 64u << 20);
		buf_add_str(heard, fake_heard(f));
	}
	fake_free(&f);
	return rc;
}

#define RUN(steps, mails, heard)                                               \
	run(steps, COUNT(steps), mails, COUNT(mails), heard)

static void
expect(const struct smtp_mail *m, enum smtp_outcome outcome, int code,
    const char *reply)
{
	assert_true(m->settled);
	assert_int_equal(m->outcome, outcome);
	assert_int_equal(m->code, code);
	if (!strstr(m->reply, reply))
		fail_msg("reply is: %s", m->reply);
}

static void
test_pipelined(void **state)
{
	static const struct fake_step steps[] = {
	    PIPED, OK_MAIL, OK_MAIL, QUIT_GONE};
	struct smtp_mail m[] = {mail("c@d", BODY), mail("c@d", BODY)};
	struct buf heard;

	(void)state;
	assert_int_equal(RUN(steps, m, &heard), RC_OK);
	expect(&m[0], SMTP_ACCEPTED, 250, "queued");
	expect(&m[1], SMTP_ACCEPTED, 250, "queued");
	assert_non_null(strstr(heard.p,
	    "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n" BODY ".\r\n"
	    "MAIL FROM:<a@b>\r\nRCPT"));
	buf_fini(&heard);
}

static void
test_lockstep(void **state)
{
	static const struct fake_step steps[] = {PLAIN, HEAR("MAIL"), QUIET(30),
	    SAY("250 ok"), HEAR("RCPT"), QUIET(30), SAY("251 will forward"),
	    HEAR("DATA"), QUIET(30), SAY("354 go"), DOT, SAY("250 queued"),
	    HEAR("MAIL"), SAY("250 ok"), HEAR("RCPT"), SAY("550 no"),
	    HEAR("RSET"), SAY("250 ok"), HEAR("MAIL"), SAY("250 ok"),
	    HEAR("RCPT"), SAY("250 ok"), HEAR("DATA"), SAY("354 go"), DOT,
	    SAY("250 queued"), QUIT_GONE};
	struct smtp_mail m[] = {
	    mail("c@d", BODY), mail("x@d", BODY), mail("c@d", BODY)};

	(void)state;
	assert_int_equal(RUN(steps, m, NULL), RC_OK);
	expect(&m[0], SMTP_ACCEPTED, 250, "queued");
	expect(&m[1], SMTP_FAILED, 550, "no");
	expect(&m[2], SMTP_ACCEPTED, 250, "queued");
}

/* Refused at one place, the next mail of the same connection goes through. */
static void
refused_at(
    const char *replies, bool data_ok, enum smtp_outcome outcome, int code)
{
	const struct fake_step no[] = {PIPED, GROUP, {FAKE_SAY, replies, 0},
	    HEAR("RSET"), HEAR("MAIL"), HEAR("RCPT"), HEAR("DATA"),
	    SAY("250 ok\r\n250 ok\r\n250 ok\r\n354 go"), DOT, SAY("250 queued"),
	    QUIT_GONE};
	const struct fake_step go[] = {PIPED, GROUP, {FAKE_SAY, replies, 0},
	    HEAR("."), SAY("554 no recipients"), HEAR("RSET"), HEAR("MAIL"),
	    HEAR("RCPT"), HEAR("DATA"),
	    SAY("250 ok\r\n250 ok\r\n250 ok\r\n354 go"), DOT, SAY("250 queued"),
	    QUIT_GONE};
	struct smtp_mail m[] = {mail("c@d", BODY), mail("c@d", BODY)};

	if (data_ok)
		assert_int_equal(RUN(go, m, NULL), RC_OK);
	else
		assert_int_equal(RUN(no, m, NULL), RC_OK);
	expect(&m[0], outcome, code, "no");
	expect(&m[1], SMTP_ACCEPTED, 250, "queued");
}

static void
test_refused_everywhere(void **state)
{
	(void)state;
	refused_at(
	    "451 no\r\n503 seq\r\n503 seq\r\n", false, SMTP_DEFERRED, 451);
	refused_at("550 no\r\n503 seq\r\n503 seq\r\n", false, SMTP_FAILED, 550);
	refused_at("250 ok\r\n450-no\r\n450 really\r\n503 seq\r\n", false,
	    SMTP_DEFERRED, 450);
	refused_at("250 ok\r\n550 no\r\n503 seq\r\n", false, SMTP_FAILED, 550);
	refused_at("250 ok\r\n250 ok\r\n452 no\r\n", false, SMTP_DEFERRED, 452);
	refused_at("250 ok\r\n250 ok\r\n554 no\r\n", false, SMTP_FAILED, 554);
	/* RFC 2920, 3.1: DATA taken although the recipient was not. */
	refused_at("250 ok\r\n550 no\r\n354 go\r\n", true, SMTP_FAILED, 550);
	refused_at("451 no\r\n503 seq\r\n354 go\r\n", true, SMTP_DEFERRED, 451);
}

static void
test_refused_at_dot(void **state)
{
	static const struct fake_step steps[] = {PIPED, OK_GROUP, DOT,
	    SAY("554 spam"), OK_GROUP, DOT, SAY("451-later\r\n451 on"),
	    QUIT_GONE};
	struct smtp_mail m[] = {mail("c@d", BODY), mail("c@d", BODY)};

	(void)state;
	assert_int_equal(RUN(steps, m, NULL), RC_OK);
	expect(&m[0], SMTP_FAILED, 554, "spam");
	expect(&m[1], SMTP_DEFERRED, 451, "later");
}

/* Each list ends the connection before the dot: another may be tried. */
static void
cut_before_dot(const struct fake_step *steps, size_t n, int code)
{
	struct smtp_mail m[] = {mail("c@d", BODY)};

	assert_int_equal(run(steps, n, m, 1, NULL), RC_OK);
	expect(&m[0], SMTP_DEFERRED, code, "");
}

static void
test_cut_before_dot(void **state)
{
	static const struct fake_step mail_cut[] = {PIPED, HEAR("MAIL"), CUT};
	static const struct fake_step rcpt_cut[] = {
	    PIPED, GROUP, SAY("250 ok"), CUT};
	static const struct fake_step data_cut[] = {
	    PIPED, GROUP, SAY("250 ok\r\n250 ok"), RESET};
	static const struct fake_step half[] = {
	    PIPED, GROUP, SAY_RAW("250 ok\r\n250 o"), CUT};
	static const struct fake_step garbage[] = {
	    PIPED, GROUP, SAY("hello world"), GONE};
	static const struct fake_step odd[] = {
	    PIPED, GROUP, SAY("354 what\r\n250 ok\r\n250 ok"), GONE};
	static const struct fake_step silent[] = {PIPED, GROUP, GONE};
	static const struct fake_step early[] = {
	    PIPED, GROUP, SAY("250 ok\r\n250 ok\r\n250 no 354"), GONE};
	static const struct fake_step flood[] = {PIPED, GROUP,
	    FLOOD("250-and on and on and on and on\r\n", 20000), GONE};
	static const struct fake_step line[] = {
	    PIPED, GROUP, FLOOD("2500000000000000", 20000), GONE};

	(void)state;
	cut_before_dot(mail_cut, COUNT(mail_cut), 0);
	cut_before_dot(rcpt_cut, COUNT(rcpt_cut), 0);
	cut_before_dot(data_cut, COUNT(data_cut), 0);
	cut_before_dot(half, COUNT(half), 0);
	cut_before_dot(garbage, COUNT(garbage), 0);
	cut_before_dot(odd, COUNT(odd), 0);
	cut_before_dot(silent, COUNT(silent), 0);
	cut_before_dot(early, COUNT(early), 0);
	cut_before_dot(flood, COUNT(flood), 0);
	cut_before_dot(line, COUNT(line), 0);
}

static void
test_cut_in_body(void **state)
{
	static const struct fake_step cut[] = {
	    PIPED, OK_GROUP, BYTES(70000), RESET};
	static const struct fake_step said[] = {PIPED, OK_GROUP, BYTES(70000),
	    SAY("552 too much for me"), PAUSE(50), RESET};
	size_t n = 8u << 20;
	char *big = xmalloc(n + 1);
	struct smtp_mail m[1];

	(void)state;
	for (size_t i = 0; i < n; i += 64)
		memcpy(big + i,
		    "0123456789012345678901234567890123456789012345678901234"
		    "5678901\r\n",
		    64);
	big[n] = '\0';
	m[0] = mail("c@d", big);
	assert_int_equal(RUN(cut, m, NULL), RC_OK);
	expect(&m[0], SMTP_DEFERRED, 0, "");
	assert_int_equal(RUN(said, m, NULL), RC_OK);
	expect(&m[0], SMTP_FAILED, 552, "too much");
	free(big);
}

static void
test_cut_after_dot(void **state)
{
	static const struct fake_step cut[] = {PIPED, OK_GROUP, DOT, CUT};
	static const struct fake_step reset[] = {PIPED, OK_GROUP, DOT, RESET};
	static const struct fake_step half[] = {
	    PIPED, OK_GROUP, DOT, SAY_RAW("250 queu"), CUT};
	static const struct fake_step odd[] = {
	    PIPED, OK_GROUP, DOT, SAY("yes?"), GONE};
	static const struct fake_step more[] = {
	    PIPED, OK_GROUP, DOT, SAY("354 go on"), GONE};
	struct smtp_mail m[] = {mail("c@d", BODY)};

	(void)state;
	assert_int_equal(RUN(cut, m, NULL), RC_OK);
	expect(&m[0], SMTP_UNCERTAIN, 0, "");
	assert_int_equal(RUN(reset, m, NULL), RC_OK);
	expect(&m[0], SMTP_UNCERTAIN, 0, "");
	assert_int_equal(RUN(half, m, NULL), RC_OK);
	expect(&m[0], SMTP_UNCERTAIN, 0, "");
	assert_int_equal(RUN(odd, m, NULL), RC_OK);
	expect(&m[0], SMTP_UNCERTAIN, 0, "");
	assert_int_equal(RUN(more, m, NULL), RC_OK);
	expect(&m[0], SMTP_UNCERTAIN, 0, "");
}

static void
test_421(void **state)
{
	/* Before DATA the mail goes over the next connection. */
	static const struct fake_step moves[] = {PIPED, OK_MAIL, GROUP,
	    SAY("421 enough for one session"), NEXT, PIPED, OK_MAIL, QUIT_GONE};
	/* After the dot it is an answer: not taken. */
	static const struct fake_step dot[] = {
	    PIPED, OK_GROUP, DOT, SAY("421 going down"), GONE};
	/* Always: the mail is over, and so are the tries. */
	static const struct fake_step always[] = {PIPED, GROUP, SAY("421 no"),
	    NEXT, PIPED, GROUP, SAY("421 no again"), NEXT, PIPED, GROUP,
	    SAY("421 no more"), GONE};
	struct smtp_mail m[] = {mail("c@d", BODY), mail("c@d", BODY)};
	struct smtp_mail one[] = {mail("c@d", BODY)};
	struct smtp_mail three[] = {
	    mail("c@d", BODY), mail("c@d", BODY), mail("c@d", BODY)};

	(void)state;
	assert_int_equal(RUN(moves, m, NULL), RC_OK);
	expect(&m[1], SMTP_ACCEPTED, 250, "queued");
	assert_int_equal(RUN(dot, one, NULL), RC_OK);
	expect(&one[0], SMTP_DEFERRED, 421, "going down");
	assert_int_equal(RUN(always, three, NULL), RC_DOWN);
	expect(&three[0], SMTP_DEFERRED, 421, "no again");
	expect(&three[1], SMTP_DEFERRED, 421, "no more");
	assert_false(three[2].settled);
}

static void
test_reconnects(void **state)
{
	static const struct fake_step steps[] = {PIPED, OK_MAIL, OK_GROUP, DOT,
	    CUT, NEXT, PIPED, OK_MAIL, QUIT_GONE};
	struct smtp_mail m[] = {
	    mail("c@d", BODY), mail("c@d", BODY), mail("c@d", BODY)};

	(void)state;
	assert_int_equal(RUN(steps, m, NULL), RC_OK);
	expect(&m[0], SMTP_ACCEPTED, 250, "");
	expect(&m[1], SMTP_UNCERTAIN, 0, "");
	expect(&m[2], SMTP_ACCEPTED, 250, "");
}

static void
test_stale_link(void **state)
{
	static const struct fake_step steps[] = {PIPED, OK_MAIL,
	    SAY("421 idle for too long"), NEXT, PIPED, OK_MAIL, HEAR("MAIL"),
	    CUT, NEXT, PIPED, OK_MAIL, QUIT_GONE};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct server_settings server = at(f);
	struct err err = {""};
	struct smtp *s;

	(void)state;
	assert_int_equal(smtp_open(&server, STR("me"), 1, &s, &err), RC_OK);
	for (int i = 0; i < 3; i++) {
		struct smtp_mail m = mail("c@d", BODY);
		struct timespec ts = {0, 50000000};

		assert_int_equal(smtp_send(s, &m, 1, NULL, NULL, &err), RC_OK);
		expect(&m, SMTP_ACCEPTED, 250, "queued");
		nanosleep(&ts, NULL);
	}
	smtp_close(&s);
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_two_connections(void **state)
{
	/* Each takes exactly two: the fourth mail waits for nobody. */
	static const struct fake_step steps[] = {PIPED, OK_GROUP, DOT,
	    PAUSE(50), SAY("250 queued"), OK_GROUP, DOT, PAUSE(50),
	    SAY("250 queued"), QUIT_GONE};
	struct smtp_mail m[4];
	struct fake *f = fake_start(steps, COUNT(steps), 2);
	struct server_settings server = at(f);
	struct err err = {""};
	struct smtp *s;

	(void)state;
	for (size_t i = 0; i < COUNT(m); i++)
		m[i] = mail("c@d", BODY);
	assert_int_equal(smtp_open(&server, STR("me"), 2, &s, &err), RC_OK);
	assert_int_equal(smtp_send(s, m, COUNT(m), NULL, NULL, &err), RC_OK);
	smtp_close(&s);
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	for (size_t i = 0; i < COUNT(m); i++)
		expect(&m[i], SMTP_ACCEPTED, 250, "queued");
	fake_free(&f);
}

static void
test_size(void **state)
{
	static const struct fake_step steps[] = {START,
	    SAY("250-hi\r\n250-SIZE 30\r\n250 PIPELINING"),
	    HEAR("MAIL FROM:<a@b> SIZE=22"), HEAR("RCPT"), HEAR("DATA"),
	    SAY("250 ok\r\n250 ok\r\n354 go"), DOT, SAY("250 queued"),
	    QUIT_GONE};
	struct smtp_mail m[] = {
	    mail("c@d", "Subject: x\r\n\r\nHello, this is too long.\r\n"),
	    mail("c@d", BODY)};

	(void)state;
	assert_int_equal(strlen(BODY), 22);
	assert_int_equal(RUN(steps, m, NULL), RC_OK);
	expect(&m[0], SMTP_FAILED, 0, "larger");
	expect(&m[1], SMTP_ACCEPTED, 250, "queued");
}

static void
test_utf8(void **state)
{
	static const struct fake_step no[] = {PIPED, OK_MAIL, QUIT_GONE};
	static const struct fake_step yes[] = {START,
	    SAY("250-hi\r\n250-SMTPUTF8\r\n250-8BITMIME\r\n250 PIPELINING"),
	    HEAR("MAIL FROM:<a@b> BODY=8BITMIME SMTPUTF8"),
	    HEAR("RCPT TO:<\xc3\xbc@d>"), HEAR("DATA"),
	    SAY("250 ok\r\n250 ok\r\n354 go"), DOT, SAY("250 queued"), GROUP,
	    SAY("250 ok\r\n250 ok\r\n354 go"), DOT, SAY("250 queued"),
	    QUIT_GONE};
	struct smtp_mail m[] = {mail("\xc3\xbc@d", BODY), mail("c@d", BODY)};

	(void)state;
	assert_int_equal(RUN(no, m, NULL), RC_OK);
	expect(&m[0], SMTP_FAILED, 0, "UTF-8");
	expect(&m[1], SMTP_ACCEPTED, 250, "queued");
	assert_int_equal(RUN(yes, m, NULL), RC_OK);
	expect(&m[0], SMTP_ACCEPTED, 250, "queued");
	expect(&m[1], SMTP_ACCEPTED, 250, "queued");
}

static void
test_injection(void **state)
{
	static const struct fake_step steps[] = {PIPED, OK_MAIL, QUIT_GONE};
	struct smtp_mail m[] = {
	    mail("x@d>\r\nRCPT TO:<evil@e", BODY),
	    mail("x@d\n", BODY),
	    mail("x@d\r", BODY),
	    mail("", BODY),
	    mail("x@d> NOTIFY=NEVER", BODY),
	    mail("\xff@d", BODY),
	    mail("c@d", "a\nb\r\n"),
	    mail("c@d", "a\rb\r\n"),
	    mail("c@d", "a\r\n.\nMAIL FROM:<x@y>\r\n"),
	    mail("c@d", "a\r"),
	    mail("c@d", "\n"),
	    mail("c@d", BODY),
	    mail("c@d", BODY),
	    mail("c@d", BODY),
	    mail("c@d", BODY),
	};
	struct buf heard;
	size_t last = COUNT(m) - 1;

	(void)state;
	m[last - 1].from = STR("a@b>\r\nRSET\r\n<");
	m[last - 2].bytes = (struct str){"a\0b\r\n", 5};
	m[last - 3].to = (struct str){"c@d\0x", 5};
	assert_int_equal(RUN(steps, m, &heard), RC_OK);
	for (size_t i = 0; i < last; i++)
		expect(&m[i], SMTP_FAILED, 0, "");
	expect(&m[last], SMTP_ACCEPTED, 250, "queued");
	assert_null(strstr(heard.p, "evil"));
	assert_null(strstr(heard.p, "RSET"));
	buf_fini(&heard);
}

static void
stuffed(const char *bytes, const char *wire)
{
	static const struct fake_step steps[] = {PIPED, OK_MAIL, QUIT_GONE};
	struct smtp_mail m[] = {mail("c@d", bytes)};
	struct buf heard;
	const char *from;

	assert_int_equal(RUN(steps, m, &heard), RC_OK);
	expect(&m[0], SMTP_ACCEPTED, 250, "queued");
	from = strstr(heard.p, "DATA\r\n");
	assert_non_null(from);
	assert_memory_equal(from + 6, wire, strlen(wire));
	buf_fini(&heard);
}

static void
test_stuffing(void **state)
{
	(void)state;
	stuffed("", ".\r\nQUIT");
	stuffed(".\r\n", "..\r\n.\r\nQUIT");
	stuffed("a\r\n.\r\n..\r\nb.\r\n", "a\r\n..\r\n...\r\nb.\r\n.\r\nQUIT");
	stuffed("no end", "no end\r\n.\r\nQUIT");
	stuffed(".", "..\r\n.\r\nQUIT");
}

/* Wherever it stands, at each place of a mail of each length. */
static void
test_check(void **state)
{
	char bytes[200];
	struct smtp_text_body body;

	(void)state;
	for (size_t n = 1; n <= sizeof(bytes); n++) {
		struct str s = {bytes, n};

		memset(bytes, 'x', n);
		assert_null(smtp_text_check(s, &body));
		assert_false(body.dots || body.eight || !body.open);
		for (size_t i = 0; i < n; i++) {
			bytes[i] = '\r';
			assert_non_null(smtp_text_check(s, &body));
			bytes[i] = '\0';
			assert_non_null(smtp_text_check(s, &body));
			bytes[i] = '\n';
			assert_non_null(smtp_text_check(s, &body));
			if (i > 0) {
				bytes[i - 1] = '\r';
				assert_null(smtp_text_check(s, &body));
				assert_int_equal(body.open, i + 1 < n);
				bytes[i - 1] = 'x';
			}
			bytes[i] = '\x80';
			assert_null(smtp_text_check(s, &body));
			assert_true(body.eight);
			bytes[i] = '.';
			assert_null(smtp_text_check(s, &body));
			assert_int_equal(body.dots, i == 0);
			if (i > 1) {
				memcpy(bytes + i - 2, "\r\n", 2);
				assert_null(smtp_text_check(s, &body));
				assert_true(body.dots);
				memset(bytes + i - 2, 'x', 2);
			}
			bytes[i] = 'x';
		}
	}
}

/* However the chunks fall, unstuffing gives the mail back. */
static void
test_stuffing_chunks(void **state)
{
	struct str bytes = STR("..a\r\n.\r\n\r\n.b\r\n...\r\nc\r\n");
	struct smtp_text_body body;
	struct buf whole;
	struct buf out;
	size_t pos;

	(void)state;
	assert_null(smtp_text_check(bytes, &body));
	assert_true(body.dots);
	buf_init(&whole, 1000);
	pos = 0;
	assert_true(smtp_text_stuff(&whole, bytes, &body, &pos, 1000));
	assert_string_equal(
	    whole.p, "...a\r\n..\r\n\r\n..b\r\n....\r\nc\r\n.\r\n");
	for (size_t room = 1; room < bytes.n; room++) {
		buf_init(&out, 1000);
		pos = 0;
		while (!smtp_text_stuff(&out, bytes, &body, &pos, room))
			;
		assert_string_equal(out.p, whole.p);
		buf_fini(&out);
	}
	buf_fini(&whole);
}

static void
test_no_server(void **state)
{
	static const struct fake_step busy[] = {SAY("554 go away"), GONE};
	static const struct fake_step ehlo[] = {START, SAY("550 not you"), NEXT,
	    START, SAY("550 not you"), NEXT, START, SAY("550 not you"), GONE};
	struct smtp_mail m[] = {mail("c@d", BODY)};
	struct server_settings server = {
	    .host = STR("127.0.0.1"), .port = 1, .tls = TLS_NONE, .timeout = 1};
	struct err err = {""};
	struct smtp *s;

	(void)state;
	assert_int_equal(RUN(busy, m, NULL), RC_DOWN);
	assert_false(m[0].settled);
	assert_int_equal(RUN(ehlo, m, NULL), RC_DOWN);
	assert_false(m[0].settled);
	assert_int_equal(smtp_open(&server, STR("me"), 4, &s, &err), RC_OK);
	assert_int_equal(smtp_send(s, m, 1, NULL, NULL, &err), RC_DOWN);
	assert_false(m[0].settled);
	assert_int_equal(smtp_send(s, m, 0, NULL, NULL, &err), RC_OK);
	smtp_close(&s);
	assert_int_equal(smtp_open(&server, STR("me"), 0, &s, &err), RC_BAD);
}

static void
test_probe(void **state)
{
	static const struct fake_step steps[] = {
	    PIPED, QUIT_GONE, NEXT, START, SAY("550 not you"), GONE};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct server_settings server = at(f);
	struct err err = {""};

	(void)state;
	assert_int_equal(smtp_probe(&server, STR("me"), &err), RC_OK);
	assert_int_equal(smtp_probe(&server, STR("me"), &err), RC_DOWN);
	assert_non_null(strstr(err.text, "not you"));
	assert_null(fake_stop(f));
	fake_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pipelined),
	    cmocka_unit_test(test_lockstep),
	    cmocka_unit_test(test_refused_everywhere),
	    cmocka_unit_test(test_refused_at_dot),
	    cmocka_unit_test(test_cut_before_dot),
	    cmocka_unit_test(test_cut_in_body),
	    cmocka_unit_test(test_cut_after_dot),
	    cmocka_unit_test(test_421),
	    cmocka_unit_test(test_reconnects),
	    cmocka_unit_test(test_stale_link),
	    cmocka_unit_test(test_two_connections),
	    cmocka_unit_test(test_size),
	    cmocka_unit_test(test_utf8),
	    cmocka_unit_test(test_injection),
	    cmocka_unit_test(test_check),
	    cmocka_unit_test(test_stuffing),
	    cmocka_unit_test(test_stuffing_chunks),
	    cmocka_unit_test(test_no_server),
	    cmocka_unit_test(test_probe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
