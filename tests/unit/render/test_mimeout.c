#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "render/mimeout.h"

static struct buf out;

static int
setup(void **state)
{
	(void)state;
	buf_init(&out, 4 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_fini(&out);
	return 0;
}

static const char *
text(const char *value)
{
	buf_clear(&out);
	mimeout_text(&out, "Subject", str_of(value));
	return out.p;
}

static const char *
mailbox(const char *display, const char *address)
{
	buf_clear(&out);
	mimeout_mailbox(&out, "To", str_of(display), str_of(address));
	return out.p;
}

/* Every line ends CRLF, none is blank or wider than 78. */
static void
lines_fit(struct str s)
{
	struct str line;

	assert_true(str_ends(s, STR("\r\n")));
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n')
			assert_true(i > 0 && s.p[i - 1] == '\r');
		else if (s.p[i] == '\r')
			assert_int_equal(s.p[i + 1], '\n');
	while (str_line(&s, &line)) {
		if (line.n > 78)
			fail_msg("%zu: %.*s", line.n, STR_ARG(line));
		assert_true(str_trim(line).n > 0);
	}
}

static int
digit_of(char c)
{
	const char *hex = "0123456789ABCDEF", *at = strchr(hex, c);

	return c && at ? (int)(at - hex) : -1;
}

/* The encoded words of a header back to text; each must be whole UTF-8. */
static void
unwords(struct str s, struct buf *to)
{
	static const char b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
				  "qrstuvwxyz0123456789+/";
	size_t at, from = to->n;

	while ((at = str_find(s, STR("=?utf-8?"))) != STR_NPOS) {
		char kind = s.p[at + 8];
		unsigned acc = 0;
		size_t bits = 0, end;

		s = str_sub(s, at + 10, s.n);
		end = str_find(s, STR("?="));
		assert_true(end != STR_NPOS);
		assert_true(end + 12 <= 75);
		from = to->n;
		for (size_t i = 0; i < end; i++) {
			char c = s.p[i];

			if (kind == 'B' && c != '=') {
				acc =
				    acc << 6 | (unsigned)(strchr(b64, c) - b64);
				bits += 6;
				if (bits >= 8)
					buf_addc(
					    to, (char)(acc >> (bits -= 8)));
			} else if (kind == 'Q' && c == '=') {
				buf_addc(to, (char)(digit_of(s.p[i + 1]) << 4 |
						    digit_of(s.p[i + 2])));
				i += 2;
			} else if (kind == 'Q') {
				buf_addc(to, c == '_' ? ' ' : c);
			}
		}
		assert_true(
		    str_is_utf8((struct str){to->p + from, to->n - from}));
		s = str_sub(s, end + 2, s.n);
	}
}

static void
test_plain_subjects(void **state)
{
	struct buf s;

	(void)state;
	assert_string_equal(
	    text("Invoice 1 is due"), "Subject: Invoice 1 is due\r\n");
	assert_string_equal(text("  a  b "), "Subject: a  b\r\n");
	assert_string_equal(text(""), "Subject: \r\n");
	buf_init(&s, 10000);
	for (int i = 0; i < 60; i++)
		buf_adds(&s, "eleven char  ");
	text(s.p);
	lines_fit(buf_str(&out));
	/* Unfolding gives the text back, blanks and all. */
	for (size_t i = 0, k = strlen("Subject: "); k + 2 < out.n; k++) {
		if (out.p[k] == '\r' || out.p[k] == '\n')
			continue;
		assert_int_equal(out.p[k], s.p[i++]);
	}
	buf_fini(&s);
}

static void
test_encoded_subjects(void **state)
{
	static const char *const samples[] = {
	    "R\303\251servation du 3 d\303\251cembre",
	    ("\351\207\221\351\241\215\343\201\256\343\201\212\347\237\245"
	     "\343\202\211\343\201\233"),
	    "=?utf-8?Q?not_one_of_ours?=",
	    "\360\237\230\200\360\237\230\200 \360\237\230\200?=_",
	};
	struct buf back, big;

	(void)state;
	assert_string_equal(
	    text("caf\303\251"), "Subject: =?utf-8?Q?caf=C3=A9?=\r\n");
	buf_init(&back, 1 << 20);
	buf_init(&big, 1 << 20);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		buf_clear(&big);
		for (int times = 1; times <= 40; times++) {
			buf_adds(&big, samples[i]);
			text(big.p);
			lines_fit(buf_str(&out));
			buf_clear(&back);
			unwords(buf_str(&out), &back);
			assert_string_equal(back.p, big.p);
		}
	}
	/* A word without any blank must fold as well. */
	buf_clear(&big);
	for (int i = 0; i < 2000; i++)
		buf_addc(&big, 'x');
	text(big.p);
	lines_fit(buf_str(&out));
	buf_clear(&back);
	unwords(buf_str(&out), &back);
	assert_string_equal(back.p, big.p);
	buf_fini(&back);
	buf_fini(&big);
}

static void
test_mailboxes(void **state)
{
	char name[200];

	(void)state;
	assert_string_equal(mailbox("", "a@b.example"), "To: a@b.example\r\n");
	assert_string_equal(mailbox("Ana Dubois", "a@b.example"),
	    "To: Ana Dubois <a@b.example>\r\n");
	assert_string_equal(mailbox("Dubois, Ana", "a@b.example"),
	    "To: \"Dubois, Ana\" <a@b.example>\r\n");
	assert_string_equal(mailbox("A \"B\" \\ <x@y>", "a@b.example"),
	    "To: \"A \\\"B\\\" \\\\ <x@y>\" <a@b.example>\r\n");
	assert_string_equal(mailbox("Zo\303\253", "a@b.example"),
	    "To: =?utf-8?Q?Zo=C3=AB?= <a@b.example>\r\n");
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	mailbox(name, "a@b.example");
	lines_fit(buf_str(&out));
	assert_true(str_ends(buf_str(&out), STR(" <a@b.example>\r\n")));
	name[55] = '\0';
	mailbox(name, "somebody.with.a.long.name@department.example");
	lines_fit(buf_str(&out));
}

static void
test_ids_and_date(void **state)
{
	struct str ids[] = {STR("a@b"), STR("c@d")};

	(void)state;
	buf_clear(&out);
	mimeout_ids(&out, "References", ids, 2);
	assert_string_equal(out.p, "References: <a@b>\r\n <c@d>\r\n");
	buf_clear(&out);
	mimeout_date(&out, day_instant(day_of(2026, 11, 22)) + 9 * 3600, 0);
	assert_string_equal(out.p, "Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n");
	buf_clear(&out);
	mimeout_date(&out, day_instant(day_of(2024, 2, 29)) - 1, -210);
	assert_string_equal(out.p, "Date: Wed, 28 Feb 2024 20:29:59 -0330\r\n");
	buf_clear(&out);
	mimeout_date(&out, day_instant(day_of(2025, 1, 1)) - 60, 345);
	assert_string_equal(out.p, "Date: Wed, 1 Jan 2025 05:44:00 +0545\r\n");
}

static const char *
file_name(const char *value)
{
	buf_clear(&out);
	mimeout_file_name(&out, "filename", str_of(value));
	return out.p;
}

static void
test_file_names(void **state)
{
	struct buf big;

	(void)state;
	assert_string_equal(
	    file_name("INV-1.pdf"), ";\r\n filename=\"INV-1.pdf\"");
	assert_string_equal(file_name("Gr\303\266\303\237e 1.pdf"),
	    ";\r\n filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.pdf;\r\n "
	    "filename=\"Gr__e 1.pdf\"");
	assert_string_equal(
	    file_name("../a\\b.pdf"), ";\r\n filename=\".._a_b.pdf\"");
	assert_string_equal(file_name("a\"b;c.pdf"),
	    ";\r\n filename*=UTF-8''a%22b%3Bc.pdf;\r\n "
	    "filename=\"a_b_c.pdf\"");
	buf_init(&big, 10000);
	for (int i = 0; i < 40; i++)
		buf_adds(&big, "\351\207\221 ");
	buf_adds(&big, ".pdf");
	file_name(big.p);
	buf_adds(&out, "\r\n");
	lines_fit(str_sub(buf_str(&out), 3, out.n));
	assert_non_null(strstr(out.p, ".pdf\"\r\n"));
	assert_non_null(strstr(out.p, " filename*0*=UTF-8''%E9%87%91%20"));
	assert_non_null(strstr(out.p, " filename*1*=%"));
	buf_fini(&big);
}

static void
unquote(struct str s, struct buf *to)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '=') {
			buf_addc(to, s.p[i]);
		} else if (s.p[i + 1] == '\r') {
			i += 2;
		} else {
			buf_addc(to, (char)(digit_of(s.p[i + 1]) << 4 |
					    digit_of(s.p[i + 2])));
			i += 2;
		}
	}
}

static const char *
quoted(const char *s)
{
	buf_clear(&out);
	mimeout_quoted(&out, str_of(s));
	return out.p ? out.p : "";
}

static void
test_quoted(void **state)
{
	(void)state;
	assert_string_equal(quoted(""), "");
	assert_string_equal(quoted("a=b\n"), "a=3Db\r\n");
	assert_string_equal(quoted("a\r\nb"), "a\r\nb\r\n");
	assert_string_equal(quoted("a \n \nb\t\n"), "a=20\r\n=20\r\nb=09\r\n");
	assert_string_equal(quoted("a\rb"), "a=0Db\r\n");
	assert_string_equal(
	    quoted("From me\n>From\nFrom"), "=46rom me\r\n>From\r\nFrom\r\n");
	assert_string_equal(quoted("\302\2431"), "=C2=A31\r\n");
	assert_string_equal(quoted(".\n..\n"), ".\r\n..\r\n");
}

/* All lengths around the line's end, all bytes: comes back as it was. */
/* Each byte at each place of a short line: what is printable, but '=', stands
 * for itself, and so do its neighbours. */
static void
test_quoted_bytes(void **state)
{
	static const char plain[] = "abcdefghijklmnopqrstu";
	char line[24], want[32];

	(void)state;
	for (unsigned c = 0; c < 256; c++)
		for (size_t at = 0; at < sizeof(plain) - 1; at++) {
			bool itself = c >= ' ' && c <= '~' && c != '=';
			size_t n = sizeof(plain) - 1;

			if (c == '\n' || (at == n - 1 && strchr(" \r", (int)c)))
				continue;
			memcpy(line, plain, sizeof(plain));
			line[at] = (char)c;
			if (itself)
				snprintf(want, sizeof(want), "%s\r\n", line);
			else
				snprintf(want, sizeof(want), "%.*s=%02X%s\r\n",
				    (int)at, plain, c, plain + at + 1);
			buf_clear(&out);
			mimeout_quoted(&out, (struct str){line, n});
			assert_string_equal(out.p, want);
		}
}

static void
test_quoted_round(void **state)
{
	struct buf in, back;
	uint32_t seed = 1;

	(void)state;
	buf_init(&in, 1 << 20);
	buf_init(&back, 1 << 20);
	for (size_t len = 0; len < 400; len++) {
		buf_clear(&in);
		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525u + 1013904223u;
			char c = (char)(seed >> 24);

			if (len % 3 == 0)
				c = 'x';
			else if (len % 3 == 1 && (seed >> 16 & 7))
				c = "a =~\177 "[seed >> 20 & 3];
			buf_addc(&in, c == '\n' || c == '\r' ? '?' : c);
		}
		buf_addc(&in, '\n');
		buf_clear(&out);
		mimeout_quoted(&out, buf_str(&in));
		buf_clear(&back);
		unquote(buf_str(&out), &back);
		assert_int_equal(back.n, len + 2);
		assert_memory_equal(back.p, in.p, len);
		for (struct str s = buf_str(&out), line; str_line(&s, &line);) {
			assert_true(line.n <= 76);
			assert_false(str_ends(line, STR(" ")));
		}
	}
	buf_fini(&in);
	buf_fini(&back);
}

static void
test_base64(void **state)
{
	static const char *const cases[][2] = {{"", ""}, {"f", "Zg==\r\n"},
	    {"fo", "Zm8=\r\n"}, {"foo", "Zm9v\r\n"}, {"foob", "Zm9vYg==\r\n"},
	    {"fooba", "Zm9vYmE=\r\n"}, {"foobar", "Zm9vYmFy\r\n"}};
	char big[58];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&out);
		mimeout_base64(&out, str_of(cases[i][0]));
		assert_string_equal(out.p ? out.p : "", cases[i][1]);
	}
	memset(big, 0xff, sizeof(big));
	buf_clear(&out);
	mimeout_base64(&out, (struct str){big, 57});
	assert_int_equal(out.n, 78);
	buf_clear(&out);
	mimeout_base64(&out, (struct str){big, 58});
	assert_int_equal(out.n, 78 + 6);
}

static void
test_checks(void **state)
{
	static const char *const good[] = {"a@b", "john.doe+x@mail.example",
	    "o'brien@x.example", "\"john doe\"@x.example",
	    "jos\303\251@b\303\274cher.example", "a@b.c-d.example"};
	static const char *const bad[] = {"", "a", "@b", "a@", "a@b@c",
	    "a b@c.d", "a@b c", "<a@b>", "Ana <a@b>", "a@b,c@d", "a@b;c@d",
	    ".a@b", "a.@b", "a..b@c", "a@.b", "a@b..c", "a@b.", "a@-b", "a@b-",
	    "a@[127.0.0.1]", "a(x)@b", "a@b(x)", "a@b\r\nBcc: c@d", "a\n@b",
	    "a@b\t", "\"a\"b\"@c", "\"a\\\"@c", "\"\"@c", "\"@c", "a@b\303",
	    "a\302\205@b", "a@\342\200\250b", "a,b@c", "a:b@c", "a@b:c",
	    "mailto:a@b"};
	char longer[400];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!mimeout_check_address(str_of(good[i])))
			fail_msg("refused %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (mimeout_check_address(str_of(bad[i])))
			fail_msg("took %s", bad[i]);
	assert_false(mimeout_check_address((struct str){"a\0b@c", 5}));
	assert_false(mimeout_check_address((struct str){"a@b\0", 4}));
	memset(longer, 'a', sizeof(longer));
	longer[64] = '@';
	assert_true(mimeout_check_address((struct str){longer, 70}));
	assert_false(mimeout_check_address((struct str){longer + 1, 64 + 65}));
	longer[64] = 'a';
	longer[65] = '@';
	assert_false(mimeout_check_address((struct str){longer, 70}));
	for (int c = 0; c < 32; c++) {
		char v[] = {'a', (char)c, 'b'};

		assert_false(mimeout_check_value((struct str){v, 3}));
	}
	assert_false(mimeout_check_value(STR("\177")));
	assert_false(mimeout_check_value(STR("\302\237")));
	assert_true(mimeout_check_value(STR("\302\240\342\200\247 x")));
	assert_true(mimeout_check_value(STR("")));
	assert_true(mimeout_check_id(STR("a.b@c")));
	assert_false(mimeout_check_id(STR("a b@c")));
	assert_false(mimeout_check_id(STR("<a@c>")));
	assert_false(mimeout_check_id(STR("a@c\r\n")));
	assert_false(mimeout_check_id(STR("\303\251@c")));
	assert_false(mimeout_check_id(STR("")));
	assert_true(mimeout_check_type(STR("application/vnd.x+json")));
	assert_false(mimeout_check_type(STR("text/plain; x=y")));
	assert_false(mimeout_check_type(STR("text")));
	assert_false(mimeout_check_type(STR("/plain")));
	assert_false(mimeout_check_type(STR("text/")));
	assert_false(mimeout_check_type(STR("")));
	assert_false(mimeout_check_type(STR("a/b\r\n")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain_subjects),
	    cmocka_unit_test(test_encoded_subjects),
	    cmocka_unit_test(test_mailboxes),
	    cmocka_unit_test(test_ids_and_date),
	    cmocka_unit_test(test_file_names),
	    cmocka_unit_test(test_quoted),
	    cmocka_unit_test(test_quoted_bytes),
	    cmocka_unit_test(test_quoted_round),
	    cmocka_unit_test(test_base64),
	    cmocka_unit_test(test_checks),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
