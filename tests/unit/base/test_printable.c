#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/printable.h"

#define BAD "\xef\xbf\xbd"

static void
text(struct str in, const char *out)
{
	struct buf b;

	buf_init(&b, 1000);
	printable_text(&b, in);
	assert_string_equal(b.p ? b.p : "", out);
	buf_fini(&b);
}

static void
foreign_bytes_become_text(void **state)
{
	(void)state;
	text(STR(""), "");
	text(STR("Zoë 東京 😀 شركة"), "Zoë 東京 😀 شركة");
	text(STR("a\0b\tc\x7f"
		 "d\xc2\x85"
		 "e\xe2\x80\xa8"
		 "f"),
	    "a b c d e f");
	text(STR("\xff\xc3(\xe2\x82"), BAD BAD "(" BAD BAD);
	text(STR("\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80"),
	    BAD BAD BAD BAD BAD BAD BAD BAD BAD);
	text(STR("a\xe2\x80\xae"
		 "b\xe2\x81\xa6"
		 "c\xef\xbb\xbf"
		 "d\xe2\x80\x8e"),
	    "abcd\xe2\x80\x8e");
}

static void
address(struct str in, const char *out)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(printable_url(&b, in), out != NULL);
	assert_string_equal(b.p ? b.p : "", out ? out : "");
	buf_fini(&b);
}

static void
addresses_are_escaped(void **state)
{
	(void)state;
	address(STR("https://a.example/p?x=1&y=%20#z"),
	    "https://a.example/p?x=1&y=%20#z");
	address(STR("HTTP://a/(1)'\\\""), "HTTP://a/%281%29%27%5C%22");
	address(STR("mailto:a@b.example"), "mailto:a@b.example");
	address(STR("https://a/ü\n"), "https://a/%C3%BC%0A");
	address(STR("javascript:alert(1)"), NULL);
	address(STR("file:///etc/passwd"), NULL);
	address(STR(" https://a"), NULL);
	address(STR(""), NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(foreign_bytes_become_text),
	    cmocka_unit_test(addresses_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
