#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "port/html.h"

struct html_case {
	const char *html, *text, *own;
};

static void
check(const struct html_case *c)
{
	struct arena *a = arena_new(16u << 20);
	struct html_words w;

	html_read(a, str_of(c->html), &w);
	if (!str_eqc(w.text, c->text) || !str_eqc(str_trim(w.own), c->own))
		fail_msg("%s:\n[%.*s]\n[%.*s]", c->html, STR_ARG(w.text),
		    STR_ARG(w.own));
	arena_free(&a);
}

static void
test_lines(void **state)
{
	static const struct html_case cases[] = {
	    {"", "", ""},
	    {"plain words", "plain words\n", "plain words"},
	    {"<p>a</p><p>b</p>", "a\n\nb\n", "a\n\nb"},
	    {"<div>a</div><div><br></div><div>b</div>", "a\n\nb\n", "a\n\nb"},
	    {"a<br>b<br/>c", "a\nb\nc\n", "a\nb\nc"},
	    {"<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p>"
	     "<p class=MsoNormal>b</p>",
		"a\n \nb\n", "a\n \nb"},
	    {"<pre>a\n  b</pre>", "a\n  b\n", "a\n  b"},
	    {"<b>a</b> &amp;  \n b&eacute; &#8364;", "a & bé €\n", "a & bé €"},
	    {"<style>p{}</style><script>x()</script><title>t</title>a", "a\n",
		"a"},
	    {"<span style=\"display:none\">x</span>a", "a\n", "a"},
	    {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
		"a b\nc\n", "a b\nc"},
	    {"<ul><li>a</li><li>b</li></ul>", "- a\n- b\n", "- a\n- b"},
	    {"a<p>b<div>c</p>d", "a\n\nb\n\ncd\n", "a\n\nb\n\ncd"},
	    {"<p>a <![if !supportLists]>1.<![endif]>b</p>", "a 1.b\n", "a 1.b"},
	    {"a<![if b", "a<![if b\n", "a<![if b"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
test_clients(void **state)
{
	static const struct html_case cases[] = {
	    {"a<blockquote type=\"cite\">q</blockquote>b", "a\n\n> q\n\nb\n",
		"a\n>\n\nb"},
	    {"a<div class=\"gmail_quote\"><div class=\"gmail_attr\">On x wrote"
	     ":</div><blockquote class=\"gmail_quote\">q</blockquote></div>",
		"a\n\nOn x wrote:\n\n> q\n", "a\n>"},
	    {"<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">"
	     "mine</blockquote>",
		"mine\n", "mine"},
	    {"a<div class=moz-cite-prefix>x wrote:</div>", "a\n\nx wrote:\n",
		"a"},
	    {"a<div id=divRplyFwdMsg><b>From:</b> x</div>q",
		"a\n\nFrom: x\nq\n", "a"},
	    {"a<div class=yahoo_quoted>q</div>", "a\n\nq\n", "a"},
	    {"a<span id=OLK_SRC_BODY_SECTION>q</span>", "aq\n", "a"},
	    {"a<div class=gmail_signature>s</div>", "a\n\ns\n", "a"},
	    {"<b>a</b><br>b", "a\nb\n", "a\x01\nb"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
test_signature_and_colour(void **state)
{
	struct arena *a = arena_new(1u << 20);
	struct html_words w;

	(void)state;
	html_read(a,
	    STR("a<div id=Signature>Jo<br>Acme</div>"
		"<div id=divRplyFwdMsg>From: x</div>q"
		"<p style=\"color:rgb(255, 0, 0)\">mine</p>"
		"<p style=\"color:#777777\">grey</p>"
		"<a href=x style=\"color:#0563C1\">link</a>"),
	    &w);
	assert_true(str_eqc(w.signature, "Jo\nAcme\n"));
	assert_true(str_eqc(str_trim(w.coloured), "mine"));
	assert_false(w.truncated);
	html_read_top(a, STR("a<blockquote type=cite>q</blockquote>b"), &w);
	assert_true(str_eqc(str_trim(w.own), "a"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_clients),
	    cmocka_unit_test(test_signature_and_colour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
