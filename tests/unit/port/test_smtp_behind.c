#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "../../support/fake_server.h"
#include "port/smtp.h"

/* The envelope of the next mail behind the final dot (RFC 2920, 3.1). */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define START    SAY("220 hi"), HEAR("EHLO me"), SAY("250 hi"), HEAR("EHLO me")
#define PIPED    START, SAY("250-hi\r\n250 PIPELINING")
#define PLAIN    START, SAY("250 hi")
#define GROUP    HEAR("MAIL FROM:<a@b>"), HEAR("RCPT TO:<c@d>"), HEAR("DATA")
#define OK       SAY("250 ok\r\n250 ok\r\n354 go")
#define LAST     OK, DOT, QUIET(50), SAY("250 queued"), HEAR("QUIT"), GONE

static struct smtp_mail mails[3];

static void
play(const struct fake_step *steps, size_t n, size_t count, enum rc want)
{
	struct fake *f = fake_start(steps, n, 1);
	struct server_settings server = {
	    .host = STR("127.0.0.1"),
	    .port = fake_port(f),
	    .tls = TLS_NONE,
	    .timeout = 1,
	};
	struct err err = {""};
	struct smtp *s;

	for (size_t i = 0; i < count; i++) {
		mails[i].from = STR("a@b");
		if (mails[i].to.n == 0)
			mails[i].to = STR("c@d");
		mails[i].bytes = STR("Subject: x\r\n\r\nHello.\r\n");
	}
	assert_int_equal(smtp_open(&server, STR("me"), 1, &s, &err), RC_OK);
	assert_int_equal(smtp_send(s, mails, count, NULL, NULL, &err), want);
	smtp_close(&s);
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	fake_free(&f);
}

#define PLAY(steps, count) play(steps, COUNT(steps), count, RC_OK)

static void
expect(size_t i, enum smtp_outcome outcome, int code)
{
	assert_true(mails[i].settled);
	assert_int_equal(mails[i].outcome, outcome);
	assert_int_equal(mails[i].code, code);
}

static int
setup(void **state)
{
	(void)state;
	memset(mails, 0, sizeof(mails));
	return 0;
}

static void
test_only_the_envelope(void **state)
{
	static const struct fake_step steps[] = {PIPED, GROUP, OK, DOT, GROUP,
	    QUIET(60), SAY("250-one\r\n250 two"), QUIET(60), OK, DOT, GROUP,
	    SAY("250 queued\r\n250 ok\r\n250 ok\r\n354 go"), DOT,
	    SAY("250 queued"), HEAR("QUIT"), GONE};

	(void)state;
	PLAY(steps, 3);
	for (size_t i = 0; i < 3; i++)
		expect(i, SMTP_ACCEPTED, 250);
}

static void
test_not_offered(void **state)
{
	static const struct fake_step steps[] = {PLAIN, HEAR("MAIL"),
	    SAY("250 ok"), HEAR("RCPT"), SAY("250 ok"), HEAR("DATA"),
	    SAY("354 go"), DOT, QUIET(60), SAY("250 queued"), HEAR("MAIL"),
	    SAY("250 ok"), HEAR("RCPT"), SAY("250 ok"), HEAR("DATA"),
	    SAY("354 go"), DOT, SAY("250 queued"), HEAR("QUIT"), GONE};

	(void)state;
	PLAY(steps, 2);
	expect(0, SMTP_ACCEPTED, 250);
	expect(1, SMTP_ACCEPTED, 250);
}

/* What could not be sent at all stands between. */
static void
test_skipped(void **state)
{
	static const struct fake_step steps[] = {
	    PIPED, GROUP, OK, DOT, GROUP, SAY("250 queued"), LAST};

	(void)state;
	mails[1].to = STR("x@d\r\nRSET");
	PLAY(steps, 3);
	expect(0, SMTP_ACCEPTED, 250);
	expect(1, SMTP_FAILED, 0);
	expect(2, SMTP_ACCEPTED, 250);
}

/* The dot's fate is its own; the mail behind it was never begun. */
static void
test_lost_at_dot(void **state)
{
	static const struct fake_step cut[] = {
	    PIPED, GROUP, OK, DOT, GROUP, CUT, NEXT, PIPED, GROUP, LAST};
	static const struct fake_step bye[] = {PIPED, GROUP, OK, DOT, GROUP,
	    SAY("421 bye"), GONE, NEXT, PIPED, GROUP, LAST};
	static const struct fake_step no[] = {
	    PIPED, GROUP, OK, DOT, GROUP, SAY("554 spam"), LAST};

	(void)state;
	PLAY(cut, 2);
	expect(0, SMTP_UNCERTAIN, 0);
	expect(1, SMTP_ACCEPTED, 250);
	PLAY(bye, 2);
	expect(0, SMTP_DEFERRED, 421);
	expect(1, SMTP_ACCEPTED, 250);
	PLAY(no, 2);
	expect(0, SMTP_FAILED, 554);
	expect(1, SMTP_ACCEPTED, 250);
}

/* No other link is to be had: it stays as if nothing had been said of it. */
static void
test_never_begun(void **state)
{
	static const struct fake_step steps[] = {
	    PIPED, GROUP, OK, DOT, GROUP, CUT, NEXT, SAY("554 go away"), GONE};

	(void)state;
	play(steps, COUNT(steps), 2, RC_DOWN);
	expect(0, SMTP_UNCERTAIN, 0);
	assert_false(mails[1].settled);
}

/* It forgets what came behind the dot, or takes offence: not again there. */
static void
test_not_liked(void **state)
{
	static const struct fake_step deaf[] = {PIPED, GROUP, OK, DOT,
	    SAY("250 queued"), GROUP, GONE, NEXT, PIPED, GROUP, OK, DOT,
	    QUIET(60), SAY("250 queued"), GROUP, LAST};
	static const struct fake_step offended[] = {PIPED, GROUP, OK, DOT,
	    SAY("250 queued\r\n503 not now"), GROUP, GONE, NEXT, PIPED, GROUP,
	    OK, DOT, QUIET(60), SAY("250 queued"), GROUP, LAST};

	(void)state;
	PLAY(deaf, 3);
	for (size_t i = 0; i < 3; i++)
		expect(i, SMTP_ACCEPTED, 250);
	setup(NULL);
	PLAY(offended, 3);
	for (size_t i = 0; i < 3; i++)
		expect(i, SMTP_ACCEPTED, 250);
}

/* A refusal of the mail behind is that mail's. */
static void
test_refused(void **state)
{
	static const struct fake_step sender[] = {PIPED, GROUP, OK, DOT,
	    SAY("250 queued"), GROUP, SAY("550 no\r\n503 seq\r\n503 seq"),
	    HEAR("RSET"), SAY("250 ok"), GROUP, LAST};
	static const struct fake_step full[] = {PIPED, GROUP, OK, DOT,
	    SAY("250 queued\r\n250 ok\r\n452 full\r\n503 seq"), GROUP,
	    HEAR("RSET"), SAY("250 ok"), GROUP, LAST};

	(void)state;
	PLAY(sender, 3);
	expect(0, SMTP_ACCEPTED, 250);
	expect(1, SMTP_FAILED, 550);
	expect(2, SMTP_ACCEPTED, 250);
	PLAY(full, 3);
	expect(0, SMTP_ACCEPTED, 250);
	expect(1, SMTP_DEFERRED, 452);
	expect(2, SMTP_ACCEPTED, 250);
}

/* Ended between two mails, with a word or without. */
static void
test_ended_between(void **state)
{
	static const struct fake_step word[] = {PIPED, GROUP, OK, DOT, GROUP,
	    SAY("250 queued\r\n421 enough"), GONE, NEXT, PIPED, GROUP, LAST};
	static const struct fake_step none[] = {PIPED, GROUP, OK, DOT, GROUP,
	    SAY("250 queued"), CUT, NEXT, PIPED, GROUP, LAST};

	(void)state;
	PLAY(word, 2);
	expect(0, SMTP_ACCEPTED, 250);
	expect(1, SMTP_ACCEPTED, 250);
	PLAY(none, 2);
	expect(0, SMTP_ACCEPTED, 250);
	expect(1, SMTP_ACCEPTED, 250);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_only_the_envelope, setup),
	    cmocka_unit_test_setup(test_not_offered, setup),
	    cmocka_unit_test_setup(test_skipped, setup),
	    cmocka_unit_test_setup(test_lost_at_dot, setup),
	    cmocka_unit_test_setup(test_never_begun, setup),
	    cmocka_unit_test_setup(test_not_liked, setup),
	    cmocka_unit_test_setup(test_refused, setup),
	    cmocka_unit_test_setup(test_ended_between, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
