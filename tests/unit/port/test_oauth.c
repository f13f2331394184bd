#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/limits.h"
#include "port/oauth.h"

static enum rc
read_text(
    int64_t status, const char *text, struct oauth_answer *a, struct err *err)
{
	*err = (struct err){""};
	return oauth_read(status, str_of(text), a, err);
}

static void
test_token(void **state)
{
	struct oauth_answer a;
	struct err err;

	(void)state;
	assert_int_equal(
	    read_text(200,
		"{\"token_type\":\"Bearer\",\"access_token\":\"at.1\","
		"\"expires_in\":3599,\"refresh_token\":\"1//rt-_\"}",
		&a, &err),
	    RC_OK);
	assert_true(str_eqc(a.access_token, "at.1"));
	assert_true(str_eqc(a.refresh_token, "1//rt-_"));
	assert_int_equal(a.expires_in, 3599);
	assert_int_equal(a.error.n, 0);
	oauth_answer_fini(&a);
	assert_null(a.text.p);

	/* A number as text; Google's name of the page. */
	assert_int_equal(
	    read_text(200,
		"{\"expires_in\":\"1800\",\"device_code\":\"d\","
		"\"verification_url\":\"https://g/device\",\"interval\":7}",
		&a, &err),
	    RC_OK);
	assert_int_equal(a.expires_in, 1800);
	assert_int_equal(a.interval, 7);
	assert_true(str_eqc(a.verification_uri, "https://g/device"));
	oauth_answer_fini(&a);
}

static void
test_error(void **state)
{
	struct oauth_answer a;
	struct err err;

	(void)state;
	assert_int_equal(
	    read_text(400,
		"{\"error\":\"invalid_grant\",\"error_description\":"
		"\"AADSTS70000: gone\\r\\nTrace ID: 1\"}",
		&a, &err),
	    RC_BAD);
	assert_true(str_eqc(a.error, "invalid_grant"));
	assert_true(str_eqc(a.description, "AADSTS70000: gone"));
	assert_string_equal(err.text, "invalid_grant: AADSTS70000: gone");
	assert_int_equal(a.status, 400);
	oauth_answer_fini(&a);

	/* Even with 200, as some do. Control characters never get through. */
	assert_int_equal(
	    read_text(200,
		"{\"error\":\"x\\u001b[2J\",\"access_token\":\"at\"}", &a,
		&err),
	    RC_BAD);
	assert_true(str_eqc(a.error, "x?[2J"));
	assert_int_equal(a.access_token.n, 0);
	oauth_answer_fini(&a);
}

static void
test_wrong(void **state)
{
	static const struct {
		int64_t status;
		const char *text;
		const char *words;
	} rows[] = {
	    {200, "", "no JSON"},
	    {200, "<html>secret-at</html>", "no JSON"},
	    {200, "{\"access_token\":\"secret-at\"", "no JSON"},
	    {200, "{\"access_token\":\"secret-at\",\"access_token\":\"b\"}",
		"no JSON"},
	    {200, "{\"access_token\":\"a b\"}", "looks like"},
	    {200, "{\"access_token\":\"a\\nb\"}", "looks like"},
	    {200, "{\"access_token\":\"\\u00e4\"}", "looks like"},
	    {200, "{\"refresh_token\":\"a\\u0001b\"}", "looks like"},
	    {200, "{\"access_token\":\"a\",\"expires_in\":-1}", "looks like"},
	    {200, "{\"access_token\":\"a\",\"expires_in\":1e99}", NULL},
	    {200, "{\"access_token\":\"a\",\"expires_in\":99999999999}",
		"looks like"},
	    {200, "{\"access_token\":\"a\",\"expires_in\":\"soon\"}",
		"looks like"},
	    {200, "{\"interval\":86400}", "looks like"},
	    {302, "{\"access_token\":\"secret-at\"}", "redirect"},
	    {500, "{\"access_token\":\"secret-at\"}", "HTTP 500"},
	    {404, "{}", "HTTP 404"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct oauth_answer a;
		struct err err;
		enum rc rc = read_text(rows[i].status, rows[i].text, &a, &err);

		if (rows[i].words != NULL) {
			assert_int_equal(rc, RC_LATER);
			assert_non_null(strstr(err.text, rows[i].words));
		}
		assert_null(strstr(err.text, "secret"));
		oauth_answer_fini(&a);
	}
}

static void
test_other_types(void **state)
{
	static const char *const texts[] = {"[]", "[1,2]", "{}",
	    "{\"access_token\":7,\"expires_in\":[],\"error\":{}}"};
	struct oauth_answer a;
	struct err err;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(read_text(200, texts[i], &a, &err), RC_OK);
		assert_int_equal(a.access_token.n, 0);
		assert_int_equal(a.expires_in, 0);
		oauth_answer_fini(&a);
	}
}

static void
test_long(void **state)
{
	char text[LIMIT_OAUTH_TOKEN + 64];
	struct oauth_answer a;
	struct err err;

	(void)state;
	for (size_t n = LIMIT_OAUTH_TOKEN; n <= LIMIT_OAUTH_TOKEN + 1; n++) {
		memcpy(text, "{\"access_token\":\"", 17);
		memset(text + 17, 'x', n);
		memcpy(text + 17 + n, "\"}", 3);
		assert_int_equal(read_text(200, text, &a, &err),
		    n <= LIMIT_OAUTH_TOKEN ? RC_OK : RC_LATER);
		oauth_answer_fini(&a);
	}
}

static void
test_form(void **state)
{
	const struct oauth_field fields[] = {
	    {"grant_type", STR("refresh_token"), false},
	    {"scope", STR("https://mail/ a+b"), false},
	    {"secret", STR("a&b=c%\n\xc3\xa4\0z~"), true},
	    {"empty", STR(""), false},
	};
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	assert_true(oauth_form(fields, 4, &b));
	assert_string_equal(b.p,
	    "grant_type=refresh_token&scope=https%3A%2F%2Fmail%2F%20a%2Bb&"
	    "secret=a%26b%3Dc%25%0A%C3%A4%00z~&empty=");
	buf_fini(&b);
	buf_init(&b, 20);
	assert_false(oauth_form(fields, 4, &b));
	buf_fini(&b);
}

/* Nothing is dialled but this machine, whatever a name leads to. */
static void
test_plain_http(void **state)
{
	struct oauth_request rq = {
	    .url = STR("http://192.0.2.1:9/token"), .timeout = 5};
	struct oauth_answer a;
	struct err err = {""};

	(void)state;
	assert_int_equal(oauth_post(&rq, &a, &err), RC_LATER);
	assert_string_equal(err.text, "http is for this machine only");
	oauth_answer_fini(&a);
	rq.url = STR("file:///etc/passwd");
	assert_int_equal(oauth_post(&rq, &a, &err), RC_LATER);
	oauth_answer_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_token),
	    cmocka_unit_test(test_error),
	    cmocka_unit_test(test_wrong),
	    cmocka_unit_test(test_other_types),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_form),
	    cmocka_unit_test(test_plain_http),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
