#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "../../support/build_message.h"
#include "mail/message.h"
#include "render/slip.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct slip plain = {
    .from_name = STR_INIT("Pat M\xc3\xbcller"),
    .from_address = STR_INIT("pat@acme.example"),
    .to_name = STR_INIT("Harbour & Pine"),
    .to_address = STR_INIT("ar@harbourpine.example"),
    .subject = STR_INIT("Re: Reminder \xe2\x80\x94 INV-1"),
    .message_id = STR_INIT("form.0123456789abcdef0123@harbourpine.example"),
    .in_reply_to = STR_INIT("dm.a.b@harbourpine.example"),
    .date = 1793628000,
    .text = STR_INIT("One line.\n.\nFrom here on =_ it goes on.\n--\n"),
};

static struct str
written(const struct slip *s)
{
	struct err err = {{0}};
	struct buf b;
	struct str out;

	buf_init(&b, 1 << 20);
	assert_int_equal(slip_write(s, &b, &err), RC_OK);
	out = arena_dup(arena, buf_str(&b));
	buf_fini(&b);
	return out;
}

/* What is written reads as what was meant. */
static void
it_reads_as_it_was_written(void **state)
{
	struct message *m;
	struct err err = {{0}};

	(void)state;
	assert_int_equal(
	    message_parse(arena, written(&plain), &m, &err), RC_OK);
	assert_true(str_eq(m->subject, plain.subject));
	assert_true(str_eq(m->message_id, plain.message_id));
	assert_int_equal(m->in_reply_to_count, 1);
	assert_true(str_eq(m->in_reply_to[0], plain.in_reply_to));
	assert_int_equal(m->reference_count, 1);
	assert_int_equal(m->from.n, 1);
	assert_true(str_eq(m->from.v[0].address, plain.from_address));
	assert_true(str_eq(m->from.v[0].name, plain.from_name));
	assert_int_equal(m->date, plain.date);
	assert_true(str_find(m->text, STR("it goes on.")) != STR_NPOS);
	assert_int_equal(m->file_count, 0);
}

static void
files_go_along(void **state)
{
	static const char bytes[] = "\x00\x01--=_formpdf\r\n--=_form";
	struct letter_file files[] = {
	    {.name = STR("Liefer schein.pdf"),
		.type = STR("application/pdf"),
		.bytes = {bytes, sizeof(bytes)}},
	    {.name = STR("b.txt"), .type = STR("text/plain")},
	};
	struct slip s = plain;
	struct message *m;
	struct err err = {{0}};

	(void)state;
	s.files = files;
	s.file_count = 2;
	assert_int_equal(message_parse(arena, written(&s), &m, &err), RC_OK);
	assert_int_equal(m->file_count, 2);
	assert_true(str_eq(m->files[0].name, files[0].name));
	assert_int_equal(m->files[0].size, sizeof(bytes));
	assert_true(str_find(m->reply, STR("One line.")) != STR_NPOS);
}

static void
the_same_twice(void **state)
{
	(void)state;
	assert_true(str_eq(written(&plain), written(&plain)));
}

static void
nothing_is_injected(void **state)
{
	struct slip bad[4] = {plain, plain, plain, plain};
	struct err err = {{0}};
	struct buf b;

	(void)state;
	bad[0].subject = STR("a\r\nBcc: x@y.example");
	bad[1].from_address = STR("pat@acme.example>\r\nX: y");
	bad[2].message_id = STR("a b");
	bad[3].from_name = STR("Pat\nEvil: 1");
	for (size_t i = 0; i < 4; i++) {
		buf_init(&b, 1 << 20);
		assert_int_equal(slip_write(&bad[i], &b, &err), RC_BAD);
		buf_fini(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_reads_as_it_was_written),
	    cmocka_unit_test(files_go_along),
	    cmocka_unit_test(the_same_twice),
	    cmocka_unit_test(nothing_is_injected),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
