#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "mail/message.h"
#include "mail/wire.h"
#include "model/limits.h"

static const char mail[] =
    "From: Jo <jo@c.example>\nTo: a@x.example, b@x.example\n"
    "Date: Mon, 9 Nov 2026 10:15:30 -0500\nReferences: <a@b> <c@d>\n"
    "In-Reply-To: <c@d>\nMessage-ID: <e@f>\nSubject: =?utf-8?Q?=C3=A9?=\n"
    "Content-Type: multipart/report; boundary=r; "
    "report-type=delivery-status\n\n--r\n\nSorry.\n--r\n"
    "Content-Type: message/delivery-status\n\n"
    "Final-Recipient: rfc822; a@x.example\nAction: failed\n\n--r\n"
    "Content-Type: application/pdf; name=a.pdf\n\nx\n--r--\n";

static struct message *
parsed(struct arena *a)
{
	struct message *m;
	struct err err;

	assert_int_equal(message_parse(a, str_of(mail), &m, &err), RC_OK);
	return m;
}

static void
test_round(void **state)
{
	struct arena *a = arena_new(16u << 20);
	struct message *m = parsed(a), *got;
	struct buf b, again;
	struct err err;

	(void)state;
	buf_init(&b, LIMIT_MAIL_WIRE);
	buf_init(&again, LIMIT_MAIL_WIRE);
	wire_put(&b, m);
	assert_int_equal(wire_get(a, buf_str(&b), &got, &err), RC_OK);
	wire_put(&again, got);
	assert_true(str_eq(buf_str(&b), buf_str(&again)));
	assert_true(str_eqc(got->subject, "é"));
	assert_true(str_eqc(got->to.v[1].address, "b@x.example"));
	assert_true(str_eqc(got->dsn[0].final_recipient, "a@x.example"));
	assert_true(str_eqc(got->files[0].name, "a.pdf"));
	assert_int_equal(got->files[0].size, m->files[0].size);
	assert_int_equal(got->date, m->date);
	assert_int_equal(got->date_offset, -300);
	assert_int_equal(got->reference_count, 2);
	buf_fini(&b);
	buf_fini(&again);
	arena_free(&a);
}

static void
test_cut_and_changed(void **state)
{
	struct arena *a = arena_new(64u << 20);
	struct message *m = parsed(a), *got;
	struct err err;
	struct buf b;

	(void)state;
	buf_init(&b, LIMIT_MAIL_WIRE);
	wire_put(&b, m);
	for (size_t n = 0; n < b.n; n++)
		assert_int_equal(
		    wire_get(a, (struct str){b.p, n}, &got, &err), RC_BAD);
	buf_addc(&b, 'x');
	assert_int_equal(wire_get(a, buf_str(&b), &got, &err), RC_BAD);
	b.n--;
	/* Each byte in turn is something else: never a crash, and what is
	 * accepted is clean. */
	for (size_t i = 0; i < b.n; i++) {
		char was = b.p[i];

		b.p[i] = (char)~was;
		if (wire_get(a, buf_str(&b), &got, &err) == RC_OK)
			assert_true(str_is_utf8(got->text));
		b.p[i] = was;
		arena_reset(a);
	}
	buf_fini(&b);
	arena_free(&a);
}

static void
test_not_utf8(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct message m = {.text = STR("a\xff")}, *got;
	struct err err;
	struct buf b;

	(void)state;
	buf_init(&b, LIMIT_MAIL_WIRE);
	wire_put(&b, &m);
	assert_int_equal(wire_get(a, buf_str(&b), &got, &err), RC_BAD);
	buf_clear(&b);
	m.text = (struct str){"a\0b", 3};
	wire_put(&b, &m);
	assert_int_equal(wire_get(a, buf_str(&b), &got, &err), RC_BAD);
	buf_fini(&b);
	arena_free(&a);
}

static const char with_files[] =
    "From: a@x.example\nContent-Type: multipart/mixed; boundary=r\n\n"
    "--r\n\nSee below.\n--r\n"
    "Content-Type: application/octet-stream; name=a.bin\n"
    "Content-Transfer-Encoding: base64\n\n/wD+AQ==\n--r\n"
    "Content-Type: application/pdf; name=b.pdf\n\n0123456789\n--r--\n";

/* Of the files that fit into what is asked for, their bytes. */
static void
test_files(void **state)
{
	struct arena *a = arena_new(16u << 20);
	struct message_file *v;
	struct message *m;
	struct buf b;
	struct err err;
	size_t n;

	(void)state;
	buf_init(&b, LIMIT_MAIL_WIRE);
	assert_int_equal(
	    message_parse_files(a, str_of(with_files), 12, &m, &err), RC_OK);
	wire_put_files(&b, m);
	assert_int_equal(wire_get_files(a, buf_str(&b), &v, &n, &err), RC_OK);
	assert_int_equal(n, 2);
	assert_true(str_eqc(v[0].name, "a.bin"));
	assert_int_equal(v[0].bytes.n, 4);
	assert_memory_equal(v[0].bytes.p, "\xff\0\xfe\1", 4);
	assert_true(str_eqc(v[1].name, "b.pdf"));
	assert_int_equal(v[1].size, 10);
	assert_int_equal(v[1].bytes.n, 0); /* 4 and 10 are more than 12 */
	for (size_t i = 0; i < b.n; i++)
		assert_int_equal(
		    wire_get_files(a, str_sub(buf_str(&b), 0, i), &v, &n, &err),
		    RC_BAD);
	message_parse(a, str_of(with_files), &m, &err);
	assert_int_equal(m->files[0].bytes.n, 0);
	buf_fini(&b);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_cut_and_changed),
	    cmocka_unit_test(test_not_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
