#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "port/markdown.h"

/* Events as a text: "P(", ")P", ... and texts in quotes. */
static const char *
dump(const char *source)
{
	static const char *const names[] = {
	    [MARKDOWN_PARAGRAPH] = "p",
	    [MARKDOWN_HEADING] = "h",
	    [MARKDOWN_LIST] = "list",
	    [MARKDOWN_ITEM] = "item",
	    [MARKDOWN_QUOTE] = "quote",
	    [MARKDOWN_CODE_BLOCK] = "pre",
	    [MARKDOWN_RULE] = "rule",
	    [MARKDOWN_TABLE] = "table",
	    [MARKDOWN_ROW] = "row",
	    [MARKDOWN_CELL] = "cell",
	    [MARKDOWN_TEXT] = "",
	    [MARKDOWN_CODE] = "code",
	    [MARKDOWN_SOFT_BREAK] = "soft",
	    [MARKDOWN_BREAK] = "br",
	    [MARKDOWN_EMPHASIS] = "em",
	    [MARKDOWN_STRONG] = "b",
	    [MARKDOWN_LINK] = "a",
	    [MARKDOWN_IMAGE] = "img",
	};
	static struct buf out;
	struct arena *a = arena_new(16 << 20);
	struct markdown m;

	if (out.max == 0)
		buf_init(&out, 1 << 20);
	buf_clear(&out);
	markdown_parse(a, str_of(source), &m);
	for (size_t i = 0; i < m.count; i++) {
		const struct markdown_event *e = &m.events[i];

		buf_fmt(&out, "%s%s", e->enter ? "" : "/", names[e->kind]);
		if (e->enter && e->number)
			buf_fmt(&out, ".%u", e->number);
		if (e->enter && e->align)
			buf_fmt(&out, ":%c", e->align);
		if (e->enter && (e->tight || e->header))
			buf_adds(&out, "!");
		if (e->enter && e->text.n)
			buf_fmt(&out, "'%.*s'", STR_ARG(e->text));
		buf_addc(&out, ' ');
	}
	arena_free(&a);
	return out.p ? out.p : "";
}

static void
test_blocks(void **state)
{
	(void)state;
	assert_string_equal(dump(""), "");
	assert_string_equal(
	    dump("# T\n\na\nb  \nc\n"), "h.1 'T' /h p 'a' soft 'b' br 'c' /p ");
}

static void
test_kinds(void **state)
{
	(void)state;
	assert_string_equal(dump("- a\n- b\n"),
	    "list item p! 'a' /p /item item p! 'b' /p /item /list ");
	assert_string_equal(dump("3. a\n\n4. b\n"),
	    "list.3 item p 'a' /p /item item p 'b' /p /item /list ");
	assert_string_equal(dump("> q\n\n---\n\n    x\n"),
	    "quote p 'q' /p /quote rule pre'x\n' ");
	assert_string_equal(dump("*a* **b** `c` [d](https://e) ![f](g)"),
	    "p em 'a' /em ' ' b 'b' /b ' ' code'c' ' ' a'https://e' 'd' /a "
	    "' ' img'g' 'f' /img /p ");
}

static void
test_table(void **state)
{
	(void)state;
	assert_string_equal(
	    dump("| A | B | C |\n|:--|--:|:-:|\n| 1 |  | 3 |\n"),
	    "table row! cell:l! 'A' /cell cell.1:r! 'B' /cell cell.2:c! 'C' "
	    "/cell /row row cell:l '1' /cell cell.1:r /cell cell.2:c '3' "
	    "/cell /row /table ");
}

/* Raw HTML is left out, and an address becomes no link by itself. */
static void
test_shut_doors(void **state)
{
	(void)state;
	assert_string_equal(
	    dump("a <b onclick=x>c</b>\n\n<script>x</script>\n"),
	    "p 'a ' 'c' /p ");
	assert_string_equal(dump("www.evil.example http://evil.example a@b.c"),
	    "p 'www.evil.example http://evil.example a@b.c' /p ");
	assert_string_equal(
	    dump("~~a~~ [ ] x [^1]\n"), "p '~~a~~ [ ] x [^1]' /p ");
}

static void
test_line_entity(void **state)
{
	(void)state;
	assert_string_equal(
	    dump("a&#10;&#10;- b&#32;"), "p 'a' br br '- b ' /p ");
	assert_string_equal(dump("| A |\n|---|\n| x&#10;y |\n"),
	    "table row! cell! 'A' /cell /row row cell 'x' br 'y' /cell /row "
	    "/table ");
}

static void
test_bad_bytes(void **state)
{
	(void)state;
	assert_string_equal(
	    dump("caf\303\251 \303"), "p 'caf\303\251 \357\277\275' /p ");
	assert_string_equal(dump("\355\240\200"), "p '\357\277\275' /p ");
}

/* Depth and size of a source do not end the process. */
static void
test_large(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct markdown m;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 20000; i++)
		buf_addc(&b, '>');
	buf_adds(&b, "x\n\n");
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "[*");
	markdown_parse(a, buf_str(&b), &m);
	assert_true(m.count > 0);
	markdown_parse(a, STR("x"), &m);
	assert_int_equal(m.count, 3);
	buf_fini(&b);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_blocks),
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_shut_doors),
	    cmocka_unit_test(test_line_entity),
	    cmocka_unit_test(test_bad_bytes),
	    cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
