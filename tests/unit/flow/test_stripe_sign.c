#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "flow/stripe_sign.h"
#include "port/seal.h"

#define GOLDEN "tests/payments/golden.txt"
#define SECRET "whsec_c2VjcmV0LW9mLXRoZS13ZWJob29r"
#define NOW    INT64_C(1793628000)

static struct err err;

static enum rc
check(const char *secrets, const char *header, const char *body, int64_t now)
{
	err = (struct err){""};
	return stripe_sign_check(
	    str_of(secrets), str_of(header), str_of(body), now, &err);
}

/* As they would sign it. */
static const char *
mac(const char *secret, int64_t at, const char *body)
{
	static char hex[4][2 * SEAL_HASH + 1];
	static int turn;
	unsigned char out[SEAL_HASH];
	char time[32];
	struct str parts[3];
	int t = turn++ % 4;

	snprintf(time, sizeof(time), "%lld", (long long)at);
	parts[0] = str_of(time);
	parts[1] = STR(".");
	parts[2] = str_of(body);
	seal_hmac_sha256(str_of(secret), parts, 3, out);
	seal_hex(out, sizeof(out), hex[t]);
	return hex[t];
}

static const char *
head(int64_t t, const char *v1)
{
	static char out[600];

	snprintf(out, sizeof(out), "t=%lld,v1=%s", (long long)t, v1);
	return out;
}

/* Webhooks that the provider's own library signed. */
static void
test_golden(void **state)
{
	struct str rest, line, secret, time, header;
	char id[64], want[64], text[4096];
	struct buf b;
	int64_t at;
	int n = 0;

	(void)state;
	buf_init(&b, 1u << 20);
	assert_int_equal(file_read(GOLDEN, &b, &err), RC_OK);
	rest = buf_str(&b);
	while (str_line(&rest, &line)) {
		assert_true(str_cut(&line, '\t', &secret));
		assert_true(str_cut(&line, '\t', &time));
		assert_true(str_cut(&line, '\t', &header));
		assert_true(str_to_i64(time, 0, INT64_MAX, &at));
		assert_int_equal(
		    stripe_sign_check(secret, header, line, at, &err), RC_OK);
		assert_int_equal(
		    stripe_sign_check(secret, header, line, at + 301, &err),
		    RC_BAD);
		/* The provider's own library would take that one. */
		assert_int_equal(
		    stripe_sign_check(secret, header, line, at - 86400, &err),
		    RC_BAD);
		assert_int_equal(stripe_sign_check(
				     STR("whsec_none"), header, line, at, &err),
		    RC_BAD);
		snprintf(text, sizeof(text), "%.*s", STR_ARG(line));
		text[n % line.n] ^= 1;
		assert_int_equal(stripe_sign_check(secret, header,
				     (struct str){text, line.n}, at, &err),
		    RC_BAD);
		assert_int_equal(
		    stripe_sign_event(line, id, sizeof(id), &err), RC_OK);
		snprintf(want, sizeof(want), "evt_%d", n++);
		assert_string_equal(id, want);
	}
	assert_int_equal(n, 200);
	buf_fini(&b);
}

static void
test_time(void **state)
{
	const char *v1 = mac(SECRET, NOW, "{}");

	(void)state;
	assert_int_equal(check(SECRET, head(NOW, v1), "{}", NOW), RC_OK);
	assert_int_equal(check(SECRET, head(NOW, v1), "{}", NOW + 300), RC_OK);
	assert_int_equal(check(SECRET, head(NOW, v1), "{}", NOW - 300), RC_OK);
	assert_int_equal(check(SECRET, head(NOW, v1), "{}", NOW + 301), RC_BAD);
	assert_string_equal(err.text, "signed too long ago");
	assert_int_equal(check(SECRET, head(NOW, v1), "{}", NOW - 301), RC_BAD);
	assert_string_equal(err.text, "signed in the future");
	/* Another time with the same signature. */
	assert_int_equal(check(SECRET, head(NOW + 1, v1), "{}", NOW), RC_BAD);
}

static void
test_two_secrets(void **state)
{
	const char *two = "whsec_of_yesterday_00\r\n" SECRET "\n";
	const char *three = "whsec_a_000000000\nwhsec_b_000000000\n" SECRET;
	char both[512];

	(void)state;
	assert_int_equal(
	    check(two, head(NOW, mac(SECRET, NOW, "x")), "x", NOW), RC_OK);
	assert_int_equal(
	    check(two, head(NOW, mac("whsec_of_yesterday_00", NOW, "x")), "x",
		NOW),
	    RC_OK);
	assert_int_equal(
	    check(three, head(NOW, mac(SECRET, NOW, "x")), "x", NOW), RC_BAD);
	/* No secret verifies nothing, and neither does an empty one. */
	assert_int_equal(
	    check("", head(NOW, mac("", NOW, "x")), "x", NOW), RC_BAD);
	assert_int_equal(
	    check("\n\n", head(NOW, mac("", NOW, "x")), "x", NOW), RC_BAD);
	/* They sign with both while a secret changes. */
	snprintf(both, sizeof(both), "t=%lld,v1=%s,v1=%s", (long long)NOW,
	    mac("whsec_other", NOW, "x"), mac(SECRET, NOW, "x"));
	assert_int_equal(check(SECRET, both, "x", NOW), RC_OK);
}

static void
test_forged(void **state)
{
	const char *good = mac(SECRET, NOW, "{}");
	char text[512], upper[65];

	(void)state;
	for (int i = 0; i < 64; i++)
		upper[i] = (char)(good[i] >= 'a' ? good[i] - 32 : good[i]);
	upper[64] = '\0';
	assert_int_equal(check(SECRET, "", "{}", NOW), RC_BAD);
	assert_string_equal(err.text, "not signed");
	assert_int_equal(check(SECRET, head(NOW, ""), "{}", NOW), RC_BAD);
	assert_int_equal(check(SECRET, head(NOW, upper), "{}", NOW), RC_BAD);
	for (size_t n = 0; n < 64; n++) { /* cut, and one digit changed */
		snprintf(text, sizeof(text), "%.*s", (int)n, good);
		assert_int_equal(
		    check(SECRET, head(NOW, text), "{}", NOW), RC_BAD);
		snprintf(text, sizeof(text), "%s", good);
		text[n] = text[n] == '0' ? '1' : '0';
		assert_int_equal(
		    check(SECRET, head(NOW, text), "{}", NOW), RC_BAD);
	}
	snprintf(text, sizeof(text), "t=%lld,v0=%s", (long long)NOW, good);
	assert_int_equal(check(SECRET, text, "{}", NOW), RC_BAD);
	snprintf(text, sizeof(text), "v1=%s", good);
	assert_int_equal(check(SECRET, text, "{}", NOW), RC_BAD);
	snprintf(text, sizeof(text), "t=%lld,t=%lld,v1=%s", (long long)NOW,
	    (long long)NOW, good);
	assert_int_equal(check(SECRET, text, "{}", NOW), RC_BAD);
	snprintf(text, sizeof(text), "t= %lld,v1=%s", (long long)NOW, good);
	assert_int_equal(check(SECRET, text, "{}", NOW), RC_BAD);
	snprintf(text, sizeof(text), "t=99999999999999999999,v1=%s", good);
	assert_int_equal(check(SECRET, text, "{}", NOW), RC_BAD);
	/* Bytes behind what was signed. */
	assert_int_equal(check(SECRET, head(NOW, good), "{} ", NOW), RC_BAD);
}

static void
test_event(void **state)
{
	static const char *const wrong[] = {"", "{}", "[]", "null",
	    "{\"object\":\"event\"}", "{\"id\":\"evt_1\"}",
	    "{\"object\":\"event\",\"id\":7}",
	    "{\"object\":\"event\",\"id\":\"\"}",
	    "{\"object\":\"event\",\"id\":\"a b\"}",
	    "{\"object\":\"event\",\"id\":\"a\\nb\"}",
	    "{\"object\":\"event\",\"id\":\"../x\"}",
	    "{\"object\":\"event\",\"id\":\"evt_1\",\"id\":\"evt_2\"}",
	    "{\"object\":\"event\",\"id\":\"0123456789012345\"}"};
	char id[16];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    stripe_sign_event(str_of(wrong[i]), id, sizeof(id), &err),
		    RC_BAD);
	assert_int_equal(
	    stripe_sign_event(STR("{\"object\":\"event\",\"id\":\"evt_1\"}"),
		id, sizeof(id), &err),
	    RC_OK);
	assert_string_equal(id, "evt_1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_golden),
	    cmocka_unit_test(test_time),
	    cmocka_unit_test(test_two_secrets),
	    cmocka_unit_test(test_forged),
	    cmocka_unit_test(test_event),
	};

	if (seal_start(&err) != RC_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
