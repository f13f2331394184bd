#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "flow/twilio_sign.h"
#include "port/hmac.h"

#define SIGNED "tests/carrier/signed.tsv"
#define TOKEN  "12345678901234567890123456789012"

/* RFC 2202, 3: test cases 1, 2 and 6. */
static void
test_hmac(void **state)
{
	char key[80], out[HMAC_SHA1_BASE64];

	(void)state;
	memset(key, 0x0b, sizeof(key));
	hmac_sha1_base64((struct str){key, 20}, STR("Hi There"), out);
	assert_string_equal(out, "thcxhlUFcmTii8C2+zeMjvFGvgA=");
	hmac_sha1_base64(STR("Jefe"), STR("what do ya want for nothing?"), out);
	assert_string_equal(out, "7/zfauXrL6LSdBbV8YTfnCWafHk=");
	memset(key, 0xaa, sizeof(key));
	hmac_sha1_base64((struct str){key, 80},
	    STR("Test Using Larger Than Block-Size Key - Hash Key First"), out);
	assert_string_equal(out, "qkrl4VJy0A6VcFY3zoo7Ve1AIRI=");
	assert_true(
	    hmac_sha1_is(STR("Jefe"), STR("what do ya want for nothing?"),
		STR("7/zfauXrL6LSdBbV8YTfnCWafHk=")));
	assert_false(hmac_sha1_is(STR("Jefe"), STR(""), STR("")));
}

struct call {
	struct str url, body, signature;
};

static bool
ok(const struct call *c)
{
	return twilio_verify(STR(TOKEN), c->url, c->body, c->signature);
}

/* One letter of it is another. */
static struct str
altered(char *room, struct str s, size_t at)
{
	memcpy(room, s.p, s.n);
	room[at] = room[at] == 'x' ? 'y' : 'x';
	return (struct str){room, s.n};
}

static void
refuse_altered(const struct call *c)
{
	char room[4096];
	struct call bad = *c;

	for (size_t i = 0; i < c->signature.n; i++) {
		bad.signature = altered(room, c->signature, i);
		assert_false(ok(&bad));
	}
	bad = *c;
	/* The port is either of two. */
	for (size_t i = str_find(c->url, STR("/hook")); i < c->url.n; i++) {
		bad.url = altered(room, c->url, i);
		assert_false(ok(&bad));
	}
	bad = *c; /* "AccountSid=AC0..." comes first */
	bad.body = altered(room, c->body, 20);
	assert_false(ok(&bad));
	bad.body = str_sub(c->body, 1, c->body.n);
	assert_false(ok(&bad));
	bad = *c;
	bad.signature.n--;
	assert_false(ok(&bad));
	assert_false(
	    twilio_verify(STR("other"), c->url, c->body, c->signature));
	assert_false(twilio_verify(STR(""), c->url, c->body, c->signature));
}

/* What Twilio's own package signed. */
static void
test_genuine(void **state)
{
	struct buf file;
	struct str rest, line;
	struct err err;
	int n = 0;

	(void)state;
	buf_init(&file, 1 << 20);
	assert_int_equal(file_read(SIGNED, &file, &err), 0);
	rest = buf_str(&file);
	while (str_line(&rest, &line)) {
		struct call c;

		assert_true(str_cut(&line, '\t', &c.url));
		assert_true(str_cut(&line, '\t', &c.body));
		c.signature = line;
		if (!ok(&c))
			fail_msg("line %d is refused", n + 1);
		if (n % 20 == 0)
			refuse_altered(&c);
		n++;
	}
	assert_int_equal(n, 200);
	buf_fini(&file);
}

/* Fields in any order are the same form; a value that moved is not. */
static void
test_order(void **state)
{
	char signature[HMAC_SHA1_BASE64];
	struct call c = {STR("https://x.example/hook/twilio"),
	    STR("b=2&a=1&a=1"), {NULL, 0}};

	(void)state;
	hmac_sha1_base64(
	    STR(TOKEN), STR("https://x.example/hook/twilioa1b2"), signature);
	c.signature = str_of(signature);
	assert_true(ok(&c));
	c.body = STR("a=1&b=2");
	assert_true(ok(&c));
	c.body = STR("a=2&b=1");
	assert_false(ok(&c));
	c.body = STR("a=1&b=2&c=");
	assert_false(ok(&c));
	c.body = STR("a=1&b=%zz");
	assert_false(ok(&c));
	/* Another port than the usual one is another address. */
	c.body = STR("a=1&b=2");
	c.url = STR("https://x.example:443/hook/twilio");
	assert_true(ok(&c));
	c.url = STR("no address");
	assert_false(ok(&c));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_hmac),
	    cmocka_unit_test(test_genuine),
	    cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
