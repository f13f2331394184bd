#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "port/connect.h"
#include "../../support/fake_server.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define SECRET   "hunter2-secret"
/* base64 of \0me\0hunter2-secret, of me, of the secret */
#define PLAIN64  "AG1lAGh1bnRlcjItc2VjcmV0"
#define USER64   "bWU="
#define SECRET64 "aHVudGVyMi1zZWNyZXQ="

static char secret_path[] = "/tmp/test_connect.XXXXXX";

static int
make_secret(void **state)
{
	int fd = mkstemp(secret_path);

	(void)state;
	if (fd < 0 || write(fd, SECRET "\n", sizeof(SECRET)) < 0)
		return -1;
	return close(fd);
}

static int
drop_secret(void **state)
{
	(void)state;
	return unlink(secret_path);
}

static struct server_settings
at(const struct fake *f, enum tls_mode tls)
{
	return (struct server_settings){
	    .host = STR("127.0.0.1"),
	    .port = f ? fake_port(f) : 1,
	    .tls = tls,
	    .timeout = 1,
	    .user = STR("me"),
	    .password_file = str_of(secret_path),
	};
}

static bool
leaked(struct str heard)
{
	return str_find(heard, STR(SECRET)) != STR_NPOS ||
	       str_find(heard, STR(PLAIN64)) != STR_NPOS ||
	       str_find(heard, STR(SECRET64)) != STR_NPOS ||
	       str_fold_find(heard, STR("AUTH")) != STR_NPOS ||
	       str_fold_find(heard, STR("LOGIN")) != STR_NPOS;
}

/* The server does this, and is not trusted with anything. */
static void
refused(const struct fake_step *steps, size_t n, enum tls_mode tls,
    enum connect_service service)
{
	struct fake *f = fake_start(steps, n, 1);
	struct server_settings server = at(f, tls);
	struct connect *c = NULL;
	struct err err = {""};

	assert_int_equal(
	    connect_open(&server, service, STR("helo"), &c, &err), RC_DOWN);
	assert_null(c);
	assert_true(err.text[0] != '\0');
	assert_null(strstr(err.text, SECRET));
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	if (leaked(fake_heard(f)))
		fail_msg("secret given away");
	fake_free(&f);
}

static void
test_starttls_stripped_smtp(void **state)
{
	static const struct fake_step none[] = {
	    SAY("220 hi"), HEAR("EHLO"), SAY("250-hi\r\n250 AUTH PLAIN LOGIN")};
	static const struct fake_step helo[] = {
	    SAY("220 hi"), HEAR("EHLO"), SAY("502 what")};
	static const struct fake_step no[] = {SAY("220 hi"), HEAR("EHLO"),
	    SAY("250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN"),
	    HEAR("STARTTLS"), SAY("454 not now")};
	static const struct fake_step injected[] = {SAY("220 hi"), HEAR("EHLO"),
	    SAY("250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN"), HEAR("STARTTLS"),
	    SAY("220 go\r\n250-hi\r\n250 AUTH PLAIN\r\n235 welcome")};
	static const struct fake_step clear[] = {SAY("220 hi"), HEAR("EHLO"),
	    SAY("250-hi\r\n250-STARTTLS\r\n250 AUTH PLAIN"), HEAR("STARTTLS"),
	    SAY("220 go"), BYTES(5), SAY("250-hi\r\n250 AUTH PLAIN")};

	(void)state;
	refused(none, COUNT(none), TLS_STARTTLS, CONNECT_SMTP);
	refused(helo, COUNT(helo), TLS_STARTTLS, CONNECT_SMTP);
	refused(no, COUNT(no), TLS_STARTTLS, CONNECT_SMTP);
	refused(injected, COUNT(injected), TLS_STARTTLS, CONNECT_SMTP);
	refused(clear, COUNT(clear), TLS_STARTTLS, CONNECT_SMTP);
}

static void
test_starttls_stripped_imap(void **state)
{
	static const struct fake_step none[] = {SAY("* OK hi"), HEAR("A001"),
	    SAY("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%T OK done")};
	static const struct fake_step preauth[] = {SAY("* PREAUTH hi"),
	    HEAR("A001"),
	    SAY("* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n%T OK done")};
	static const struct fake_step no[] = {SAY("* OK hi"), HEAR("A001"),
	    SAY("* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n%T OK done"),
	    HEAR("A002 STARTTLS"), SAY("%T NO not now")};
	static const struct fake_step injected[] = {SAY("* OK hi"),
	    HEAR("A001"),
	    SAY("* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n%T OK done"),
	    HEAR("A002 STARTTLS"),
	    SAY("%T OK go\r\n* CAPABILITY IMAP4rev1\r\nA003 OK done")};

	(void)state;
	refused(none, COUNT(none), TLS_STARTTLS, CONNECT_IMAP);
	refused(preauth, COUNT(preauth), TLS_STARTTLS, CONNECT_IMAP);
	refused(no, COUNT(no), TLS_STARTTLS, CONNECT_IMAP);
	refused(injected, COUNT(injected), TLS_STARTTLS, CONNECT_IMAP);
}

static void
test_no_tls_at_all(void **state)
{
	static const struct fake_step smtp[] = {SAY("220 hi"), BYTES(1)};
	static const struct fake_step imap[] = {SAY("* OK hi")};

	(void)state;
	refused(smtp, COUNT(smtp), TLS_IMPLICIT, CONNECT_SMTP);
	refused(imap, COUNT(imap), TLS_IMPLICIT, CONNECT_IMAP);
}

static void
test_only_weak_logins(void **state)
{
	static const struct fake_step none[] = {
	    SAY("220 hi"), HEAR("EHLO"), SAY("250-hi\r\n250 SIZE")};
	static const struct fake_step preauth[] = {SAY("* PREAUTH hi"),
	    HEAR("A001"), SAY("* CAPABILITY IMAP4rev1\r\n%T OK done")};

	(void)state;
	refused(none, COUNT(none), TLS_NONE, CONNECT_SMTP);
	refused(preauth, COUNT(preauth), TLS_NONE, CONNECT_IMAP);
}

static void
log_in(const struct fake_step *steps, size_t n, enum connect_service service,
    enum rc want)
{
	struct fake *f = fake_start(steps, n, 1);
	struct server_settings server = at(f, TLS_NONE);
	struct connect *c = NULL;
	struct err err = {""};

	assert_int_equal(
	    connect_open(&server, service, STR("helo"), &c, &err), want);
	assert_true((c != NULL) == (want == RC_OK));
	if (want != RC_OK)
		assert_non_null(strstr(err.text, "bad password"));
	connect_close(&c);
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	fake_free(&f);
}

static void
test_log_in(void **state)
{
	static const struct fake_step plain[] = {SAY("220 hi"),
	    HEAR("EHLO helo"), SAY("250-hi\r\n250 AUTH CRAM-MD5 LOGIN PLAIN"),
	    HEAR("AUTH PLAIN"), SAY("334 "), HEAR(PLAIN64), SAY("235 yes"),
	    GONE};
	static const struct fake_step login[] = {SAY("220 hi"),
	    HEAR("EHLO helo"), SAY("250-hi\r\n250 AUTH LOGIN"),
	    HEAR("AUTH LOGIN"), SAY("334 VXNlcm5hbWU6"), HEAR(USER64),
	    SAY("334 UGFzc3dvcmQ6"), HEAR(SECRET64), SAY("235 yes"), GONE};
	static const struct fake_step no[] = {SAY("220 hi"), HEAR("EHLO helo"),
	    SAY("250-hi\r\n250 AUTH PLAIN"), HEAR("AUTH PLAIN"), SAY("334 "),
	    HEAR(PLAIN64), SAY("535 5.7.8 bad password"), GONE};
	static const struct fake_step imap[] = {SAY("* OK hi"),
	    HEAR("A001 CAPABILITY"),
	    SAY("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%T OK done"),
	    HEAR("A002 AUTHENTICATE PLAIN"), SAY("+ "), HEAR(PLAIN64),
	    SAY("A002 OK welcome"), GONE};
	static const struct fake_step imap_no[] = {SAY("* OK hi"),
	    HEAR("A001 CAPABILITY"),
	    SAY("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%T OK done"),
	    HEAR("A002 AUTHENTICATE PLAIN"), SAY("+ "), HEAR(PLAIN64),
	    SAY("A002 NO bad password"), GONE};

	(void)state;
	log_in(plain, COUNT(plain), CONNECT_SMTP, RC_OK);
	log_in(login, COUNT(login), CONNECT_SMTP, RC_OK);
	log_in(no, COUNT(no), CONNECT_SMTP, RC_DOWN);
	log_in(imap, COUNT(imap), CONNECT_IMAP, RC_OK);
	log_in(imap_no, COUNT(imap_no), CONNECT_IMAP, RC_DOWN);
}

/* Settings that must not even dial: nobody listens where they point. */
static void
bad_settings(struct server_settings server, struct str helo, const char *why)
{
	struct connect *c = NULL;
	struct err err = {""};

	assert_int_equal(
	    connect_open(&server, CONNECT_SMTP, helo, &c, &err), RC_DOWN);
	if (!strstr(err.text, why))
		fail_msg("says: %s", err.text);
}

static void
test_settings(void **state)
{
	struct server_settings good = at(NULL, TLS_NONE);
	struct server_settings s;

	(void)state;
	s = good;
	s.host = STR("10.1.2.3");
	bad_settings(s, STR("me"), "this machine only");
	s.host = STR("128.0.0.1");
	bad_settings(s, STR("me"), "this machine only");
	s.host = STR("2001:db8::1");
	bad_settings(s, STR("me"), "this machine only");
	s.host = STR("localhost/../x");
	bad_settings(s, STR("me"), "host name");
	s.host = STR("a@127.0.0.1");
	bad_settings(s, STR("me"), "host name");
	s.host = STR("127.0.0.1\r\nQUIT");
	bad_settings(s, STR("me"), "host name");
	s.host = (struct str){0};
	bad_settings(s, STR("me"), "host name");
	bad_settings(good, STR("me\r\nQUIT"), "host name");
	s = good;
	s.port = 0;
	bad_settings(s, STR("me"), "port");
	s = good;
	s.password_file = STR("/nonexistent/secret");
	bad_settings(s, STR("me"), "no such file");
	s = good;
	s.user = STR("me\nyou");
	bad_settings(s, STR("me"), "not plain text");
	s = good;
	s.tls = TLS_IMPLICIT;
	s.ca_file = STR("/nonexistent/ca.pem");
	s.port = 9;
	bad_settings(s, STR("me"), "");
	assert_int_equal(chmod(secret_path, 0640), 0);
	bad_settings(good, STR("me"), secret_path);
	assert_int_equal(chmod(secret_path, 0600), 0);
	bad_settings(good, STR("me"), "127.0.0.1:1: ");
}

#define GREET SAY("220 hi"), HEAR("EHLO"), SAY("250 hi")

static struct connect *
open_plain(const struct fake *f)
{
	struct server_settings server = at(f, TLS_NONE);
	struct connect *c = NULL;
	struct err err = {""};

	server.user = (struct str){0};
	if (connect_open(&server, CONNECT_SMTP, STR("me"), &c, &err) != RC_OK)
		fail_msg("%s", err.text);
	return c;
}

static void
test_stream(void **state)
{
	static const struct fake_step steps[] = {
	    GREET, HEAR("ping"), SAY("pong"), CUT};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct connect *c = open_plain(f);
	char got[64];
	int64_t t = connect_clock();

	(void)state;
	assert_int_equal(connect_recv(c, got, sizeof(got)), 0);
	assert_int_equal(connect_wait(c, POLLIN, 50, -1), RC_MISS);
	assert_true(connect_clock() - t >= 49);
	assert_int_equal(connect_wait(c, POLLOUT, 1000, -1), RC_OK);
	assert_int_equal(connect_send(c, "ping\r\n", 6), 6);
	assert_int_equal(connect_wait(c, POLLIN, 1000, -1), RC_OK);
	assert_int_equal(connect_recv(c, got, sizeof(got)), 6);
	assert_memory_equal(got, "pong\r\n", 6);
	assert_int_equal(connect_wait(c, POLLIN, 1000, -1), RC_OK);
	assert_int_equal(connect_recv(c, got, sizeof(got)), -1);
	connect_close(&c);
	connect_close(&c);
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_ceiling(void **state)
{
	static const struct fake_step steps[] = {
	    GREET, HEAR("go"), SAY_RAW("0123456789"), GONE};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct connect *c = open_plain(f);
	char got[64];

	(void)state;
	connect_allow(c, 7);
	assert_int_equal(connect_send(c, "go\r\n", 4), 4);
	assert_int_equal(connect_wait(c, POLLIN, 1000, -1), RC_OK);
	assert_int_equal(connect_recv(c, got, 4), 4);
	assert_true(connect_holds(c));
	assert_int_equal(connect_recv(c, got, sizeof(got)), 3);
	assert_int_equal(connect_recv(c, got, sizeof(got)), -1);
	connect_allow(c, 100);
	assert_int_equal(connect_recv(c, got, sizeof(got)), 3);
	connect_close(&c);
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_wake(void **state)
{
	static const struct fake_step steps[] = {GREET, GONE};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct connect *c = open_plain(f);
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(connect_wait(c, POLLIN, 20, fds[0]), RC_MISS);
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(connect_wait(c, POLLIN, 5000, fds[0]), RC_LATER);
	close(fds[0]);
	close(fds[1]);
	connect_close(&c);
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_many(void **state)
{
	static const struct fake_step steps[] = {
	    GREET, HEAR("x"), SAY("y"), GONE};
	struct fake *f = fake_start(steps, COUNT(steps), 3);
	struct server_settings server = at(f, TLS_NONE);
	struct connect *c[4];
	struct err err = {""};
	unsigned stand = 0;

	(void)state;
	server.user = (struct str){0};
	/* The fourth is never answered. */
	assert_int_equal(
	    connect_open_many(&server, CONNECT_SMTP, STR("me"), 4, c, &err),
	    RC_OK);
	for (size_t i = 0; i < COUNT(c); i++) {
		char got[8];

		if (!c[i])
			continue;
		stand++;
		assert_int_equal(connect_send(c[i], "x\r\n", 3), 3);
		assert_int_equal(connect_wait(c[i], POLLIN, 2000, -1), RC_OK);
		assert_int_equal(connect_recv(c[i], got, sizeof(got)), 3);
		/* Closing one leaves the others. */
		connect_close(&c[i]);
	}
	assert_int_equal(stand, 3);
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_silence(void **state)
{
	static const struct fake_step greeting[] = {GONE};
	static const struct fake_step ehlo[] = {
	    SAY("220 hi"), HEAR("EHLO"), GONE};
	static const struct fake_step drip[] = {
	    FLOOD("220-0123456789012345678901234567890123456789\r\n", 1000000),
	    GONE};
	int64_t t = connect_clock();

	(void)state;
	refused(greeting, COUNT(greeting), TLS_NONE, CONNECT_SMTP);
	refused(ehlo, COUNT(ehlo), TLS_NONE, CONNECT_SMTP);
	refused(drip, COUNT(drip), TLS_NONE, CONNECT_SMTP);
	assert_true(connect_clock() - t < 15000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_starttls_stripped_smtp),
	    cmocka_unit_test(test_starttls_stripped_imap),
	    cmocka_unit_test(test_no_tls_at_all),
	    cmocka_unit_test(test_only_weak_logins),
	    cmocka_unit_test(test_log_in),
	    cmocka_unit_test(test_settings),
	    cmocka_unit_test(test_stream),
	    cmocka_unit_test(test_ceiling),
	    cmocka_unit_test(test_wake),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_silence),
	};

	return cmocka_run_group_tests(tests, make_secret, drop_secret);
}
