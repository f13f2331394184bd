#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "web/text.h"

static char dir[64], told[8192];
static struct arena *a;

static void
put(const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(file_write(path, str_of(text), 0644, NULL), RC_OK);
}

static int
setup(void **state)
{
	char path[128];

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/textXXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/words", dir);
	mkdir(path, 0755);
	put("layout.html", "<{{language}}|{{> content}}|{{> end}}>");
	put("one.html", "{{> hello}} {{name}}{{#rows}}{{> part_row}}{{/rows}}");
	put("part_row.html", "[{{> row}}]");
	put("words/en.words",
	    "# words\nhello = Hello & <good>\nend = bye\nrow = r {{n}}\n"
	    "title_one = One: {{name}}\n");
	put("words/de.words", "hello = Gr\xc3\xbc\xc3\x9f Gott\n");
	a = arena_new(8u << 20);
	told[0] = '\0';
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	arena_free(&a);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static void
report(void *ctx, const char *file, int line, const char *what)
{
	const char *slash = strrchr(file, '/');

	(void)ctx;
	snprintf(told + strlen(told), sizeof(told) - strlen(told),
	    "%s:%d: %s\n", slash ? slash + 1 : file, line, what);
}

static struct text *
load(void)
{
	struct text *t = NULL;
	struct err err = {{0}};

	if (text_load(dir, &t, report, NULL, &err) != RC_OK)
		return NULL;
	return t;
}

static const char *
page(const struct text *t, const char *language)
{
	static char text[4096];
	struct value *v = value_map(a), *rows = value_list(a),
		     *row = value_map(a);
	struct buf out;

	value_set_text(a, v, "name", STR("<b>&"));
	value_set_text(a, v, "language", str_of(language));
	value_set_text(a, row, "n", STR("1"));
	value_push(a, rows, row);
	value_push(a, rows, row);
	value_set(a, v, "rows", rows);
	buf_init(&out, 4095);
	assert_int_equal(
	    text_page(t, "one", str_of(language), v, &out, NULL), RC_OK);
	memcpy(text, out.p, out.n + 1);
	buf_fini(&out);
	return text;
}

static void
test_page(void **state)
{
	struct text *t = load();
	struct value *v = value_map(a);
	struct buf out;

	(void)state;
	assert_non_null(t);
	for (int i = 0; i < 2; i++) {
		assert_string_equal(page(t, "en"),
		    "<en|Hello &amp; &lt;good&gt; &lt;b&gt;&amp;[r 1][r 1]|"
		    "bye>");
		assert_string_equal(page(t, "de"),
		    "<de|Gr\xc3\xbc\xc3\x9f Gott &lt;b&gt;&amp;[r 1][r 1]|"
		    "bye>");
		/* No words: English. */
		assert_string_equal(page(t, "fi"),
		    "<fi|Hello &amp; &lt;good&gt; &lt;b&gt;&amp;[r 1][r 1]|"
		    "bye>");
	}
	value_set_text(a, v, "name", STR("<x>"));
	assert_true(
	    str_eqc(text_word(t, a, "title_one", STR("de"), v), "One: <x>"));
	assert_true(
	    str_eqc(text_word(t, a, "hello", STR("en"), v), "Hello & <good>"));
	assert_int_equal(text_word(t, a, "nix", STR("en"), v).n, 0);
	assert_true(str_eqc(text_language(t, STR("de-AT")), "de"));
	assert_true(str_eqc(text_language(t, STR("fi")), "en"));
	assert_true(str_eqc(text_language(t, STR("")), "en"));
	buf_init(&out, 100);
	assert_int_equal(
	    text_page(t, "two", STR("en"), v, &out, NULL), RC_MISS);
	buf_fini(&out);
	buf_init(&out, 10);
	assert_int_equal(text_page(t, "one", STR("en"), v, &out, NULL), RC_BAD);
	buf_fini(&out);
	text_free(&t);
}

static void
test_mistakes(void **state)
{
	(void)state;
	put("two.html", "a\n{{> nix}}\n{{#x}}");
	put("words/fr.words", "hello\nend = {{#x}}\nend = b\n = c\n");
	assert_null(load());
	assert_non_null(strstr(told, "two.html:0: "));
	assert_non_null(
	    strstr(told, "fr.words:1: a word is written name = text"));
	assert_non_null(strstr(told, "fr.words:4: a name"));
	assert_non_null(strstr(told, "\"end\" is there twice"));
	told[0] = '\0';
	put("two.html", "a\n{{> nix}}\n");
	put("words/fr.words", "\xff = a\n");
	assert_null(load());
	assert_non_null(
	    strstr(told, "two.html:2: there is no word \"nix\" in English"));
	assert_non_null(strstr(told, "fr.words:0: not UTF-8"));
}

/* A part that names itself ends. */
static void
test_circle(void **state)
{
	struct text *t;

	(void)state;
	put("part_row.html", "({{> part_row}})");
	t = load();
	assert_non_null(t);
	assert_non_null(strstr(page(t, "en"), "((("));
	text_free(&t);
}

/* What is shipped. */
static void
test_shipped(void **state)
{
	static const char *const languages[] = {
	    "en", "de", "fr", "es", "it", "nl", "pt"};
	struct text *t = NULL;
	struct err err = {{0}};

	(void)state;
	if (text_load("portal", &t, report, NULL, &err) != RC_OK)
		fail_msg("%s\n%s", err.text, told);
	for (size_t i = 0; i < 7; i++)
		assert_true(str_eqc(
		    text_language(t, str_of(languages[i])), languages[i]));
	text_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_page, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_mistakes, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_circle, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_shipped, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
