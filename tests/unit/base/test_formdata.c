#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/formdata.h"

#define URL "application/x-www-form-urlencoded"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(32u << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

/* "a=1|b=2(name:type)" or the class of the failure. */
static const char *
reading(const char *type, const char *body, size_t n)
{
	static char text[4096];
	struct formdata f;
	struct err err = {{0}};
	enum rc rc =
	    formdata_read(a, str_of(type), (struct str){body, n}, &f, &err);
	int at = 0;

	if (rc != RC_OK)
		return err_name(rc);
	text[0] = '\0';
	for (size_t i = 0; i < f.count; i++) {
		const struct formdata_field *x = &f.fields[i];

		at += snprintf(text + at, sizeof(text) - (size_t)at,
		    "%s%.*s=%.*s", i ? "|" : "", STR_ARG(x->name),
		    STR_ARG(x->value));
		if (x->is_file)
			at += snprintf(text + at, sizeof(text) - (size_t)at,
			    "(%.*s:%.*s)", STR_ARG(x->file_name),
			    STR_ARG(x->file_type));
	}
	return text;
}

static const char *
url(const char *body)
{
	return reading(URL, body, strlen(body));
}

static void
test_urlencoded(void **state)
{
	(void)state;
	assert_string_equal(url(""), "");
	assert_string_equal(url("a=1&b=2"), "a=1|b=2");
	assert_string_equal(url("a=1&a=2"), "a=1|a=2");
	assert_string_equal(url("a=x+y%2Bz&b=%c3%A9"), "a=x y+z|b=\xc3\xa9");
	assert_string_equal(url("a&b=&=c&&d=e=f"), "a=|b=|=c|d=e=f");
	assert_string_equal(url("%61=b"), "a=b");
	assert_string_equal(reading(URL "; charset=utf-8", "a=1", 3), "a=1");
	assert_string_equal(
	    reading("APPLICATION/X-WWW-FORM-URLENCODED", "a=1", 3), "a=1");
	for (size_t i = 0; i < 6; i++) {
		static const char *const bad[] = {
		    "a=%", "a=%4", "a=%4g", "a=%00", "a=%ff", "%ff=a"};

		assert_string_equal(url(bad[i]), "bad");
	}
	assert_string_equal(reading(URL, "a=\0b", 4), "bad");
	assert_string_equal(reading("text/plain", "a=1", 3), "miss");
	assert_string_equal(reading("", "a=1", 3), "miss");
}

static void
test_too_many(void **state)
{
	static char body[FORMDATA_FIELDS * 2 + 4];
	char name[FORMDATA_NAME + 8];

	(void)state;
	for (int i = 0; i < FORMDATA_FIELDS; i++)
		memcpy(body + 2 * i, "a&", 2);
	assert_string_not_equal(reading(URL, body, FORMDATA_FIELDS * 2), "bad");
	memcpy(body + FORMDATA_FIELDS * 2, "a", 1);
	assert_string_equal(reading(URL, body, FORMDATA_FIELDS * 2 + 1), "bad");
	memset(name, 'n', sizeof(name));
	assert_string_not_equal(reading(URL, name, FORMDATA_NAME), "bad");
	assert_string_equal(reading(URL, name, FORMDATA_NAME + 1), "bad");
}

#define TYPE  "multipart/form-data; boundary=B"
#define FIELD "Content-Disposition: form-data; name=\"a\"\r\n\r\n"

static void
test_multipart(void **state)
{
	static const char good[] = "--B\r\n" FIELD "1\r\n--B\r\n"
				   "content-disposition: FORM-DATA; "
				   "name=\"f\"; filename=\"a;b%22.pdf\"\r\n"
				   "Content-Type: application/pdf\r\n\r\n"
				   "x\r\n--By\0z\r\n--B--\r\n";
	(void)state;

	assert_string_equal(reading(TYPE, "--B\r\n" FIELD "1\r\n--B--\r\n",
				strlen("--B\r\n" FIELD "1\r\n--B--\r\n")),
	    "a=1");
	/* A boundary is one only where nothing follows but CRLF or "--". */
	assert_string_equal(reading(TYPE, good, sizeof(good) - 1), "bad");
#define M(text) reading(TYPE, text, strlen(text))
	assert_string_equal(M("--B--"), "");
	assert_string_equal(M("before\r\n--B\r\n" FIELD "\r\n--B--"), "a=");
	assert_string_equal(
	    M("--B\r\n" FIELD "\r\n\r\n\r\n--B--"), "a=\r\n\r\n");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data; "
			      "name=\"f\"; filename=\"a;b%22.pdf\"\r\n"
			      "Content-Type: application/pdf\r\n\r\n"
			      "%PDF\r\n--B--"),
	    "f=%PDF(a;b\".pdf:application/pdf)");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data; "
			      "name=\"f\"; filename=\"100%.pdf\"\r\n\r\n"
			      "x\r\n--B--"),
	    "f=x(100%.pdf:)");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data; "
			      "name=f; filename=\"\"\r\n\r\n\r\n--B--"),
	    "f=(:)");
}

static void
test_multipart_bad(void **state)
{
	(void)state;
	assert_string_equal(M(""), "bad");
	assert_string_equal(M("--B"), "bad");
	assert_string_equal(M("--B\r\n"), "bad");
	assert_string_equal(M("--B\r\n" FIELD "1"), "bad");
	assert_string_equal(M("--B\r\n" FIELD "1\r\n--B"), "bad");
	assert_string_equal(M("--B\r\n" FIELD "1\r\n--Bx"), "bad");
	assert_string_equal(M("--B\r\n" FIELD "1\n--B--"), "bad");
	assert_string_equal(M("--B\r\n" FIELD "\xff\r\n--B--"), "bad");
	assert_string_equal(M("--B\r\n\r\n1\r\n--B--"), "bad");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data\r\n\r\n"
			      "1\r\n--B--"),
	    "bad");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data; "
			      "name=\"a\"; name=\"b\"\r\n\r\n1\r\n--B--"),
	    "bad");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data; "
			      "name=\"a\r\n\r\n1\r\n--B--"),
	    "bad");
	assert_string_equal(M("--B\r\nContent-Disposition: form-data; "
			      "name=\"a\"\r\nContent-Disposition: form-data; "
			      "name=\"b\"\r\n\r\n1\r\n--B--"),
	    "bad");
	assert_string_equal(M("--B\r\nContent-Disposition: attachment; "
			      "name=\"a\"\r\n\r\n1\r\n--B--"),
	    "bad");
	assert_string_equal(reading("multipart/form-data", "--B--", 5), "bad");
	assert_string_equal(
	    reading("multipart/form-data; boundary=", "--", 2), "bad");
	assert_string_equal(
	    reading("multipart/form-data; boundary=B; boundary=C", "--B--", 5),
	    "bad");
}

static void
test_unescape(void **state)
{
	struct str out;

	(void)state;
	assert_true(formdata_unescape(a, STR("a+b%2f"), false, &out));
	assert_true(str_eqc(out, "a+b/"));
	assert_true(formdata_unescape(a, STR("a+b"), true, &out));
	assert_true(str_eqc(out, "a b"));
	assert_true(formdata_unescape(a, STR(""), true, &out));
	assert_false(formdata_unescape(a, STR("%"), true, &out));
	assert_false(formdata_unescape(a, STR("%0"), true, &out));
	assert_false(formdata_unescape(a, STR("%00"), true, &out));
	assert_false(formdata_unescape(a, STR("\xc3"), true, &out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_urlencoded, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_too_many, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_multipart, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_multipart_bad, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_unescape, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
