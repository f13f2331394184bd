#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "model/limits.h"
#include "port/mime.h"
#include "port/mime_plain.h"

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
	assert_true(str_eqc(mime_bytes(arena, &m.v[1], 99, &cut), "a=b"));
	assert_false(cut);
	assert_true(str_eqc(mime_param(arena, &m.v[1], "format"), "flowed"));
	assert_int_equal(m.v[2].kind, MIME_MESSAGE);
	assert_true(
	    str_starts(mime_head(arena, &m.v[2]), STR("Subject: in\n")));
	assert_int_equal(m.v[3].parent, 2);
	assert_true(str_eqc(m.v[4].disposition, "attachment"));
	assert_true(str_eqc(m.v[4].name, "é.pdf"));
	assert_true(m.v[4].has_id);
	assert_int_equal(mime_size(&m.v[4]), 3);
	assert_true(str_eqc(mime_bytes(arena, &m.v[4], 2, &cut), "AB"));
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
	assert_true(str_eqc(mime_bytes(arena, &m.v[0], 99, &cut), "words\n"));
	mime_close(&m);
	mime_open(arena, STR("Content-Type: ;;\n"), STR(""), &m);
	assert_int_equal(m.n, 1);
	mime_bytes(arena, &m.v[0], 99, &cut);
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

struct shape {
	const char *head, *body;
	bool plain;
};

static void
check_shape(const struct shape *s)
{
	struct str head = str_of(s->head), body = str_of(s->body);
	struct mime x = {0}, y;

	assert_int_equal(mime_plain_open(arena, head, body, &x), s->plain);
	mime_open_any(arena, head, body, &y);
	if (s->plain) {
		assert_int_equal(x.n, y.n);
		for (size_t i = 0; i < x.n; i++) {
			assert_true(str_eq(x.v[i].type, y.v[i].type));
			assert_true(str_eq(x.v[i].name, y.v[i].name));
			assert_true(str_eq(x.v[i].charset, y.v[i].charset));
			assert_true(str_eq(x.v[i].encoded, y.v[i].encoded));
			assert_int_equal(x.v[i].coding, y.v[i].coding);
			assert_int_equal(x.v[i].kind, y.v[i].kind);
			assert_int_equal(x.v[i].depth, y.v[i].depth);
			assert_int_equal(x.v[i].parent, y.v[i].parent);
			assert_true(str_eq(mime_head(arena, &x.v[i]),
			    mime_head(arena, &y.v[i])));
			assert_int_equal(x.v[i].has_id, y.v[i].has_id);
		}
	}
	mime_close(&y);
}

#define MIXED "Content-Type: multipart/mixed; boundary=b\n"

/* What the plain reader takes it reads as the library does; what can be read
 * in more than one way it leaves alone. */
static void
test_plain_shapes(void **state)
{
	static const struct shape shapes[] = {
	    {"", "words\n", true},
	    {"Content-Type: TEXT/Plain; charset=\"utf-8\"; Format=flowed\n",
		"words", true},
	    {MIXED, "pre\n--b\n\nx\n--b\nContent-ID: <a@b>\n\ny\n\n--b--\nend",
		true},
	    {MIXED, "--b\r\n\r\nx\r\n--b--\r\n", true},
	    {MIXED, "--b\n\n--b--\n", true},
	    {MIXED,
		"--b\nContent-Type: multipart/alternative;\n\tboundary=\"c "
		"d\"\n"
		"\n--c d\nX: y\n z\n\nin\n--c d--\nafter\n--b\nContent-Type: "
		"image/png; name=\"a b.png\"\nContent-Transfer-Encoding: "
		"BASE64\n\nQUJD\n--b--",
		true},
	    {"Content-Type: multipart/report; boundary=b\n",
		"--b\n\nx\n--b\nContent-Type: message/rfc822\n\nTo: a@b\n\n"
		"in\n--b\nContent-Type: message/delivery-status\n\nA: b\n\n"
		"--b--\n",
		true},
	    {MIXED,
		"--b\nContent-Type: message/rfc822\n\nContent-Type: message/"
		"rfc822\n\nA: b\n\nx\n--b--\n",
		false},
	    {MIXED, "--b\nContent-Type: message/rfc822\n\n--b--\n", false},
	    {"Content-Type: text/plain; charset=a; charset=b\n", "x", false},
	    {"Content-Type: text/plain; name*=utf-8''a\n", "x", false},
	    {"Content-Type: text/plain; name=\"a\\\"b\"\n", "x", false},
	    {"Content-Type: text/plain; name=\"=?utf-8?q?a?=\"\n", "x", false},
	    {"Content-Type: text/plain (a comment)\n", "x", false},
	    {"Content-Type: text\n", "x", false},
	    {"Content-Type: text/plain;\n", "x", false},
	    {"Content-Type: message/rfc822\n", "A: b\n\nx", false},
	    {"Content-Transfer-Encoding: x-uuencode\n", "x", false},
	    {"Content-Type: multipart/mixed\n", "--\n\nx\n----\n", false},
	    {"Content-Type: multipart/digest; boundary=b\n",
		"--b\n\nx\n--b--\n", false},
	    {MIXED, "", false},
	    {MIXED, "--b--\n", false},
	    {MIXED, "--b\n\nx\n", false},
	    {MIXED, "--b\n\nx\n--b \n\ny\n--b--\n", false},
	    {MIXED, "--b\n\nx\n--bc\n\ny\n--b--\n", false},
	    {MIXED, "--b\n\nx\r\n--b--\n", false},
	    {MIXED, "--b\nno field\n\nx\n--b--\n", false},
	    {MIXED, "--b\nX: y\n--b--\n", false},
	    {MIXED,
		"--b\nContent-Type: text/plain\nContent-Type: text/html\n\n"
		"x\n--b--\n",
		false},
	    {MIXED,
		"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n"
		"--b\n\ny\n--b--\n",
		false},
	    {MIXED,
		"--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"
		"--b--\n--b--\n",
		false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		print_message("shape %zu\n", i);
		check_shape(&shapes[i]);
	}
}

/* `deep` multiparts in each other, the innermost with a text. */
static struct str
nested(struct buf *b, int deep)
{
	buf_clear(b);
	for (int i = 1; i < deep; i++)
		buf_fmt(b,
		    "--x%d\nContent-Type: multipart/mixed; "
		    "boundary=x%d\n\n",
		    i, i + 1);
	buf_fmt(b, "--x%d\n\nwords\n", deep);
	for (int i = deep; i > 0; i--)
		buf_fmt(b, "--x%d--\n", i);
	return buf_str(b);
}

/* Deep and wide is for the library, which stops at the limits. */
static void
test_plain_bounds(void **state)
{
	struct str first = STR("Content-Type: multipart/mixed; boundary=x1\n");
	struct mime m = {0};
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	assert_true(mime_plain_open(arena, first, nested(&b, 8), &m));
	assert_int_equal(m.n, 9);
	assert_int_equal(m.v[8].depth, 8);
	assert_true(str_eqc(m.v[8].encoded, "words"));
	m = (struct mime){0};
	assert_false(mime_plain_open(arena, first, nested(&b, 9), &m));
	buf_clear(&b);
	for (int i = 0; i < 100; i++)
		buf_adds(&b, "--x1\n\nx\n");
	buf_adds(&b, "--x1--\n");
	assert_false(mime_plain_open(arena, first, buf_str(&b), &m));
	assert_int_equal(m.n, 0);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_tree),
	    TEST(test_bare),
	    TEST(test_depth),
	    TEST(test_plain_shapes),
	    TEST(test_plain_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
