#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/limits.h"
#include "port/mime.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(64u << 20);
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
test_tree(void **state)
{
	struct mime m;
	bool cut;

	(void)state;
	mime_open(arena, STR("Content-Type: Multipart/MIXED; boundary=b\n"),
	    STR("--b\nContent-Type: text/plain; Format=flowed\n"
		"Content-Transfer-Encoding: quoted-printable\n\na=3Db=\n\n"
		"--b\nContent-Type: message/rfc822\n\nSubject: in\n\nx\n"
		"--b\nContent-Disposition: ATTACHMENT; filename=\"=?utf-8?Q?"
		"=C3=A9.pdf?=\"\nContent-ID: <1>\n"
		"Content-Transfer-Encoding: base64\n\nQUJD\n--b--\n"),
	    &m);
	assert_int_equal(m.n, 5);
	assert_true(str_eqc(m.v[0].type, "multipart/mixed"));
	assert_int_equal(m.v[0].kind, MIME_MULTI);
	assert_int_equal(m.v[0].parent, -1);
	assert_true(str_eqc(mime_bytes(arena, &m, &m.v[1], 99, &cut), "a=b"));
	assert_false(cut);
	assert_true(str_eqc(mime_param(arena, &m.v[1], "format"), "flowed"));
	assert_int_equal(m.v[2].kind, MIME_MESSAGE);
	assert_true(
	    str_starts(mime_head(arena, &m.v[2]), STR("Subject: in\n")));
	assert_int_equal(m.v[3].parent, 2);
	assert_true(str_eqc(m.v[4].disposition, "attachment"));
	assert_true(str_eqc(m.v[4].name, "é.pdf"));
	assert_true(m.v[4].has_id);
	assert_int_equal(mime_size(&m, &m.v[4]), 3);
	assert_true(str_eqc(mime_bytes(arena, &m, &m.v[4], 2, &cut), "AB"));
	assert_true(cut);
	mime_close(&m);
}

static void
test_bare(void **state)
{
	struct mime m;
	bool cut;

	(void)state;
	mime_open(arena, STR(""), STR("words\n"), &m);
	assert_int_equal(m.n, 1);
	assert_true(str_eqc(m.v[0].type, "text/plain"));
	assert_true(
	    str_eqc(mime_bytes(arena, &m, &m.v[0], 99, &cut), "words\n"));
	mime_close(&m);
	mime_open(arena, STR("Content-Type: ;;\n"), STR(""), &m);
	assert_int_equal(m.n, 1);
	mime_bytes(arena, &m, &m.v[0], 99, &cut);
	mime_close(&m);
}

static void
test_depth(void **state)
{
	struct str body = STR("x\n");
	struct mime m;

	(void)state;
	for (int i = 0; i < LIMIT_MAIL_DEPTH + 8; i++)
		body = arena_fmt(arena, "Content-Type: message/rfc822\n\n%.*s",
		    STR_ARG(body));
	mime_open(arena, STR("Content-Type: message/rfc822\n"), body, &m);
	assert_true(m.truncated);
	assert_int_equal(m.v[m.n - 1].depth, LIMIT_MAIL_DEPTH);
	mime_close(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_tree),
	    TEST(test_bare),
	    TEST(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
