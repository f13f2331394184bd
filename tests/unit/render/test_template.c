#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "render/escape.h"
#include "render/template.h"

#define SPEC "tests/data/mustache-spec/"

static struct value *
from_json(struct arena *a, const json_t *j)
{
	struct value *v = arena_alloc(a, sizeof(*v));
	const char *key;
	json_t *item;
	size_t i;

	switch (json_typeof(j)) {
	case JSON_OBJECT:
		v->kind = VALUE_MAP;
		json_object_foreach((json_t *)j, key, item)
		    value_set(a, v, key, from_json(a, item));
		break;
	case JSON_ARRAY:
		v->kind = VALUE_LIST;
		json_array_foreach(j, i, item)
		    value_push(a, v, from_json(a, item));
		break;
	case JSON_STRING:
		v->kind = VALUE_TEXT;
		v->text = str_of(json_string_value(j));
		break;
	case JSON_INTEGER:
		v->kind = VALUE_TEXT;
		v->text =
		    arena_fmt(a, "%lld", (long long)json_integer_value(j));
		break;
	case JSON_REAL:
		v->kind = VALUE_TEXT;
		v->text = arena_fmt(a, "%g", json_real_value(j));
		break;
	case JSON_TRUE:
		v->kind = VALUE_TRUE;
		break;
	case JSON_FALSE:
	case JSON_NULL:
		v->kind = VALUE_NONE;
		break;
	}
	return v;
}

struct partial {
	const char *name;
	struct template *t;
};

struct partials {
	struct partial p[8];
	size_t n;
};

static const struct template *
find_partial(void *ctx, struct str name)
{
	struct partials *ps = ctx;

	for (size_t i = 0; i < ps->n; i++)
		if (str_eqc(name, ps->p[i].name))
			return ps->p[i].t;
	return NULL;
}

static struct template *
compile(const char *text)
{
	struct template *t = NULL;
	struct err err = {""};

	if (template_compile(str_of(text), &t, &err) != RC_OK)
		fail_msg("%s: %s", text, err.text);
	return t;
}

static void
one_case(const char *file, const json_t *c)
{
	const char *want = json_string_value(json_object_get(c, "expected"));
	const char *name = json_string_value(json_object_get(c, "name"));
	json_t *partials = json_object_get(c, "partials"), *item;
	struct arena *a = arena_new(1 << 20);
	struct partials ps = {.n = 0};
	struct template *t;
	struct buf out;
	const char *key;

	json_object_foreach(partials, key, item) ps.p[ps.n++] =
	    (struct partial){key, compile(json_string_value(item))};
	t = compile(json_string_value(json_object_get(c, "template")));
	buf_init(&out, 1 << 20);
	template_render(t, from_json(a, json_object_get(c, "data")),
	    ESCAPE_HTML, find_partial, &ps, &out);
	if (!str_eqc(buf_str(&out), want))
		fail_msg("%s: %s: want \"%s\", got \"%.*s\"", file, name, want,
		    STR_ARG(buf_str(&out)));
	buf_fini(&out);
	template_free(&t);
	while (ps.n > 0)
		template_free(&ps.p[--ps.n].t);
	arena_free(&a);
}

/* Every case of the published specification. */
static void
test_spec(void **state)
{
	static const struct {
		const char *name;
		size_t cases;
	} files[] = {{"comments", 12}, {"delimiters", 14},
	    {"interpolation", 42}, {"inverted", 22}, {"partials", 12},
	    {"sections", 34}};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char path[128];
		json_error_t e;
		json_t *root, *tests, *c;
		size_t k;

		snprintf(path, sizeof(path), SPEC "%s.json", files[i].name);
		root = json_load_file(path, 0, &e);
		if (root == NULL)
			fail_msg("%s: %s", path, e.text);
		tests = json_object_get(root, "tests");
		assert_int_equal(json_array_size(tests), files[i].cases);
		json_array_foreach(tests, k, c) one_case(files[i].name, c);
		json_decref(root);
	}
}

static void
refuse(const char *text, const char *why)
{
	struct template *t = NULL;
	struct err err = {""};

	assert_int_equal(template_compile(str_of(text), &t, &err), RC_BAD);
	assert_null(t);
	if (strstr(err.text, why) == NULL)
		fail_msg("%s: %s", text, err.text);
}

static void
test_mistakes(void **state)
{
	struct buf deep;
	struct template *t = NULL;
	struct err err = {""};

	(void)state;
	refuse("a\nb {{name", "line 2: a tag is opened");
	refuse("{{{name}}", "line 1: a tag is opened");
	refuse("{{#a}}\n\nx", "line 1: {{#a}} is never closed");
	refuse("\n{{/a}}", "line 2: {{/a}} closes nothing");
	refuse("{{#a}}\n{{#b}}\n{{/a}}", "line 3: {{/a}} closes {{#b}} of "
					 "line 2");
	refuse("{{}}", "not a name");
	refuse("{{a b}}", "not a name");
	refuse("{{=<% %}}", "never closed");
	refuse("{{=<%=}}", "bad delimiters");
	refuse("{{= <% % > =}}", "bad delimiters");
	buf_init(&deep, 1 << 16);
	for (int i = 0; i <= LIMIT_TEMPLATE_DEPTH; i++)
		buf_adds(&deep, "{{#a}}");
	refuse(deep.p, "nest deeper");
	buf_fini(&deep);
	assert_int_equal(
	    template_compile_at(STR("\n{{"), 10, &t, &err), RC_BAD);
	assert_non_null(strstr(err.text, "line 11:"));
}

static void
expect(const char *text, const struct value *v, enum template_escape escape,
    const char *want)
{
	struct template *t = compile(text);
	struct buf out;

	buf_init(&out, 1 << 16);
	template_render(t, v, escape, NULL, NULL, &out);
	assert_string_equal(out.p ? out.p : "", want);
	buf_fini(&out);
	template_free(&t);
}

static void
test_values(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct value *map = value_map(a), *list = value_list(a), *in;

	(void)state;
	value_set_text(a, map, "po", STR(""));
	value_set_text(a, map, "name", STR("<A & 'B'>"));
	value_set_bool(a, map, "yes", true);
	value_set_bool(a, map, "no", false);
	in = value_map(a);
	value_set_text(a, in, "name", STR("inner"));
	value_set(a, map, "in", in);
	for (int i = 0; i < 5; i++) {
		struct value *item = value_map(a);

		value_set_text(a, item, "n", arena_fmt(a, "%d", i));
		value_push(a, list, item);
	}
	value_set(a, map, "list", list);
	expect("{{#po}}PO{{/po}}{{^po}}none{{/po}}", map, ESCAPE_NONE, "none");
	expect("{{#yes}}y{{/yes}}{{#no}}n{{/no}}", map, ESCAPE_NONE, "y");
	expect("{{name}}", map, ESCAPE_HTML, "&lt;A &amp; &#39;B&#39;&gt;");
	expect("{{name}}", map, ESCAPE_NONE, "<A & 'B'>");
	expect("{{name}}", map, ESCAPE_MARKDOWN, "\\<A \\& \\'B\\'\\>");
	expect(
	    "{{{name}}}{{&name}}", map, ESCAPE_MARKDOWN, "<A & 'B'><A & 'B'>");
	expect("{{#list}}{{n}}{{name}},{{/list}}", map, ESCAPE_NONE,
	    "0<A & 'B'>,1<A & 'B'>,2<A & 'B'>,3<A & 'B'>,4<A & 'B'>,");
	expect("{{in.name}}|{{in.none}}|{{none.name}}", map, ESCAPE_NONE,
	    "inner||");
	expect("{{in}}{{list}}", map, ESCAPE_NONE, "");
	expect("{{x}}", NULL, ESCAPE_NONE, "");
	assert_true(str_eqc(value_get(map, STR("in.name"))->text, "inner"));
	assert_null(value_get(map, STR("in.name.x")));
	assert_null(value_get(map, STR("")));
	assert_null(value_get(NULL, STR("x")));
	/* The newest of two fields of one name counts. */
	value_set_text(a, map, "name", STR("new"));
	expect("{{name}}", map, ESCAPE_NONE, "new");
	arena_free(&a);
}

static void
note_name(void *ctx, struct str name, int line, bool is_section)
{
	buf_fmt(ctx, "%.*s:%d%s ", STR_ARG(name), line, is_section ? "#" : "");
}

static void
test_names(void **state)
{
	struct template *t = compile("{{a.b}}\n{{#c}}{{.}}{{/c}}\n\n{{! x }}"
				     "{{^d}}{{{e}}}{{/d}}{{>p}}");
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	template_names(t, note_name, &out);
	assert_string_equal(out.p, "a.b:1 c:2# .:2 d:4# e:4 ");
	buf_clear(&out);
	template_raw_names(t, note_name, &out);
	assert_string_equal(out.p, "e:4 ");
	buf_fini(&out);
	template_free(&t);
	template_free(&t);
}

static const struct template *
always(void *ctx, struct str name)
{
	(void)name;
	return ctx;
}

/* A partial that calls itself ends; a full buffer ends it sooner. */
static void
test_bounds(void **state)
{
	struct template *t = compile("x{{>p}}{{>p}}");
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	template_render(t, NULL, ESCAPE_NONE, always, t, &out);
	assert_true(out.full);
	assert_true(out.n <= 1000);
	buf_fini(&out);
	template_free(&t);
	t = compile("x\n  {{>p}}\n");
	buf_init(&out, 1 << 16);
	template_render(t, NULL, ESCAPE_NONE, always, t, &out);
	assert_false(out.full);
	buf_fini(&out);
	template_free(&t);
}

static void
test_escape_markdown(void **state)
{
	static const char *const cases[][2] = {
	    {"plain text, 1.5 a-b a=b x+y", "plain text, 1.5 a-b a=b x+y"},
	    {"*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\)"},
	    {"- x", "\\- x"},
	    {"1. x", "1\\. x"},
	    {"12) x", "12\\) x"},
	    {". x", "\\. x"},
	    {"===", "\\==="},
	    {"# x #", "\\# x \\#"},
	    {"a|b", "a\\|b"},
	    {"    code", "&#32;&#32;&#32;&#32;code"},
	    {"a\n\n- b", "a&#10;&#10;- b"},
	    {"a  \nb", "a&#32;&#32;&#10;b"},
	    {"\r\x01\x7f- x", "\\- x"},
	    {"\r    x", "&#32;&#32;&#32;&#32;x"},
	    {"\t", "&#9;"},
	    {"", ""},
	};
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&out);
		escape_markdown(&out, str_of(cases[i][0]));
		assert_string_equal(out.p ? out.p : "", cases[i][1]);
	}
	buf_clear(&out);
	escape_markdown(&out, (struct str){"a\0b", 3});
	assert_string_equal(out.p, "ab");
	buf_clear(&out);
	escape_html(&out, (struct str){"a\0<", 3});
	assert_string_equal(out.p, "a&lt;");
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_spec),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_escape_markdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
