#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "render/letter.h"
#include "render/mould.h"
#include "render/plain.h"
#include "render/rich.h"

#define ARENA ((size_t)256 << 20)

/* What a value can begin with, hold and end with. */
static const char *const pieces[] = {"a", "Z", "7", "12", "1.", "2)", "-", "- ",
    "+", "*", "**", "_", "__", "`", "```", "#", "# ", ">", "> ", "<b>", "&amp;",
    "&", ";", "&#10;", "(", ")", "[", "]", "[a](b)", "!", "|", "~", "~~~", ":",
    "=", "===", "---", "\\", "\"", "'", " ", "  ", "\t", "\n", "\n\n", "\r",
    ".", ",", "$", "\x01", "\x7f", "é", "Ж", "中", "«", "–", "\xc2\xa0",
    "\xee\x80\x80", "\xee\x80\x81", "\xff", "foo", "ref", "amp",
    "http://x.example/a_b?c=d&e=f", "€"};

static unsigned long seed = 1;

static unsigned
pick(unsigned n)
{
	seed = seed * 6364136223846793005ul + 1442695040888963407ul;
	return (unsigned)(seed >> 33) % n;
}

static struct str
random_value(struct arena *a, bool address)
{
	static const char letters[] = "abcXYZ0189-_./?=:";
	char text[256] = "";
	unsigned n = pick(5);

	if (address) {
		snprintf(text, sizeof(text), "https://x.example/");
		for (n = pick(40); n > 0; n--)
			strncat(text, &letters[pick(sizeof(letters) - 1)], 1);
	} else {
		for (; n > 0; n--)
			strncat(text,
			    pieces[pick(sizeof(pieces) / sizeof(pieces[0]))],
			    40);
	}
	return arena_dup(a, str_of(text));
}

static struct value *
random_values(struct arena *a)
{
	struct value *root = value_map(a), *list = value_list(a);

	value_set_text(a, root, "x", random_value(a, false));
	value_set_text(a, root, "y", random_value(a, pick(2) == 0));
	value_set_text(a, root, "url", random_value(a, pick(8) != 0));
	value_set_bool(a, root, "yes", pick(2) == 0);
	for (unsigned n = pick(4); n > 0; n--) {
		struct value *row = value_map(a);

		value_set_text(a, row, "n", random_value(a, false));
		value_set_text(a, row, "po", random_value(a, pick(3) == 0));
		value_push(a, list, row);
	}
	value_set(a, root, "rows", list);
	return root;
}

static struct str
both_parts(struct arena *a, const struct markdown *m)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1 << 20);
	plain_render(a, m, &b);
	buf_adds(&b, "\f");
	rich_render(m, STR("#224466"), &b);
	s = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

/* The same with and without a mould; the second of two finds one. */
static void
compare(const struct template *t, const char *source)
{
	struct arena *a = arena_new(ARENA);
	struct value *v = random_values(a);
	struct markdown plain, first, second;
	struct str want, got, again;
	struct buf b;

	buf_init(&b, 1 << 20);
	template_render(t, v, ESCAPE_MARKDOWN, NULL, NULL, &b);
	markdown_parse(a, buf_str(&b), &plain);
	want = both_parts(a, &plain);
	buf_clear(&b);
	mould_markdown(a, t, v, &b, &first);
	got = both_parts(a, &first);
	buf_clear(&b);
	mould_markdown(a, t, v, &b, &second);
	again = both_parts(a, &second);
	if (!str_eq(want, got) || !str_eq(want, again)) {
		buf_clear(&b);
		template_render(t, v, ESCAPE_MARKDOWN, NULL, NULL, &b);
		fail_msg("template:\n%s\nsource:\n%s\nwant:\n%.*s\ngot:\n%.*s",
		    source, b.p, STR_ARG(want), STR_ARG(got));
	}
	buf_fini(&b);
	arena_free(&a);
}

static void
compare_all(struct str source, int rounds)
{
	struct template *t = NULL;
	struct err err = {""};

	if (template_compile(source, &t, &err) != RC_OK)
		fail_msg("%s: %s", source.p, err.text);
	for (int i = 0; i < rounds; i++)
		compare(t, source.p);
	template_free(&t);
}

static void
test_places(void **state)
{
	static const char *const sources[] = {
	    "Dear {{x}},\n\nplease **{{y}}** pay *{{x}}*.\n",
	    "{{x}}\n",
	    "a{{x}}b {{y}}{{x}} **a{{x}}**b *{{y}}*c __{{x}}__ _{{y}}_s\n",
	    "{{x}}. {{y}}\n\n1{{x}}) a\n\n{{x}}) b\n\n- {{x}}. a\n",
	    "&{{x}};\n",
	    "a &#{{x}}; b\n",
	    "&am{{y}};\n",
	    "&{{x}}{{y}};\n",
	    "\\{{x}}\n",
	    "{{x}}. {{y}}\n",
	    "- {{x}}) a\n",
	    "1{{x}}. a\n",
	    "<{{x}}>\n\n<a href=\"{{y}}\">\n\n<!-- {{x}} -->\n",
	    "`{{x}}` and ``{{y}}``\n\n    {{x}}\n\n~~~ {{y}}\n{{x}}\n~~~\n",
	    "[{{x}}]: http://a.example\n\n[foo] [{{y}}]\n",
	    "[ref]: http://a.example\n\n[{{x}}] [{{y}}][ref] [a][{{x}}]\n",
	    "[pay]({{{url}}}) [a]({{url}}) [{{x}}](mailto:{{y}})\n",
	    "[a](http://x.example/{{y}}/{{x}} "
	    "\"{{x}}\")\n![{{x}}]({{{url}}})\n",
	    "{{{url}}}\n\n**{{{x}}}**\n",
	    "**[Pay {{x}}]({{{url}}})**\n",
	    "| a | {{x}} |\n|:--|--:|\n{{#rows}}\n| {{n}} | {{po}} |\n"
	    "{{/rows}}\n\n{{#yes}}\n# {{x}}\n{{/yes}}\n{{^yes}}{{y}}{{/yes}}\n",
	    "{{x}} | {{y}}\n--|--\n{{#rows}}{{n}} | {{po}}\n{{/rows}}\n",
	    "{{x}}\n===\n\n{{y}}\n---\n\n#{{x}}\n\n## {{y}} ##\n",
	    "- {{x}}\n- {{y}}\n  - {{x}}{{y}}\n\n3. {{x}}\n\n> {{y}}\n> "
	    "{{x}}\n",
	    "{{x}}  \n{{y}}\\\n{{x}}\n",
	    "\xee\x80\x80 {{x}} \xee\x80\x81\n",
	    "\xee\x80\x81{{x}}\xee\x80\x80{{y}}\n",
	    "no value at all\n",
	    "",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		compare_all(str_of(sources[i]), 1500);
}

static void
test_more_shapes_than_are_kept(void **state)
{
	char source[64];

	(void)state;
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 40; i++) {
			snprintf(source, sizeof(source),
			    "letter %d to {{x}}: {{y}}\n", i);
			compare_all(str_of(source), 2);
		}
}

static void
test_a_huge_one(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 7000; i++)
		buf_adds(&b, "{{x}} and a few words\n\n");
	compare_all(buf_str(&b), 2);
	buf_clear(&b);
	for (int i = 0; i < 6500; i++)
		buf_adds(&b, "{{y}}\n");
	compare_all(buf_str(&b), 2);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_more_shapes_than_are_kept),
	    cmocka_unit_test(test_a_huge_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
