#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "port/http.h"

#include "../../support/fake_server.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD(m)  HEAR(m), HEAR("Host:")
#define OK_BODY(n, t)                                                          \
	SAY("HTTP/1.1 200 OK\r\nContent-Length: " n "\r\n"), SAY_RAW(t)

static char url[64];

static struct http_request
ask(const struct fake *f, const char *method)
{
	snprintf(
	    url, sizeof(url), "http://127.0.0.1:%d/v1/x?y=1", fake_port(f));
	return (struct http_request){
	    .method = method,
	    .url = str_of(url),
	    .timeout = 2,
	    .answer_max = 1000,
	};
}

static void
test_get(void **state)
{
	static const struct fake_step steps[] = {HEAR("GET /v1/x?y=1 HTTP/1.1"),
	    HEAR("Host:"), HEAR("Accept: */*"), HEAR("Authorization: Bearer k"),
	    HEAR(""), OK_BODY("5", "hello"), CUT};
	const struct http_header h = {"Authorization", STR("Bearer k")};
	struct fake *f = fake_start(steps, COUNT(steps), 0);
	struct http_request rq = ask(f, "GET");
	struct http_answer a;
	struct err err = {""};

	(void)state;
	rq.headers = &h;
	rq.header_count = 1;
	assert_int_equal(http_send(&rq, &a, &err), RC_OK);
	assert_int_equal(a.status, 200);
	assert_true(a.sent);
	assert_true(str_eqc(buf_str(&a.body), "hello"));
	http_answer_fini(&a);
	assert_null(a.body.p);
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_post(void **state)
{
	static const struct fake_step steps[] = {HEAR("POST /v1/x?y=1"),
	    HEAR("Host:"), HEAR("Authorization: Basic dTpw"),
	    HEAR("Accept: */*"), HEAR("Content-Type: text/x"),
	    HEAR("Content-Length: 4"), HEAR(""), BYTES(4),
	    SAY("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n"),
	    NEXT, HEAR("DELETE /v1/x?y=1"), HEAR("Host:"), HEAR("Accept:"),
	    HEAR(""),
	    SAY("HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/\r\n"
		"Content-Length: 0\r\n"),
	    CUT};
	struct fake *f = fake_start(steps, COUNT(steps), 0);
	struct http_request rq = ask(f, "POST");
	struct http_answer a;
	struct err err = {""};

	(void)state;
	rq.body = STR("a=1&");
	rq.type = STR("text/x");
	rq.user = STR("u");
	rq.password = STR("p");
	assert_int_equal(http_send(&rq, &a, &err), RC_OK);
	assert_int_equal(a.status, 429);
	assert_int_equal(a.retry_after, 7);
	http_answer_fini(&a);

	/* It is not followed. */
	rq = ask(f, "DELETE");
	assert_int_equal(http_send(&rq, &a, &err), RC_OK);
	assert_int_equal(a.status, 302);
	http_answer_fini(&a);
	assert_null(fake_stop(f));
	fake_free(&f);
}

/* Whether it may have arrived there tells what can be done about it. */
static void
test_no_answer(void **state)
{
	static const struct fake_step cut[] = {
	    HEAR("POST"), HEAR("Host:"), CUT};
	static const struct fake_step flood[] = {HEAR("GET"), HEAR("Host:"),
	    HEAR("Accept:"), HEAR(""),
	    SAY("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n"),
	    FLOOD("0123456789", 900), CUT};
	struct fake *f = fake_start(cut, COUNT(cut), 0);
	struct http_request rq = ask(f, "POST");
	struct http_answer a;
	struct err err = {""};

	(void)state;
	assert_int_equal(http_send(&rq, &a, &err), RC_LATER);
	assert_true(a.sent);
	http_answer_fini(&a);
	fake_stop(f);
	fake_free(&f);

	/* Nobody listens there any more. */
	assert_int_equal(http_send(&rq, &a, &err), RC_LATER);
	assert_false(a.sent);
	http_answer_fini(&a);

	f = fake_start(flood, COUNT(flood), 0);
	rq = ask(f, "GET");
	assert_int_equal(http_send(&rq, &a, &err), RC_LATER);
	assert_true(a.sent);
	assert_string_equal(err.text, "more than 1000 bytes came");
	http_answer_fini(&a);
	fake_stop(f);
	fake_free(&f);
}

static void
test_cannot(void **state)
{
	static const char *const urls[] = {"", "ftp://127.0.0.1/",
	    "file:///etc/passwd", "https//x", "http://127.0.0.1/a\r\nb",
	    "https://x/\x01"};
	static const struct str values[] = {
	    STR_INIT("a\r\nX: y"), STR_INIT("a\nb"), STR_INIT("\x7f")};
	struct http_request rq = {
	    .method = "GET", .timeout = 1, .answer_max = 100};
	struct http_header h = {"X", {NULL, 0}};
	struct http_answer a;
	struct err err = {""};

	(void)state;
	for (size_t i = 0; i < COUNT(urls); i++) {
		rq.url = str_of(urls[i]);
		assert_int_equal(http_send(&rq, &a, &err), RC_BAD);
		http_answer_fini(&a);
	}
	rq.headers = &h;
	rq.header_count = 1;
	rq.url = STR("http://127.0.0.1:1/");
	for (size_t i = 0; i < COUNT(values); i++) {
		h.value = values[i];
		assert_int_equal(http_send(&rq, &a, &err), RC_BAD);
		http_answer_fini(&a);
	}
	/* Plain http goes to this machine only. */
	rq.header_count = 0;
	rq.url = STR("http://192.0.2.1/");
	assert_int_equal(http_send(&rq, &a, &err), RC_LATER);
	assert_string_equal(err.text, "http is for this machine only");
	assert_false(a.sent);
	http_answer_fini(&a);
}

static void
test_form(void **state)
{
	static const struct http_field fields[] = {
	    {STR_INIT("a[b][0]"), STR_INIT("1 & 2=3")},
	    {STR_INIT("x"), STR_INIT("\xc3\xa9~-._")},
	    {STR_INIT("e"), {"", 0}}};
	struct buf b;

	(void)state;
	buf_init(&b, 200);
	http_form(fields, 3, &b);
	assert_string_equal(
	    b.p, "a%5Bb%5D%5B0%5D=1%20%26%202%3D3&x=%C3%A9~-._&e=");
	buf_fini(&b);
	buf_init(&b, 10);
	http_form(fields, 3, &b);
	assert_true(b.full);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_get),
	    cmocka_unit_test(test_post),
	    cmocka_unit_test(test_no_answer),
	    cmocka_unit_test(test_cannot),
	    cmocka_unit_test(test_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
