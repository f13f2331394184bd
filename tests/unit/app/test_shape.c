#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "app/shape.h"

typedef bool shape(struct str s);

static void
all(shape *ok, bool want, const char *const *texts)
{
	for (; *texts != NULL; texts++)
		if (ok(str_of(*texts)) != want) {
			fprintf(stderr, "\"%s\" should%s fit\n", *texts,
			    want ? "" : " not");
			fail();
		}
}

#define YES(f, ...) all(f, true, (const char *const[]){__VA_ARGS__, NULL})
#define NO(f, ...)  all(f, false, (const char *const[]){__VA_ARGS__, NULL})

static void
test_email(void **state)
{
	(void)state;
	YES(shape_email, "a@b", "ar+x@mail.example.com", "o'neil@example.ie",
	    "j\xc3\xb6rg@b\xc3\xbc"
	    "cher.example");
	NO(shape_email, "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "<a@b>",
	    "a@b>", "\"a b\"@c", ".a@b", "a.@b", "a..b@c", "a@b.", "a@-b",
	    "a@b-.c", "a,b@c", "a@b\nBcc: x@y", "a@[127.0.0.1]",
	    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"
	    "12345@b");
}

static void
test_host(void **state)
{
	(void)state;
	YES(shape_host, "localhost", "a.b-c.example", "127.0.0.1", "::1",
	    "2001:db8::1", "mail_1.example.com");
	NO(shape_host, "", ".", "a..b", "a:25", "a b", "a/b", "-a", "x::1",
	    "a@b", "[::1]");
	YES(shape_loopback, "localhost", "LOCALHOST", "127.0.0.1",
	    "127.255.255.254", "::1");
	NO(shape_loopback, "", "127.0.0.1.example.com", "127.example.com.x",
	    "localhost.example.com", "127.0.0", "127.0.0.256", "126.0.0.1",
	    "127.0.0.0001", "27.0.0.1", "127.0.0.1.1", "127.-1.0.1");
}

static void
test_url(void **state)
{
	(void)state;
	YES(shape_url, "https://pay.example.com",
	    "https://pay.example.com:8443/a/b-c_d.e", "http://localhost:8080",
	    "http://127.0.0.1/x", "http://[::1]:80", "https://[2001:db8::1]/x");
	NO(shape_url, "", "pay.example.com", "ftp://x", "http://example.com",
	    "http://localhost.example.com", "http://127.0.0.1@evil.example",
	    "https://user@x", "https://x/", "https://x/a/", "https://x?y",
	    "https://x#y", "https://x/a b", "https://x/../y", "https://",
	    "https://x:", "https://x:0", "https://x:65536", "https://x:8a",
	    "https://[::1", "http://[::1]evil.example", "HTTPS://x",
	    "https:///x");
}

static void
test_small_ones(void **state)
{
	(void)state;
	YES(shape_color, "#1155cc", "#ABCDEF");
	NO(shape_color, "", "1155cc", "#1155c", "#1155ccc", "#11 5cc",
	    "#gggggg");
	YES(shape_locale, "en", "en-US", "nds-DE");
	NO(shape_locale, "", "en_US", "EN", "en-us", "en-", "e", "en-USA",
	    "english", "en-U1");
	YES(shape_currency, "EUR", "JPY", "KWD");
	NO(shape_currency, "", "eur", "EU", "EURO", "E R");
	YES(shape_zone, "UTC", "Europe/Berlin", "America/Argentina/Salta",
	    "Etc/GMT+5");
	NO(shape_zone, "", "Europe", "/etc/passwd", "../../../etc/passwd",
	    "Europe/", "Nowhere/Land", "Europe/Berlin ");
	YES(shape_name, "a", "reminder-1", "A_b");
	NO(shape_name, "", "a b", "a/b", "..", "a.b", "\xc3\xb6");
	YES(shape_line, "a", "caf\xc3\xa9", "a\xc2\xa0z");
	NO(shape_line, "", "a\nb", "a\rb", "a\x7f", "a\tb", "\x1b[1m");
	YES(shape_lines, "a\nb", "");
	NO(shape_lines, "a\r\nb", "a\tb");
}

static void
test_numbers(void **state)
{
	int64_t n = 77;

	(void)state;
	assert_true(shape_number(STR("+3"), true, &n) && n == 3);
	assert_true(shape_number(STR("-3"), true, &n) && n == -3);
	assert_false(shape_number(STR("-3"), false, &n));
	assert_false(shape_number(STR("+3"), false, &n));
	assert_false(shape_number(STR("+-3"), true, &n));
	assert_false(shape_number(STR("+"), true, &n));
	assert_false(shape_number(STR("3 "), true, &n));
	assert_false(shape_number(STR(""), false, &n));
	assert_false(shape_number(STR("99999999999999999999"), false, &n));
	assert_true(shape_time(STR("00:00"), &n) && n == 0);
	assert_true(shape_time(STR("24:00"), &n) && n == 1440);
	assert_true(shape_time(STR("17:30"), &n) && n == 1050);
	assert_false(shape_time(STR("24:01"), &n));
	assert_false(shape_time(STR("8:00"), &n));
	assert_false(shape_time(STR("08:60"), &n));
	assert_false(shape_time(STR("08:-1"), &n));
	assert_false(shape_time(STR("-8:00"), &n));
	assert_true(shape_duration(STR("0"), 86400, &n) && n == 0);
	assert_true(shape_duration(STR("30h"), 3600, &n) && n == 30);
	assert_true(shape_duration(STR("2d"), 3600, &n) && n == 48);
	assert_true(shape_duration(STR("2w"), 86400, &n) && n == 14);
	assert_true(shape_duration(STR("48h"), 86400, &n) && n == 2);
	assert_true(shape_duration(STR("1000000000w"), 1, &n));
	assert_false(shape_duration(STR("1000000001w"), 1, &n));
	assert_false(shape_duration(STR("36h"), 86400, &n));
	assert_false(shape_duration(STR("5"), 86400, &n));
	assert_false(shape_duration(STR("d"), 86400, &n));
	assert_false(shape_duration(STR("-0d"), 86400, &n));
	assert_false(shape_duration(STR("-5d"), 86400, &n));
	assert_false(shape_duration(STR("5 d"), 86400, &n));
	assert_false(shape_duration(STR("5D"), 86400, &n));
	assert_false(shape_duration(STR(""), 86400, &n));
}

static const char *
meant(const char *wanted)
{
	struct nearest n;

	nearest_init(&n, str_of(wanted));
	nearest_offer(&n, "address");
	nearest_offer(&n, "display");
	nearest_offer(&n, "tick");
	nearest_offer(&n, "to");
	return nearest_best(&n);
}

static void
test_nearest(void **state)
{
	char longest[NEAREST_MAX + 2];

	(void)state;
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(nearest_distance(STR(""), STR("")), 0);
	assert_int_equal(nearest_distance(STR("abc"), STR("")), 3);
	assert_int_equal(nearest_distance(STR("kitten"), STR("sitting")), 3);
	assert_int_equal(nearest_distance(STR("tick"), STR("tcik")), 1);
	assert_int_equal(nearest_distance(STR("TICK"), STR("tick")), 0);
	assert_int_equal(
	    nearest_distance(str_of(longest), STR("a")), UINT32_MAX);
	longest[NEAREST_MAX] = '\0';
	assert_int_equal(nearest_distance(str_of(longest), str_of(longest)), 0);
	assert_string_equal(meant("adress"), "address");
	assert_string_equal(meant("Adresse"), "address");
	assert_string_equal(meant("tikc"), "tick");
	assert_null(meant("zzz"));
	assert_null(meant("x"));
	assert_null(meant(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_email),
	    cmocka_unit_test(test_host),
	    cmocka_unit_test(test_url),
	    cmocka_unit_test(test_small_ones),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
