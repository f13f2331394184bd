#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide/posting_file.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
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
types_come_from_the_name(void **state)
{
	static const struct {
		const char *name, *type;
	} cases[] = {
	    {"a.pdf", "application/pdf"},
	    {"A.PDF", "application/pdf"},
	    {"photo.of.box.JPG", "image/jpeg"},
	    {"list.csv ", "text/csv"},
	    {"run.exe", NULL},
	    {"a.pdf.exe", NULL},
	    {"page.html", NULL},
	    {"picture.svg", NULL},
	    {"mail.eml", NULL},
	    {"macro.docm", NULL},
	    {"a.js", NULL},
	    {"pdf", NULL},
	    {"", NULL},
	    {".", NULL},
	    {"a.", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *type = posting_file_type(str_of(cases[i].name));

		if (cases[i].type == NULL)
			assert_null(type);
		else
			assert_string_equal(type, cases[i].type);
	}
}

static void
names_are_harmless(void **state)
{
	static const struct {
		const char *name, *want;
	} cases[] = {
	    {"a.pdf", "a.pdf"},
	    {"C:\\docs\\my file.pdf", "my file.pdf"},
	    {"/etc/passwd.txt", "passwd.txt"},
	    {"../../a.pdf", "a.pdf"},
	    {"a\r\nBcc: x@y.z.pdf", "a__Bcc_ x@y.z.pdf"},
	    {"a\"b<c>.pdf", "a_b_c_.pdf"},
	    {"fdp\xe2\x80\xae.exe.pdf", "fdp_.exe.pdf"},
	    {"\xc2\x85"
	     "a.pdf",
		"_a.pdf"},
	    {"Gr\xc3\xbc\xc3\x9f"
	     "e.pdf",
		"Gr\xc3\xbc\xc3\x9f"
		"e.pdf"},
	    {".pdf", "file.pdf"},
	    {"", "file"},
	};
	char longest[600];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str got =
		    posting_file_name(arena, str_of(cases[i].name));

		assert_int_equal(got.n, strlen(cases[i].want));
		assert_memory_equal(got.p, cases[i].want, got.n);
	}
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + sizeof(longest) - 5, ".pdf", 5);
	assert_true(posting_file_name(arena, str_of(longest)).n <= 100);
	assert_non_null(
	    posting_file_type(posting_file_name(arena, str_of(longest))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(types_come_from_the_name),
	    cmocka_unit_test(names_are_harmless),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
