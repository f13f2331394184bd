#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include "../../support/fake_server.h"
#include "base/buf.h"
#include "port/smtp.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PIPED                                                                  \
	SAY("220 hi"), HEAR("EHLO me"), SAY("250 hi"), HEAR("EHLO me"),        \
	    SAY("250-hi\r\n250 PIPELINING")
#define GROUP     HEAR("MAIL FROM:<a@b>"), HEAR("RCPT TO:<c@d>"), HEAR("DATA")
#define OK_GROUP  GROUP, SAY("250 ok\r\n250 ok\r\n354 go")
#define QUIT_GONE HEAR("QUIT"), GONE

/* What was told, in its order, as letters: d0 a dot, s0 settled, | a round. */
struct told {
	struct smtp_mail *mails;
	struct buf text;
	long wait_ms;
};

static void
on_settled(void *ctx, struct smtp_mail *m)
{
	struct told *t = ctx;

	buf_fmt(&t->text, "s%d", (int)(m - t->mails));
}

static void
on_round(void *ctx, struct smtp_mail *const *dots, size_t n)
{
	struct told *t = ctx;
	struct timespec wait = {0, t->wait_ms * 1000000};

	for (size_t i = 0; i < n; i++)
		buf_fmt(&t->text, "d%d", (int)(dots[i] - t->mails));
	buf_adds(&t->text, "|");
	nanosleep(&wait, NULL);
}

static void
play(const struct fake_step *steps, size_t n, struct told *t, size_t mails)
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

	buf_init(&t->text, 1000);
	for (size_t i = 0; i < mails; i++)
		t->mails[i] = (struct smtp_mail){
		    .from = STR("a@b"),
		    .to = STR("c@d"),
		    .bytes = STR("Subject: x\r\n\r\nHello.\r\n"),
		};
	assert_int_equal(smtp_open(&server, STR("me"), 1, &s, &err), RC_OK);
	smtp_on_round(s, on_round, t);
	assert_int_equal(
	    smtp_send(s, t->mails, mails, on_settled, t, &err), RC_OK);
	smtp_close(&s);
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	fake_free(&f);
}

static void
want(struct told *t, const char *text)
{
	assert_string_equal(t->text.p, text);
	buf_fini(&t->text);
}

/* The dot is on record before a byte of it is on the wire. */
static void
test_told_before(void **state)
{
	static const struct fake_step steps[] = {PIPED, OK_GROUP, QUIET(60),
	    DOT, SAY("250 queued"), PAUSE(60), OK_GROUP, QUIET(60), DOT,
	    SAY("550 no"), QUIT_GONE};
	struct smtp_mail m[2];
	struct told t = {.mails = m, .wait_ms = 150};

	(void)state;
	play(steps, COUNT(steps), &t, COUNT(m));
	want(&t, "d0|s0|d1|s1|");
	assert_int_equal(m[0].outcome, SMTP_ACCEPTED);
	assert_int_equal(m[1].outcome, SMTP_FAILED);
}

/* Of a mail that never comes as far nothing is told but its end. */
static void
test_no_dot_to_tell(void **state)
{
	static const struct fake_step steps[] = {PIPED, GROUP,
	    SAY("250 ok\r\n550 no\r\n554 no"), HEAR("RSET"), SAY("250 ok"),
	    OK_GROUP, DOT, SAY("250 queued"), QUIT_GONE};
	struct smtp_mail m[2];
	struct told t = {.mails = m};

	(void)state;
	play(steps, COUNT(steps), &t, COUNT(m));
	want(&t, "s0|d1|s1|");
	assert_int_equal(m[0].outcome, SMTP_FAILED);
	assert_int_equal(m[1].outcome, SMTP_ACCEPTED);
}

/* The link goes while the dot waits for its record, or behind it. */
static void
test_lost(void **state)
{
	static const struct fake_step before[] = {PIPED, OK_GROUP,
	    SAY("421 bye"), CUT, NEXT, PIPED, OK_GROUP, DOT, SAY("250 queued"),
	    QUIT_GONE};
	static const struct fake_step behind[] = {PIPED, OK_GROUP, DOT, CUT};
	struct smtp_mail m[2];
	struct told t = {.mails = m};

	(void)state;
	play(before, COUNT(before), &t, 2);
	buf_fini(&t.text);
	assert_int_equal(m[0].outcome, SMTP_DEFERRED);
	assert_int_equal(m[0].code, 421);
	assert_int_equal(m[1].outcome, SMTP_ACCEPTED);
	play(behind, COUNT(behind), &t, 1);
	want(&t, "d0|s0|");
	assert_int_equal(m[0].outcome, SMTP_UNCERTAIN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_told_before),
	    cmocka_unit_test(test_no_dot_to_tell),
	    cmocka_unit_test(test_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
