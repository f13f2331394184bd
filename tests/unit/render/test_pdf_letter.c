#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "model/limits.h"
#include "render/pdf_letter.h"

#define FOLDER "build/pdf"
#define FILE_  FOLDER "/letter.pdf"

static struct arena *a;
static struct err err;
static struct markdown text;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(LIMIT_JOB_ARENA);
	return file_mkdirs(FOLDER, &err) == RC_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static struct pdf_letter
letter(const char *source, const char *locale)
{
	markdown_parse(a, str_of(source), &text);
	return (struct pdf_letter){
	    .seller = {.name = STR("Example Supply, Inc."),
		.address = STR("1200 Harbor Way\nOakland, CA 94607"),
		.email = STR("ar@example.com")},
	    .customer_name = STR("Acme Tools Ltd"),
	    .customer_account = STR("ACME-1"),
	    .contact_name = STR("Pat Miller"),
	    .date = day_of(2026, 11, 22),
	    .subject = STR("Final demand"),
	    .text = &text,
	    .pay_url = STR("https://pay.example.com/p/abc"),
	    .reference = STR("INV-1"),
	    .locale = str_of(locale),
	};
}

/* What a reader sees, in a box of the first page (points) or on all pages. */
static struct str
words(const struct pdf_letter *doc, const char *const box[4])
{
	const char *argv[16] = {"pdftotext", "-layout"};
	struct buf pdf, out;
	int fds[2], n = 2, status;
	struct str got;
	ssize_t r;
	pid_t pid;

	buf_init(&pdf, LIMIT_LETTER);
	buf_init(&out, 1 << 20);
	assert_int_equal(pdf_letter(doc, &pdf, &err), RC_OK);
	assert_int_equal(file_write(FILE_, buf_str(&pdf), 0644, &err), RC_OK);
	buf_fini(&pdf);
	for (int i = 0; box != NULL && i < 4; i++) {
		static const char *const names[] = {"-x", "-y", "-W", "-H"};

		argv[n++] = arena_cstr(a, str_of(names[i]));
		argv[n++] = arena_cstr(a, str_of(box[i]));
	}
	argv[n++] = FILE_;
	argv[n++] = "-";
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(fds[1]);
	while ((r = read(fds[0], buf_reserve(&out, 65536), 65536)) > 0)
		out.n += (size_t)r;
	close(fds[0]);
	waitpid(pid, &status, 0);
	if (WEXITSTATUS(status) == 127)
		fail_msg("%s is missing: scripts/install.sh test", argv[0]);
	assert_int_equal(status, 0);
	got = arena_dup(a, buf_str(&out));
	buf_fini(&out);
	return got;
}

static void
want(struct str got, const char *what, bool there)
{
	if ((str_find(got, str_of(what)) != STR_NPOS) == there)
		return;
	print_error("\"%s\" is %s in:\n%.*s\n", what, there ? "not" : "also",
	    STR_ARG(got));
	fail();
}

/* In the window stands who it is for, whence it comes, and nothing else. */
static void
the_window_shows_the_addressee(void **state)
{
	static const char *const din[] = {"57", "155", "241", "100"};
	static const char *const us[] = {"63", "140", "290", "85"};
	struct pdf_letter doc = letter("Hello", "de-DE");
	struct str got;

	(void)state;
	for (int i = 0; i < 2; i++) {
		got = words(&doc, i == 0 ? din : us);
		want(got, "Acme Tools Ltd", true);
		want(got, "Pat Miller", true);
		want(got, "Oakland", true);
		want(got, "ACME-1", false);
		want(got, "Final demand", false);
		doc = letter("Hello", "en-US");
	}
}

static void
all_of_the_text_is_there(void **state)
{
	struct pdf_letter doc = letter("First *words*\\\nsecond line.\n\n"
				       "> Bank\n> Account\n\n"
				       "- one\n- two\n\n1. three\n2. four\n\n"
				       "| Invoice | Open |\n|:--|--:|\n"
				       "| INV-1 | 12.00 |\n| **Sum** | | \n\n"
				       "# Head\n\n---\n\n    code\n\n"
				       "[here](https://x.example)",
	    "en-US");
	static const char *const all[] = {"First words\n", "second line.",
	    "Bank", "•", "1. three", "2. four", "INV-1", "12.00", "Sum", "Head",
	    "code", "here", "Page 1 of 1", "Reference"};
	struct str got = words(&doc, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		want(got, all[i], true);
	want(got, "https://x.example", false);
}

static void
many_rows_break_cleanly(void **state)
{
	struct buf b;
	struct pdf_letter doc;
	struct str got;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "| Invoice | PO | Open |\n|:--|:--|--:|\n");
	for (int i = 0; i < 500; i++)
		buf_fmt(&b, "| INV-%d | PO | 1.00 |\n", i);
	buf_adds(&b, "\nThe end.\n");
	doc = letter(b.p, "en-GB");
	got = words(&doc, NULL);
	want(got, "INV-0 ", true);
	want(got, "INV-499", true);
	want(got, "The end.", true);
	want(got, "Page 2 of 1", true);
	buf_fini(&b);
}

static void
hostile_texts_stay_in_their_place(void **state)
{
	static const char *const body[] = {"0", "285", "595", "400"};
	struct pdf_letter doc = letter(
	    "| a |\n|:--|\n\n| b | c | d | e | f | g | h | i | j | k | l | m | "
	    "n |\n|-|-|-|-|-|-|-|-|-|-|-|-|-|\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 "
	    "| 9 | 10 | 11 | 12 | 13 |\n\n- - - - - - - - - - deep\n\nThe end.",
	    "de-DE");
	char *name = arena_alloc(a, 2001);
	struct str got;

	(void)state;
	memset(name, 'W', 2000);
	for (int i = 40; i < 2000; i += 41)
		name[i] = i % 2 ? ' ' : '\n';
	doc.customer_name = doc.contact_name = doc.subject = str_of(name);
	doc.seller.address = doc.customer_account = str_of(name);
	doc.pay_url = str_of(name);
	got = words(&doc, body);
	want(got, "The end.", true);
	doc = letter("", "xx");
	doc.customer_name = doc.contact_name = (struct str){NULL, 0};
	doc.pay_url = doc.reference = doc.subject = (struct str){NULL, 0};
	words(&doc, NULL);
}

/* fontconfig keeps what it read of the installed fonts until the end. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_window_shows_the_addressee),
	    cmocka_unit_test(all_of_the_text_is_there),
	    cmocka_unit_test(many_rows_break_cleanly),
	    cmocka_unit_test(hostile_texts_stay_in_their_place),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
