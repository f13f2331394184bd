#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "mail/lzfu.h"
#include "mail/message.h"
#include "mail/rtf.h"
#include "mail/tnef.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(192u << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

#define assert_str(s, want)                                                    \
	do {                                                                   \
		struct str got_ = (s);                                         \
		if (!str_eqc(got_, want))                                      \
			fail_msg("[%.*s], wanted [%s]", STR_ARG(got_), want);  \
	} while (0)

/* The two texts of [MS-OXRTFCP], 4. */
static void
test_lzfu(void **state)
{
	struct str one =
	    STR("\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2"
		"\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0");
	struct str two = STR("\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4\x4b\x51"
			     "A\0\x04 WXYZ\x0dn}\x01\x0e\xb0");

	(void)state;
	assert_str(lzfu_read(arena, one, 1000),
	    "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
	assert_str(
	    lzfu_read(arena, two, 1000), "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
	assert_str(lzfu_read(arena, two, 11), "{\\rtf1 WXYZ");
	assert_str(lzfu_read(arena, str_sub(two, 0, 24), 1000), "{\\rtf1 WXYZ");
	assert_str(lzfu_read(arena, str_sub(two, 0, 10), 1000), "");
	assert_str(lzfu_read(arena,
		       STR("\0\0\0\0\xff\xff\xff\xff"
			   "MELA\0\0\0\0abc"),
		       1000),
	    "abc");
	/* A size that nothing stands behind. */
	assert_str(lzfu_read(arena,
		       STR("\0\0\0\0\xff\xff\xff\xff"
			   "LZFu\0\0\0\0\0ab"),
		       SIZE_MAX),
	    "ab");
}

static void
test_rtf(void **state)
{
	(void)state;
	assert_str(
	    rtf_text(arena,
		STR("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}"
		    "{\\*\\generator X;}\\pard Gr\\'fc\\'dfe,\\par\r\n"
		    "10 \\'80 \\u8364? \\u-10179?\\u-8704?{\\b ja}\\line "
		    "a\\~b\\{c\\}\\\\\\par}")),
	    "Grüße,\n10 € € 😀ja\na b{c}\\\n");
	assert_str(
	    rtf_text(arena, STR("{\\rtf1\\ansicpg1251 \\'cf\\uc0\\u1056 x}")),
	    "ПРx");
	/* HTML in disguise: its words stand outside of the tags. */
	assert_str(rtf_text(arena,
		       STR("{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}We paid."
			   "\\htmlrtf\\par\\htmlrtf0{\\*\\htmltag72 </p>}}")),
	    "We paid.\n");
	assert_str(
	    rtf_text(arena, STR("{\\pict abc}d\\bin3 }}}e}}}f\\")), "def");
	assert_str(rtf_text(arena, STR("a\\'4")), "a4");
	assert_str(rtf_text(arena, STR("")), "");
}

static void
number(struct buf *b, uint32_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_addc(b, (char)(v & 0xff));
}

static void
attribute(struct buf *b, int level, uint32_t id, struct str value)
{
	buf_addc(b, (char)level);
	number(b, id, 4);
	number(b, (uint32_t)value.n, 4);
	buf_add_str(b, value);
	number(b, 0, 2);
}

static void
property(struct buf *b, uint32_t type, uint32_t id, struct str value)
{
	number(b, type, 2);
	number(b, id, 2);
	number(b, 1, 4);
	number(b, (uint32_t)value.n, 4);
	buf_add_str(b, value);
	while (value.n++ % 4)
		buf_addc(b, '\0');
}

/* A mail with a file, and what props adds as the mail's own properties. */
static struct str
winmail(struct buf *b, struct str props)
{
	struct buf f;

	buf_init(b, 1u << 20);
	buf_init(&f, 1u << 20);
	number(b, 0x223e9f78, 4);
	number(b, 1, 2);
	attribute(b, 1, 0x00089006, STR("\0\0\1\0"));
	attribute(b, 1, 0x00069007, STR("\xe3\4\0\0\0\0\0\0"));
	if (props.n)
		attribute(b, 1, 0x00069003, props);
	attribute(b, 2, 0x00069002, STR("\1\0\xff\xff\xff\xff"));
	attribute(b, 2, 0x00018010, STR("INVOIC~1.PDF\0"));
	attribute(b, 2, 0x0006800f, STR("%PDF-1.4"));
	number(&f, 2, 4);
	property(&f, 0x1f, 0x3707, STR("\xfc\0r\0.\0p\0d\0f\0\0\0"));
	property(&f, 0x1e, 0x370e, STR("application/PDF\0"));
	attribute(b, 2, 0x00069005, buf_str(&f));
	buf_fini(&f);
	return buf_str(b);
}

static struct str
rtf_props(struct buf *b)
{
	buf_init(b, 1u << 20);
	number(b, 3, 4);
	number(b, 3, 2); /* a number */
	number(b, 0x0e07, 2);
	number(b, 1, 4);
	number(b, 3, 2); /* one with a name */
	number(b, 0x8001, 2);
	buf_add(b, "0123456789abcdef", 16);
	number(b, 1, 4);
	number(b, 6, 4);
	buf_add(b, "N\0a\0\0\0\0\0", 8);
	number(b, 7, 4);
	property(b, 0x102, 0x1009,
	    STR("\0\0\0\0\x2b\0\0\0MELA\0\0\0\0"
		"{\\rtf1 We pay on \\'46riday.\\par Jo}"));
	return buf_str(b);
}

static void
test_read(void **state)
{
	struct buf props, b;
	struct str bytes = winmail(&b, rtf_props(&props));
	struct tnef t;

	(void)state;
	assert_true(tnef_read(arena, bytes, &t));
	assert_str(t.text, "We pay on Friday.\nJo");
	assert_int_equal(t.n, 1);
	assert_str(t.files[0].name, "ür.pdf");
	assert_str(t.files[0].type, "application/PDF");
	assert_str(t.files[0].data, "%PDF-1.4");
	/* Wherever it is cut, what came before is read. */
	for (size_t n = 0; n < bytes.n; n++) {
		char *copy = (char *)arena_dup(arena, str_sub(bytes, 0, n)).p;
		bool any = tnef_read(arena, (struct str){copy, n}, &t);

		if (n > 180) {
			assert_true(any);
			assert_str(t.text, "We pay on Friday.\nJo");
		}
	}
	assert_false(tnef_read(arena, STR("%PDF-1.4"), &t));
	buf_fini(&b);
	buf_fini(&props);
}

static void
test_bodies(void **state)
{
	struct buf props, b;
	struct tnef t;

	(void)state;
	buf_init(&props, 1000);
	number(&props, 2, 4);
	property(&props, 0x102, 0x1013, STR("<p>gr\xfc\xdf</p>"));
	number(&props, 3, 2);
	number(&props, 0x3fde, 2);
	number(&props, 28591, 4);
	assert_true(tnef_read(arena, winmail(&b, buf_str(&props)), &t));
	assert_str(t.html_charset, "cp28591");
	assert_int_equal(t.html.n, 11);
	assert_str(t.text, "");
	buf_fini(&props);
	buf_fini(&b);
	/* A body as an attribute of the oldest kind, in a code page. */
	buf_init(&b, 1000);
	number(&b, 0x223e9f78, 4);
	number(&b, 1, 2);
	attribute(&b, 1, 0x00069007, STR("\xe3\4\0\0\0\0\0\0"));
	attribute(&b, 1, 0x0002800c, STR("\xcf\xf0\r\n\0"));
	assert_true(tnef_read(arena, buf_str(&b), &t));
	assert_str(t.text, "Пр\n");
	buf_fini(&b);
}

static struct message *
mail_with(const char *head, struct str middle, const char *tail)
{
	struct message *m = NULL;
	struct err err = {""};
	struct buf raw;

	buf_init(&raw, 1u << 20);
	buf_adds(&raw, head);
	buf_add_str(&raw, middle);
	buf_adds(&raw, tail);
	if (message_parse(arena, arena_dup(arena, buf_str(&raw)), &m, &err) !=
	    RC_OK)
		fail_msg("%s", err.text);
	buf_fini(&raw);
	return m;
}

static void
test_mail(void **state)
{
	struct buf props, b;
	struct str bytes = winmail(&b, rtf_props(&props));
	struct message *m;

	(void)state;
	m = mail_with("From: jo@c.example\nContent-Type: application/ms-tnef; "
		      "name=\"winmail.dat\"\nContent-Transfer-Encoding: binary"
		      "\n\n",
	    bytes, "");
	assert_str(m->reply, "We pay on Friday.\nJo");
	assert_int_equal(m->file_count, 1);
	assert_str(m->files[0].name, "ür.pdf");
	assert_str(m->files[0].type, "application/pdf");
	assert_int_equal(m->files[0].size, 8);
	/* Beside words, and named only by its name: the file alone. */
	m = mail_with("From: jo@c.example\nContent-Type: multipart/mixed; "
		      "boundary=b\n\n--b\n\nPaid.\n--b\nContent-Type: "
		      "application/octet-stream; name=WINMAIL.DAT\n\n",
	    bytes, "\n--b--\n");
	assert_str(m->reply, "Paid.");
	assert_int_equal(m->file_count, 1);
	assert_str(m->files[0].type, "application/pdf");
	/* Nothing in it that could be read: it stays what it is. */
	m = mail_with("From: jo@c.example\nContent-Type: application/ms-tnef; "
		      "name=winmail.dat\n\n",
	    STR("nonsense"), "");
	assert_int_equal(m->file_count, 1);
	assert_str(m->files[0].name, "winmail.dat");
	buf_fini(&b);
	buf_fini(&props);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_lzfu),
	    TEST(test_rtf),
	    TEST(test_read),
	    TEST(test_bodies),
	    TEST(test_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
