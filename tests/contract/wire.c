/*
 * wire: drives src/port/{smtp,imap} from a shell script, one command a run.
 *
 *	wire smtp HOST:PORT TLS USER PASSFILE CA CONNECTIONS FROM TO COUNT SIZE
 *	wire probe HOST:PORT TLS USER PASSFILE CA [FOLDER]
 *	wire fetch HOST:PORT TLS USER PASSFILE CA FOLDER FROM MAX
 *	wire wait HOST:PORT TLS USER PASSFILE CA FOLDER SECONDS POLL
 *	wire append HOST:PORT TLS USER PASSFILE CA FOLDER MESSAGE-ID
 *	wire find HOST:PORT TLS USER PASSFILE CA FOLDER MESSAGE-ID
 *
 * TLS is implicit, starttls or none; "-" stands for an empty value. TO may
 * hold one %d, the number of the mail. probe is for SMTP without FOLDER, for
 * IMAP with it; fetch goes on until nothing is left, MAX at a time. Prints what
 *happened, exits 0 when it went well, 1 when not.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "port/imap.h"
#include "port/smtp.h"

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static struct str
arg(const char *s)
{
	return strcmp(s, "-") == 0 ? (struct str){0} : str_of(s);
}

static struct server_settings
server_of(char **argv)
{
	struct server_settings s = {.timeout = 10};
	struct str at = str_of(argv[0]);
	size_t colon = str_rchr(at, ':');

	s.host = str_sub(at, 0, colon);
	if (colon == STR_NPOS ||
	    !str_to_i64(str_sub(at, colon + 1, at.n), 1, 65535, &s.port))
		xdie("not HOST:PORT: %s", argv[0]);
	s.tls = strcmp(argv[1], "implicit") == 0 ? TLS_IMPLICIT
		: strcmp(argv[1], "none") == 0   ? TLS_NONE
						 : TLS_STARTTLS;
	s.user = arg(argv[2]);
	s.password_file = arg(argv[3]);
	s.ca_file = arg(argv[4]);
	return s;
}

static char *
mail_of(int n, size_t size)
{
	struct buf b;

	buf_init(&b, size + 4096);
	buf_fmt(&b,
	    "From: Accounts <ar@example.com>\r\nTo: you@example.net\r\n"
	    "Subject: mail %d\r\nMessage-ID: <wire.%d@example.com>\r\n"
	    "Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n\r\n",
	    n, n);
	while (b.n < size)
		buf_adds(&b,
		    "Our records show that invoice INV-10482 is still open."
		    " Thank you.\r\n.leading dot\r\n");
	return buf_take(&b);
}

static int
cmd_smtp(char **argv)
{
	static const char *const names[] = {
	    "accepted", "deferred", "failed", "uncertain"};
	struct server_settings server = server_of(argv);
	int count = (int)strtol(argv[8], NULL, 10);
	size_t size = (size_t)strtol(argv[9], NULL, 10);
	struct smtp_mail *mails = xcalloc((size_t)count, sizeof(*mails));
	unsigned seen[4] = {0};
	struct err err = {""};
	struct smtp *s;
	double t;
	enum rc rc;

	for (int i = 0; i < count; i++) {
		char to[256];
		const char *mark = strstr(argv[7], "%d");

		if (mark)
			snprintf(to, sizeof(to), "%.*s%d%s",
			    (int)(mark - argv[7]), argv[7], i, mark + 2);
		else
			snprintf(to, sizeof(to), "%s", argv[7]);
		mails[i].from = arg(argv[6]);
		mails[i].to = str_of(xstrdup(to));
		mails[i].bytes = str_of(mail_of(i, size));
	}
	rc = smtp_open(&server, STR("client.example.com"),
	    (int)strtol(argv[5], NULL, 10), &s, &err);
	if (rc != RC_OK) {
		printf("%s: %s\n", err_name(rc), err.text);
		return 1;
	}
	t = seconds();
	rc = smtp_send(s, mails, (size_t)count, NULL, NULL, &err);
	t = seconds() - t;
	for (int i = 0; i < count; i++) {
		if (mails[i].settled)
			seen[mails[i].outcome]++;
	}
	for (int i = 0; i < 4; i++)
		printf("%s=%u ", names[i], seen[i]);
	printf("seconds=%.3f rate=%.0f\n", t, count / t);
	if (rc != RC_OK)
		printf("%s: %s\n", err_name(rc), err.text);
	else if (mails[0].outcome != SMTP_ACCEPTED)
		printf("first: %d %s\n", mails[0].code, mails[0].reply);
	smtp_close(&s);
	for (int i = 0; i < count; i++) {
		free((char *)mails[i].to.p);
		free((char *)mails[i].bytes.p);
	}
	free(mails);
	return rc == RC_OK && seen[SMTP_ACCEPTED] == (unsigned)count ? 0 : 1;
}

static int
say(enum rc rc, const struct err *err)
{
	printf("%s%s%s\n", err_name(rc), rc == RC_OK ? "" : ": ",
	    rc == RC_OK ? "" : err->text);
	return rc == RC_OK ? 0 : 1;
}

static int
cmd_probe(int argc, char **argv)
{
	struct server_settings server = server_of(argv);
	struct err err = {""};

	if (argc > 5)
		return say(imap_probe(&server, str_of(argv[5]), &err), &err);
	return say(smtp_probe(&server, STR("client.example.com"), &err), &err);
}

struct tally {
	unsigned mails;
	unsigned empty;
	uint64_t bytes;
	uint32_t last;
	bool disorder;
	int64_t date;
};

static enum rc
count_mail(
    void *ctx, uint32_t uid, int64_t date, struct str raw, struct err *err)
{
	struct tally *t = ctx;

	(void)err;
	t->mails++;
	t->empty += raw.n == 0;
	t->bytes += raw.n;
	t->disorder |= uid <= t->last;
	t->last = uid;
	t->date = date;
	return RC_OK;
}

static int
cmd_fetch(struct imap *s, char **argv, struct err *err)
{
	struct tally t = {0};
	uint32_t next = (uint32_t)strtoul(argv[0], NULL, 10);
	unsigned max = (unsigned)strtoul(argv[1], NULL, 10);
	double from = seconds();
	enum rc rc;

	do
		rc = imap_fetch(s, next, max, count_mail, &t, &next, err);
	while (rc == RC_OK);
	from = seconds() - from;
	printf("mails=%u empty=%u bytes=%" PRIu64 " last=%u disorder=%d "
	       "age=%" PRId64 " seconds=%.3f rate=%.0f\n",
	    t.mails, t.empty, t.bytes, (unsigned)t.last, (int)t.disorder,
	    (int64_t)time(NULL) - t.date, from, t.mails / from);
	return rc == RC_MISS ? 0 : say(rc, err);
}

static int
cmd_imap(int argc, char **argv)
{
	struct server_settings server = server_of(argv + 1);
	struct imap_state st;
	struct err err = {""};
	struct imap *s;
	char *mail;
	double t;
	enum rc rc;
	int status = 0;

	rc = imap_open(&server, &s, &err);
	if (rc != RC_OK)
		return say(rc, &err);
	if (strcmp(argv[0], "append") == 0) {
		mail = mail_of((int)strtol(argv[7], NULL, 10), 2000);
		rc = imap_append(s, str_of(argv[6]), str_of(mail), &err);
		free(mail);
	} else if (strcmp(argv[0], "find") == 0) {
		rc = imap_find(s, str_of(argv[6]), str_of(argv[7]), &err);
	} else {
		rc = imap_select(s, str_of(argv[6]), &st, &err);
	}
	t = seconds();
	if (rc == RC_OK && strcmp(argv[0], "fetch") == 0 && argc == 9) {
		status = cmd_fetch(s, argv + 7, &err);
	} else if (rc == RC_OK && strcmp(argv[0], "wait") == 0 && argc == 9) {
		rc = imap_wait(s, strtol(argv[7], NULL, 10),
		    strtol(argv[8], NULL, 10), -1, &err);
		printf("seconds=%.3f ", seconds() - t);
		status = say(rc, &err);
	} else {
		status = say(rc, &err);
	}
	imap_close(&s);
	return status;
}

int
main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 12 && strcmp(argv[1], "smtp") == 0)
		return cmd_smtp(argv + 2);
	if (argc >= 7 && strcmp(argv[1], "probe") == 0)
		return cmd_probe(argc - 2, argv + 2);
	if (argc >= 9)
		return cmd_imap(argc - 1, argv + 1);
	fprintf(stderr, "usage: see the head of tests/contract/wire.c\n");
	return 2;
}
