#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "flow/parser.h"
#include "model/limits.h"

/* Seconds for one hostile mail; a sanitizer takes its share. */
#ifdef __SANITIZE_ADDRESS__
#define HOSTILE_SECONDS 4.5
#else
#define HOSTILE_SECONDS 0.7
#endif

static struct parser *parser;
static struct arena *arena;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	arena = arena_new(LIMIT_MAIL_ARENA);
	return parser_open(&parser, &err) == RC_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	parser_close(&parser);
	arena_free(&arena);
	return 0;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
reads(const char *raw, const char *reply)
{
	struct message *m = NULL;
	struct err err = {""};

	assert_int_equal(
	    parser_read(parser, arena, str_of(raw), &m, &err), RC_OK);
	assert_true(str_eqc(m->reply, reply));
	arena_reset(arena);
}

static void
test_read(void **state)
{
	struct message *m;
	struct err err = {""};

	(void)state;
	reads("From: a@b.example\n\nPaid.\n", "Paid.");
	assert_int_equal(
	    parser_read(parser, arena, STR("nothing"), &m, &err), RC_BAD);
	assert_non_null(strstr(err.text, "no header"));
	reads("Subject: x\n\nAgain.\n", "Again.");
}

/* Files of one mail, between others. */
static void
test_files(void **state)
{
	static const char mail[] =
	    "From: a@b.example\nContent-Type: multipart/mixed; "
	    "boundary=r\n\n--r\n\nHello\n--r\n"
	    "Content-Type: text/csv; name=a.csv\n"
	    "Content-Disposition: attachment\n\n1,2\n--r--\n";
	struct message_file *v;
	struct err err = {""};
	struct message *m;
	size_t n;

	(void)state;
	assert_int_equal(
	    parser_files(parser, arena, STR("nothing"), &v, &n, &err), RC_BAD);
	assert_int_equal(
	    parser_files(parser, arena, str_of(mail), &v, &n, &err), RC_OK);
	assert_int_equal(n, 1);
	assert_true(str_eqc(v[0].name, "a.csv"));
	assert_true(str_eqc(str_trim(v[0].bytes), "1,2"));
	reads("From: a@b.example\n\nPaid.\n", "Paid.");
	assert_int_equal(parser_submit(parser, str_of(mail), &err), RC_OK);
	assert_int_equal(
	    parser_files(parser, arena, str_of(mail), &v, &n, &err), RC_LATER);
	assert_int_equal(parser_next(parser, arena, &m, &err), RC_OK);
	assert_true(str_eqc(m->reply, "Hello"));
	arena_reset(arena);
}

static void
test_pipeline(void **state)
{
	char mail[PARSER_WINDOW + 1][64];
	struct message *m;
	struct err err;

	(void)state;
	assert_int_equal(parser_next(parser, arena, &m, &err), RC_MISS);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < PARSER_WINDOW; i++) {
			snprintf(mail[i], sizeof(mail[i]),
			    "Subject: %d\n\nmail %d\n", i, i);
			assert_int_equal(
			    parser_submit(parser, str_of(mail[i]), &err),
			    RC_OK);
		}
		assert_int_equal(
		    parser_submit(parser, str_of(mail[0]), &err), RC_LATER);
		for (int i = 0; i < PARSER_WINDOW; i++) {
			char want[16];

			snprintf(want, sizeof(want), "%d", i);
			assert_int_equal(
			    parser_next(parser, arena, &m, &err), RC_OK);
			assert_true(str_eqc(m->subject, want));
		}
	}
}

/* Large mails both ways while nobody reads: no deadlock. */
static void
test_large(void **state)
{
	struct message *m;
	struct err err;
	struct buf b;

	(void)state;
	buf_init(&b, 8u << 20);
	buf_adds(&b, "Subject: big\n\n");
	while (b.n < 4u << 20)
		buf_adds(&b, "word word word word\n");
	for (int i = 0; i < PARSER_WINDOW; i++)
		assert_int_equal(
		    parser_submit(parser, buf_str(&b), &err), RC_OK);
	for (int i = 0; i < PARSER_WINDOW; i++) {
		assert_int_equal(parser_next(parser, arena, &m, &err), RC_OK);
		assert_true(m->flags & MESSAGE_TRUNCATED);
		assert_int_equal(m->text.n, LIMIT_MAIL_TEXT);
		arena_reset(arena);
	}
	buf_fini(&b);
}

/* Parent of a process, -1 if there is no such process. */
static int64_t
parent_of(struct str pid)
{
	struct str line, word;
	char path[64], text[512];
	int64_t v = -1;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%.*s/stat", STR_ARG(pid));
	f = fopen(path, "r");
	if (f == NULL)
		return -1;
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	/* "pid (name) state ppid ..." */
	line = (struct str){text, n};
	line = str_sub(line, str_rchr(line, ')') + 2, n);
	if (str_cut(&line, ' ', &word) && str_cut(&line, ' ', &word))
		str_to_i64(word, 0, INT32_MAX, &v);
	return v;
}

/* The process whose parent is pid, 0 if there is none. */
static pid_t
child_of(pid_t pid)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	int64_t found = 0, v;

	while (d != NULL && !found && (e = readdir(d)) != NULL)
		if (str_to_i64(str_of(e->d_name), 1, INT32_MAX, &v) &&
		    parent_of(str_of(e->d_name)) == pid)
			found = v;
	if (d != NULL)
		closedir(d);
	return (pid_t)found;
}

static void
test_child_dies(void **state)
{
	pid_t keeper = child_of(getpid()), child;
	struct message *m;
	struct err err;

	(void)state;
	reads("Subject: x\n\nBefore.\n", "Before.");
	child = child_of(keeper);
	assert_int_not_equal(child, 0);
	kill(child, SIGKILL);
	assert_int_equal(
	    parser_read(parser, arena, STR("Subject: x\n\ny"), &m, &err),
	    RC_LATER);
	reads("Subject: x\n\nAfter.\n", "After.");
	/* Two on the way: the second survives the death. */
	kill(child_of(keeper), SIGSTOP);
	assert_int_equal(
	    parser_submit(parser, STR("Subject: 1\n\n"), &err), RC_OK);
	assert_int_equal(
	    parser_submit(parser, STR("Subject: 2\n\n"), &err), RC_OK);
	kill(child_of(keeper), SIGKILL);
	assert_int_equal(parser_next(parser, arena, &m, &err), RC_LATER);
	assert_int_equal(parser_next(parser, arena, &m, &err), RC_OK);
	assert_true(str_eqc(m->subject, "2"));
	/* And without a keeper there is a new one. */
	kill(keeper, SIGKILL);
	while (child_of(keeper) != 0)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	assert_int_equal(
	    parser_read(parser, arena, STR("Subject: x\n\ny"), &m, &err),
	    RC_LATER);
	reads("Subject: x\n\nAfter.\n", "After.");
}

static void
test_child_hangs(void **state)
{
	pid_t child;
	struct message *m;
	struct err err;
	double start;

	(void)state;
	reads("Subject: x\n\nBefore.\n", "Before.");
	child = child_of(child_of(getpid()));
	assert_int_not_equal(child, 0);
	kill(child, SIGSTOP);
	start = now();
	assert_int_equal(
	    parser_read(parser, arena, STR("Subject: x\n\ny"), &m, &err),
	    RC_LATER);
	assert_true(now() - start < 7);
	/* The keeper ends it without being asked for another. */
	while (child_of(child_of(getpid())) == child)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	reads("Subject: x\n\nAfter.\n", "After.");
}

static void
repeat(struct buf *b, const char *s, size_t times)
{
	while (times--)
		buf_adds(b, s);
}

static void
make_nested_mails(struct buf *b)
{
	repeat(b, "Content-Type: message/rfc822\n\n", 100000);
	buf_adds(b, "Subject: x\n\nx\n");
}

static void
make_nested_multiparts(struct buf *b)
{
	buf_adds(b, "Subject: x\n");
	for (int i = 0; i < 20000; i++) {
		buf_fmt(
		    b, "Content-Type: multipart/mixed; boundary=b%d\n\n", i);
		buf_fmt(b, "--b%d\n", i);
	}
	buf_adds(b, "\nx\n");
}

static void
make_boundary(struct buf *b)
{
	buf_adds(b, "Subject: x\nContent-Type: multipart/mixed; "
		    "boundary=\"\\\"\"\n\n--\"\n\nx\n--\"--\n");
}

static void
make_comments(struct buf *b)
{
	buf_adds(b, "Subject: x\nFrom: ");
	repeat(b, "(", 1000000);
	buf_adds(b, "\nContent-Type: text/plain");
	repeat(b, "(", 1000000);
	buf_adds(b, "\n\nx\n");
}

static void
make_headers(struct buf *b)
{
	repeat(b, "X-A: b\n", 100000);
	buf_adds(b, "\nx\n");
}

static void
make_long_header(struct buf *b)
{
	buf_adds(b, "Subject: x\nTo: ");
	repeat(b, "a@b.example, ", 8u << 20 / 13);
	repeat(b, "a", 8u << 20);
	buf_adds(b, "\n\nx\n");
}

static void
make_parts(struct buf *b)
{
	buf_adds(b, "Content-Type: multipart/mixed; boundary=b\n\n");
	repeat(b, "--b\nContent-Type: text/plain\n\nx\n", 50000);
	buf_adds(b, "--b--\n");
}

static void
make_words(struct buf *b)
{
	buf_adds(b, "Subject: ");
	repeat(b, "=?utf-8?q?=41?= =?gb2312?b?xOM=?= ", 200000);
	buf_adds(b, "\n\nx\n");
}

static void
make_words_inside(struct buf *b)
{
	buf_adds(b, "Content-Type: message/rfc822\n\nFrom: ");
	repeat(b, "=?utf-8?q?=41?= ", 100000);
	buf_adds(b, "<a@b.example>\nSubject: ");
	repeat(b, "=?a?q?", 100000);
	buf_adds(b, "\n\nx\n");
}

static void
make_parameters(struct buf *b)
{
	buf_adds(b, "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		    "Content-Type: text/plain");
	for (int i = 0; i < 20000; i++)
		buf_fmt(b, ";\n name*%d*=utf-8''a", i);
	buf_adds(b, "\n\nx\n--b--\n");
}

static void
make_attributes(struct buf *b)
{
	buf_adds(b, "Content-Type: text/html\n\n<p ");
	for (int i = 0; i < 60000; i++)
		buf_fmt(b, "a%d=1 ", i);
	buf_adds(b, ">x</p>");
}

static void
make_tags(struct buf *b)
{
	buf_adds(b, "Content-Type: text/html\n\n");
	repeat(b, "<div>", 200000);
	buf_adds(b, "x");
}

static void
make_open_tags(struct buf *b)
{
	buf_adds(b, "Content-Type: text/html\n\n");
	repeat(b, "<b><i><table><a href=x><p>", 40000);
	buf_adds(b, "x");
}

static void
make_quotes(struct buf *b)
{
	buf_adds(b, "Subject: x\n\n");
	repeat(b, ">", 1u << 20);
	repeat(b, "\nOn 1 at 1:1 a@b wrote:", 50000);
}

static void
make_base64(struct buf *b)
{
	buf_adds(b, "Content-Transfer-Encoding: base64\n"
		    "Content-Type: application/pdf\n\n");
	repeat(b,
	    "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD"
	    "QUJDQUJDQUJDQUJDQUJD\n",
	    300000);
}

static void
make_noise(struct buf *b)
{
	uint32_t x = 1;

	buf_adds(b, "Content-Type: multipart/mixed; boundary=b\n\n--b\n");
	for (int i = 0; i < 1 << 20; i++) {
		x = x * 1664525 + 1013904223;
		buf_addc(b, (char)(x >> 24));
	}
}

/* Hostile mails: whatever comes of them, it comes soon, and the next mail is
 * read as if nothing had been. */
static void
test_hostile(void **state)
{
	static const struct {
		const char *what;
		void (*make)(struct buf *);
	} mails[] = {
	    {"100 000 nested mails", make_nested_mails},
	    {"20 000 nested multiparts", make_nested_multiparts},
	    {"boundary of one quote", make_boundary},
	    {"a million comments", make_comments},
	    {"100 000 headers", make_headers},
	    {"a header of 8 MB", make_long_header},
	    {"50 000 parts", make_parts},
	    {"encoded words", make_words},
	    {"encoded words inside", make_words_inside},
	    {"20 000 parameters", make_parameters},
	    {"60 000 attributes", make_attributes},
	    {"200 000 open elements", make_tags},
	    {"mixed open elements", make_open_tags},
	    {"a megabyte of quote marks", make_quotes},
	    {"a large attachment", make_base64},
	    {"noise", make_noise},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		struct message *m;
		struct err err = {""};
		double start, took;
		struct buf b;
		enum rc rc;

		buf_init(&b, 32u << 20);
		mails[i].make(&b);
		start = now();
		rc = parser_read(parser, arena, buf_str(&b), &m, &err);
		took = now() - start;
		print_message("%s: %s, %.3f s %s\n", mails[i].what,
		    err_name(rc), took, err.text);
		if (took > HOSTILE_SECONDS)
			fail_msg("%s took %.2f s", mails[i].what, took);
		assert_true(rc == RC_OK || rc == RC_BAD);
		arena_reset(arena);
		reads("Subject: x\n\nAfter.\n", "After.");
		buf_fini(&b);
	}
}

static int
setup_brief(void **state)
{
	struct err err;

	(void)state;
	/* The last one's child is killed; nobody waits for it but us. */
	while (waitpid(-1, NULL, 0) > 0)
		;
	arena = arena_new(LIMIT_MAIL_ARENA);
	return parser_open_brief(&parser, &err) == RC_OK ? 0 : -1;
}

/* Without a keeper: the child is ours, and is replaced by us. The first one is
 * quick to start; what is too much for it the next one tries as well. */
static void
test_brief(void **state)
{
	pid_t child = child_of(getpid());
	struct message *m;
	struct err err = {""};

	(void)state;
	reads("From: a@b.example\n\nPaid.\n", "Paid.");
	assert_int_equal(child_of(child), 0);
	assert_int_equal(child_of(getpid()), child);
	kill(child, SIGKILL);
	reads("Subject: x\n\nSaved.\n", "Saved.");
	child = child_of(getpid());
	kill(child, SIGKILL);
	assert_int_equal(
	    parser_read(parser, arena, STR("Subject: x\n\nLost.\n"), &m, &err),
	    RC_LATER);
	reads("Subject: x\n\nAgain.\n", "Again.");
	assert_int_not_equal(child_of(getpid()), child);
}

/* A character set that the quick one does not know. */
static void
test_brief_charset(void **state)
{
	pid_t child = child_of(getpid());

	(void)state;
	reads("From: a@b.example\nContent-Type: text/plain; charset=koi8-r\n"
	      "Content-Transfer-Encoding: 8bit\n\n\xe4\xc1.\n",
	    "\u0414\u0430.");
	assert_int_not_equal(child_of(getpid()), child);
	child = child_of(getpid());
	reads("From: a@b.example\nContent-Type: text/plain; charset=gb18030\n"
	      "Content-Transfer-Encoding: 8bit\n\n\xca\xc7.\n",
	    "\u662f.");
	assert_int_equal(child_of(getpid()), child);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_read),
	    TEST(test_files),
	    TEST(test_pipeline),
	    TEST(test_large),
	    TEST(test_child_dies),
	    TEST(test_child_hangs),
	    TEST(test_hostile),
	    cmocka_unit_test_setup_teardown(test_brief, setup_brief, teardown),
	    cmocka_unit_test_setup_teardown(
		test_brief_charset, setup_brief, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
