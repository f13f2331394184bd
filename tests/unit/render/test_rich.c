#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "render/rich.h"

static struct buf out;

static const char *
html(const char *source, const char *color)
{
	struct arena *a = arena_new(16 << 20);
	struct markdown m;

	if (out.max == 0)
		buf_init(&out, 1 << 20);
	buf_clear(&out);
	markdown_parse(a, str_of(source), &m);
	rich_render(&m, str_of(color), &out);
	arena_free(&a);
	return out.p ? out.p : "";
}

static void
has(const char *source, const char *part)
{
	if (strstr(html(source, ""), part) == NULL)
		fail_msg("%s: no \"%s\" in %s", source, part, out.p);
}

static void
lacks(const char *source, const char *part)
{
	if (strstr(html(source, ""), part) != NULL)
		fail_msg("%s: \"%s\" in %s", source, part, out.p);
}

static void
test_text(void **state)
{
	(void)state;
	assert_string_equal(html("a < b & \"c\" 'd'", ""),
	    "<p style=\"margin:0 0 16px\">a &lt; b &amp; &quot;c&quot; "
	    "&#39;d&#39;</p>\n");
	has("*a* **b** `<c>`", "<em>a</em> <strong>b</strong> "
			       "<code>&lt;c&gt;</code>");
	has("a\\\nb&#10;c", "a<br>\nb<br>\nc");
	has("2. a\n3. b\n", "<ol start=\"2\"");
	has("- a\n", "<ul ");
	has("# T", ">T</h1>");
	has("> q", "<blockquote");
	has("---", "<hr");
	has("    a<b\n", "a&lt;b\n</pre>");
	lacks("a <img src=x onerror=y> b\n\n<script>z</script>", "<img");
	lacks("a <img src=x onerror=y> b\n\n<script>z</script>", "script");
	has("![chart](https://track.example/x.gif)", "chart");
	lacks("![chart](https://track.example/x.gif)", "track.example");
}

static void
test_links(void **state)
{
	(void)state;
	has("x [a](https://b/?c=d&e=f)", "href=\"https://b/?c=d&amp;e=f\"");
	has("x [a](mailto:b@c)", "href=\"mailto:b@c\"");
	has("x [a](tel:+44)", "href=\"tel:+44\"");
	has("x [a](https://b/\303\251)", "href=\"https://b/%C3%A9\"");
	has("x [a](<https://b/\" onclick=\"x>)",
	    "href=\"https://b/%22%20onclick=%22x\"");
	lacks("[a](javascript:alert(1))", "<a");
	lacks("[a](JavaScript:alert(1))", "javascript");
	lacks("[a](data:text/html,x)", "<a");
	lacks("[a](//evil.example)", "<a");
	lacks("[a](x:y) [b](vbscript:c)", "</a>");
	lacks("www.evil.example https://evil.example", "<a");
}

static void
test_button(void **state)
{
	(void)state;
	has("**[Pay now](https://p)**", "<td bgcolor=\"#1155cc\"");
	has("**[Pay now](https://p)**", "display:inline-block");
	lacks("**[Pay now](https://p)** please", "bgcolor");
	lacks("**[Pay now](javascript:x)**", "bgcolor");
	lacks("[Pay now](https://p)", "bgcolor");
	lacks("**Pay now**", "bgcolor");
	html("**[Pay](https://p)**", "#0B6b4f");
	assert_non_null(strstr(out.p, "bgcolor=\"#0B6b4f\""));
	assert_non_null(strstr(out.p, "color:#ffffff"));
	/* Dark words on a light colour, and no light link on white. */
	html("**[Pay](https://p)**\n\nx [a](https://b)", "#ffdd33");
	assert_non_null(strstr(out.p, "color:#111827"));
	assert_non_null(strstr(out.p, "<a href=\"https://b\" "
				      "style=\"color:#1155cc\""));
	html("**[Pay](https://p)**", "red\"><script>");
	assert_null(strstr(out.p, "script"));
	assert_non_null(strstr(out.p, "#1155cc"));
	assert_true(str_eqc(rich_color(STR("#12345")), "#1155cc"));
	assert_true(str_eqc(rich_color(STR("#12345g")), "#1155cc"));
	assert_true(str_eqc(rich_color(STR("#12345F")), "#12345F"));
}

static void
test_table(void **state)
{
	(void)state;
	has("| A | B |\n|--|--:|\n| 1 | 2 |\n", "<th scope=\"col\" "
						"align=\"right\"");
	has("| A | B |\n|--|--:|\n| 1 | 2 |\n", ">2</td>");
	lacks("| A | Hidden | C |\n|--|--|--|\n| 1 |  | 3 |\n|4| |6|\n",
	    "Hidden");
	has("| A | Hidden | C |\n|--|--|--|\n| 1 |  | 3 |\n", ">3</td>");
	has("| A | Shown |\n|--|--|\n| 1 |  |\n| 2 | x |\n", "Shown");
	has("| A |\n|--|\n|  |\n", ">A</th>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_button),
	    cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
