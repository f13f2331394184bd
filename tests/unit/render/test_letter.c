#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/file.h"
#include "model/limits.h"
#include "port/markdown.h"
#include "render/escape.h"
#include "app/variables.h"
#include "render/letter.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static struct letter_template *
compile(const char *source)
{
	struct letter_template *t = NULL;
	struct err err = {""};

	if (letter_template_compile(str_of(source), &t, &err) != RC_OK)
		fail_msg("%s: %s", source, err.text);
	return t;
}

static struct letter_head
sample_head(void)
{
	return (struct letter_head){
	    .from_name = STR("Nordlicht"),
	    .from_address = STR("ar@nordlicht.example"),
	    .to_name = STR("Ana Dubois"),
	    .to_address = STR("ap@dubois.example"),
	    .reply_to = STR("ar+dm-x@nordlicht.example"),
	    .message_id = STR("dm.1.2@nordlicht.example"),
	    .date = day_instant(day_of(2026, 11, 22)) + 32400,
	    .language = STR("en"),
	};
}

static void
refuse_source(const char *source, const char *why)
{
	struct letter_template *t = NULL;
	struct err err = {""};

	assert_int_equal(
	    letter_template_compile(str_of(source), &t, &err), RC_BAD);
	assert_null(t);
	if (strstr(err.text, why) == NULL)
		fail_msg("%s: %s", source, err.text);
}

static void
test_sources(void **state)
{
	struct letter_template *t;

	(void)state;
	refuse_source("", "line 1: must be");
	refuse_source("Hello\n\nx", "line 1: must be");
	refuse_source("Subject:  \n\nx", "subject is empty");
	refuse_source("Subject: a\nx", "line 2: must be blank");
	refuse_source("Subject: {{a\n\nx", "line 1");
	refuse_source("Subject: a\n\nx\n{{#b}}\n", "line 4: {{#b}}");
	t = compile("subject: a {{b}}\r\n\r\nx\r\n");
	letter_template_free(&t);
	t = compile("Subject: a");
	assert_non_null(letter_template_subject(t));
	assert_non_null(letter_template_body(t));
	letter_template_free(&t);
	letter_template_free(&t);
}

static void
expect_lines(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			assert_true(i > 0 && s.p[i - 1] == '\r');
		else if (s.p[i] == '\r')
			assert_true(i + 1 < s.n && s.p[i + 1] == '\n');
		else
			assert_true(
			    (unsigned char)s.p[i] < 0x80 && s.p[i] >= ' ');
	}
	for (struct str line; str_line(&s, &line);)
		assert_true(line.n <= 78);
}

static void
test_mail(void **state)
{
	struct letter_template *t =
	    compile("Subject: Hello {{name}}\n\nDear {{name}},\n\n**[Pay]"
		    "({{{url}}})**\n");
	struct str refs[] = {STR("a@b"), STR("bad id@c"), STR("c@d")};
	struct letter_head head = sample_head();
	struct value *v = value_map(a);
	struct err err = {""};
	struct buf out;

	(void)state;
	value_set_text(a, v, "name", STR("Zo\303\253 *x*"));
	value_set_text(a, v, "url", STR("https://p/1"));
	head.in_reply_to = STR("c@d");
	head.references = refs;
	head.reference_count = 3;
	buf_init(&out, 1 << 20);
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, NULL, 0, &out, &err), RC_OK);
	expect_lines(buf_str(&out));
	assert_true(str_starts(buf_str(&out),
	    STR("From: Nordlicht <ar@nordlicht.example>\r\n"
		"To: Ana Dubois <ap@dubois.example>\r\n"
		"Reply-To: ar+dm-x@nordlicht.example\r\n"
		"Subject: =?utf-8?Q?Hello_Zo=C3=AB_*x*?=\r\n"
		"Date: Sun, 22 Nov 2026 09:00:00 +0000\r\n"
		"Message-ID: <dm.1.2@nordlicht.example>\r\n"
		"In-Reply-To: <c@d>\r\n"
		"References: <a@b>\r\n <c@d>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"X-Auto-Response-Suppress: All\r\n"
		"Content-Language: en\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Type: multipart/alternative; boundary=\"=_a")));
	assert_non_null(strstr(out.p, "\r\n\r\nDear Zo=C3=AB *x*,\r\n\r\n"
				      "Pay: https://p/1\r\n"));
	assert_non_null(strstr(out.p, "Dear Zo=C3=AB *x*,</p>"));
	assert_null(strstr(out.p, "Precedence"));
	assert_null(strstr(out.p, "Bcc"));
	buf_fini(&out);
	letter_template_free(&t);
}

static size_t
count(struct str s, const char *needle)
{
	struct str what = str_of(needle);
	size_t n = 0, at;

	while ((at = str_find(s, what)) != STR_NPOS) {
		n++;
		s = str_sub(s, at + what.n, s.n);
	}
	return n;
}

static void
test_same_bytes(void **state)
{
	struct letter_template *t = compile("Subject: s\n\nb\n");
	struct letter_head head = sample_head();
	struct letter_file file = {.name = STR("Gr\303\266\303\237e.pdf"),
	    .type = STR("application/pdf"),
	    .bytes = STR("%PDF")};
	struct buf one, two;
	struct err err;

	(void)state;
	buf_init(&one, 1 << 20);
	buf_init(&two, 1 << 20);
	for (int i = 0; i < 2; i++)
		assert_int_equal(letter_render(a, &head, t, NULL, NULL, &file,
				     1, i ? &two : &one, &err),
		    RC_OK);
	assert_string_equal(one.p, two.p);
	expect_lines(buf_str(&one));
	assert_non_null(strstr(one.p, "Content-Type: multipart/mixed; "));
	assert_non_null(
	    strstr(one.p, "\r\nContent-Disposition: attachment;"
			  "\r\n filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf;"
			  "\r\n filename=\"Gr__e.pdf\""
			  "\r\nContent-Transfer-Encoding: base64"
			  "\r\n\r\nJVBERg==\r\n"));
	assert_int_equal(count(buf_str(&one), "\r\n--=_m"), 3);
	assert_int_equal(count(buf_str(&one), "\r\n--=_a"), 3);
	head.message_id = STR("other@x");
	buf_clear(&two);
	assert_int_equal(
	    letter_render(a, &head, t, NULL, NULL, &file, 1, &two, &err),
	    RC_OK);
	assert_string_not_equal(one.p, two.p);
	buf_fini(&one);
	buf_fini(&two);
	letter_template_free(&t);
}

/* A long thread keeps its first mail and the newest. */
static void
test_long_thread(void **state)
{
	struct letter_template *t = compile("Subject: s\n\nb\n");
	struct letter_head head = sample_head();
	struct str refs[LIMIT_MAIL_REFS + 50];
	struct buf out;
	struct err err;

	(void)state;
	for (size_t i = 0; i < LIMIT_MAIL_REFS + 50; i++)
		refs[i] = arena_fmt(a, "%zu@x", i);
	head.references = refs;
	head.reference_count = LIMIT_MAIL_REFS + 50;
	buf_init(&out, 1 << 20);
	assert_int_equal(
	    letter_render(a, &head, t, NULL, NULL, NULL, 0, &out, &err), RC_OK);
	assert_non_null(strstr(out.p, "References: <0@x>\r\n <51@x>\r\n"));
	assert_non_null(strstr(out.p, "\r\n <149@x>\r\nAuto"));
	assert_int_equal(count(buf_str(&out), "@x>"), LIMIT_MAIL_REFS);
	buf_fini(&out);
	letter_template_free(&t);
}

static void
test_marks(void **state)
{
	struct letter_template *t = compile("Subject: s\n\nb\n");
	struct letter_head head = sample_head();
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, 1 << 20);
	head.auto_replied = true;
	assert_int_equal(
	    letter_render(a, &head, t, NULL, NULL, NULL, 0, &out, &err), RC_OK);
	assert_non_null(strstr(out.p, "Auto-Submitted: auto-replied\r\n"));
	buf_clear(&out);
	head.by_person = true;
	head.reply_to = head.language = STR("");
	assert_int_equal(
	    letter_render(a, &head, t, NULL, NULL, NULL, 0, &out, &err), RC_OK);
	assert_null(strstr(out.p, "Auto-Submitted"));
	assert_null(strstr(out.p, "X-Auto"));
	assert_null(strstr(out.p, "Reply-To"));
	assert_null(strstr(out.p, "Content-Language"));
	buf_fini(&out);
	letter_template_free(&t);
}

/* No byte of a header's value can end the header. */
static void
test_injection(void **state)
{
	static const char *const evil[] = {"a\r\nBcc: x@y.z", "a\nb", "a\rb",
	    "a\tb", "a\177", "a\302\205b", "a\342\200\250b", "a\303"};
	struct letter_template *t = compile("Subject: {{s}}\n\nb\n");
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
		for (int where = 0; where < 9; where++) {
			struct letter_head head = sample_head();
			struct letter_file file = {.name = STR("a.pdf"),
			    .type = STR("application/pdf"),
			    .bytes = STR("x")};
			struct str s = str_of(evil[i]);
			struct value *v = value_map(a);
			struct str *to[] = {&head.from_name, &head.from_address,
			    &head.to_name, &head.to_address, &head.reply_to,
			    &head.message_id, &head.in_reply_to, &file.name,
			    &head.language};

			*to[where] = s;
			assert_int_equal(letter_render(a, &head, t, NULL, v,
					     &file, 1, &out, &err),
			    RC_BAD);
			assert_int_equal(out.n, 0);
			head = sample_head();
			head.references = &s;
			head.reference_count = 1;
			assert_int_equal(letter_render(a, &head, t, NULL, v,
					     NULL, 0, &out, &err),
			    RC_BAD);
			head = sample_head();
			value_set_text(a, v, "s", s);
			assert_int_equal(letter_render(a, &head, t, NULL, v,
					     NULL, 0, &out, &err),
			    RC_BAD);
			file.name = STR("a.pdf");
			file.method = s;
			assert_int_equal(letter_render(a, &head, t, NULL, NULL,
					     &file, 1, &out, &err),
			    RC_BAD);
			file.method = STR("");
			file.type = s;
			assert_int_equal(letter_render(a, &head, t, NULL, NULL,
					     &file, 1, &out, &err),
			    RC_BAD);
		}
	}
	buf_fini(&out);
	letter_template_free(&t);
}

/* An invitation says its method, a mail in a mail is not encoded, and a draft
 * bears no mark of a machine. */
static void
test_attached(void **state)
{
	struct letter_template *t = compile("Subject: s\n\nb\n");
	struct letter_head head = sample_head();
	struct letter_file files[3] = {
	    {.name = STR("a.ics"),
		.type = STR("text/calendar"),
		.bytes = STR("BEGIN"),
		.method = STR("REQUEST")},
	    {.name = STR("d.eml"),
		.type = STR("message/rfc822"),
		.bytes = STR("X-Unsent: 1\r\n\r\nHello\r\n")},
	    {.name = STR("e.eml"),
		.type = STR("message/rfc822"),
		.bytes = STR("To: gr\303\274n@x.example\r\n\r\nHi\r\n")},
	};
	struct value *v = value_map(a);
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, 1 << 20);
	head.unsent = head.by_person = true;
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, files, 3, &out, &err), RC_OK);
	assert_non_null(strstr(out.p,
	    "Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"));
	assert_non_null(strstr(out.p, "\r\n\r\nX-Unsent: 1\r\n\r\nHello\r\n"));
	assert_non_null(
	    strstr(out.p, "Content-Type: application/octet-stream\r\n"));
	assert_null(strstr(out.p, "gr\303\274n"));
	assert_non_null(strstr(out.p, "\r\nX-Unsent: 1\r\nContent-"));
	assert_null(strstr(out.p, "Auto-Submitted"));
	assert_null(strstr(out.p, "Bcc"));
	/* What it is known again by. */
	buf_clear(&out);
	head.bcc = STR("ar+n.x@ours.example");
	head.token = STR("dm.x.y@ours.example");
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, NULL, 0, &out, &err), RC_OK);
	assert_non_null(
	    strstr(out.p, "\r\nBcc: ar+n.x@ours.example\r\nX-Unsent: 1\r\n"
			  "X-Draft-Token: dm.x.y@ours.example\r\n"));
	head.bcc = STR("a@b\r\nX: y");
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, NULL, 0, &out, &err), RC_BAD);
	head.bcc = STR("");
	head.token = STR("a b\r\nX: y");
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, NULL, 0, &out, &err), RC_BAD);
	/* A mail that is none says neither. */
	buf_clear(&out);
	head.unsent = false;
	head.bcc = STR("ar+n.x@ours.example");
	head.token = STR("dm.x.y@ours.example");
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, NULL, 0, &out, &err), RC_OK);
	assert_null(strstr(out.p, "Bcc"));
	assert_null(strstr(out.p, "X-Draft-Token"));
	buf_fini(&out);
	letter_template_free(&t);
}

static void
test_bounds(void **state)
{
	struct letter_template *t = compile("Subject: s\n\n{{{b}}}\n");
	struct letter_head head = sample_head();
	struct letter_file files[LIMIT_ATTACHMENTS + 1];
	struct value *v = value_map(a);
	struct err err = {""};
	struct buf out;

	(void)state;
	for (size_t i = 0; i <= LIMIT_ATTACHMENTS; i++)
		files[i] = (struct letter_file){
		    .name = STR("a"), .type = STR("a/b"), .bytes = STR("")};
	buf_init(&out, 20000);
	assert_int_equal(letter_render(a, &head, t, NULL, v, files,
			     LIMIT_ATTACHMENTS + 1, &out, &err),
	    RC_BAD);
	assert_int_equal(letter_render(a, &head, t, NULL, v, files,
			     LIMIT_ATTACHMENTS, &out, &err),
	    RC_OK);
	value_set_text(
	    a, v, "b", (struct str){arena_cstr(a, (struct str){NULL, 0}), 0});
	buf_clear(&out);
	{
		char *big = arena_alloc(a, 20000);

		memset(big, 'x', 20000);
		value_set_text(a, v, "b", (struct str){big, 20000});
	}
	assert_int_equal(
	    letter_render(a, &head, t, NULL, v, NULL, 0, &out, &err), RC_BAD);
	assert_non_null(strstr(err.text, "larger"));
	buf_fini(&out);
	letter_template_free(&t);
}

static void
test_layout(void **state)
{
	struct letter_template *t = compile("Subject: a & b\n\n*x*\n");
	struct letter_head head = sample_head();
	struct value *v = value_map(a), *company = value_map(a);
	struct template *layout;
	struct err err;
	struct buf out;

	(void)state;
	assert_int_equal(template_compile(STR("[{{subject}}|{{language}}|"
					      "{{address_line}}|{{color}}|"
					      "{{company.name}}|{{{body}}}]"),
			     &layout, &err),
	    RC_OK);
	value_set_text(a, company, "name", STR("A<B"));
	value_set_text(a, company, "address", STR("1 Road\r\n\n  Town  \n"));
	value_set_text(a, company, "color", STR("javascript:"));
	value_set(a, v, "company", company);
	buf_init(&out, 1 << 20);
	assert_int_equal(
	    letter_render(a, &head, t, layout, v, NULL, 0, &out, &err), RC_OK);
	assert_non_null(strstr(out.p, "[a &amp; b|en|1 Road, Town|#1155cc|"
				      "A&lt;B|<p style=3D\"margin:0 0 16px"
				      "\"><em"));
	/* The caller's values are as they were. */
	assert_null(value_get(v, STR("body")));
	template_free(&layout);
	buf_fini(&out);
	letter_template_free(&t);
}

static void
test_text(void **state)
{
	struct letter_template *t =
	    compile("Subject: Re {{n}}\n\n- **{{n}}**: [see](https://x)\n");
	struct value *v = value_map(a);
	struct buf subject, body;

	(void)state;
	value_set_text(a, v, "n", STR("A*B"));
	buf_init(&subject, 1000);
	buf_init(&body, 1000);
	letter_text(t, v, &subject, &body);
	assert_string_equal(subject.p, "Re A*B");
	assert_string_equal(body.p, "- A*B: see: https://x\n");
	buf_fini(&subject);
	buf_fini(&body);
	letter_template_free(&t);
}

/* The shape of a text (all but its words) and the words where `v` stood. */
static void
shape(const char *context, struct str v, struct buf *form, struct buf *words)
{
	struct value *map = value_map(a);
	struct template *t;
	struct markdown m;
	struct buf md;
	struct err err;
	bool in_text = false;

	value_set_text(a, map, "v", v);
	assert_int_equal(template_compile(str_of(context), &t, &err), RC_OK);
	buf_init(&md, 1 << 20);
	template_render(t, map, ESCAPE_MARKDOWN, NULL, NULL, &md);
	markdown_parse(a, buf_str(&md), &m);
	for (size_t i = 0; i < m.count; i++) {
		const struct markdown_event *e = &m.events[i];

		if (e->kind == MARKDOWN_TEXT || e->kind == MARKDOWN_BREAK) {
			if (!in_text)
				buf_adds(form, "T ");
			in_text = true;
			if (e->kind == MARKDOWN_BREAK)
				buf_addc(words, '\n');
			else
				buf_add_str(words, e->text);
			continue;
		}
		in_text = false;
		buf_fmt(form, "%d%c%d ", (int)e->kind, e->enter ? '+' : '-',
		    e->header);
	}
	buf_fini(&md);
	template_free(&t);
}

static const char *const contexts[] = {"{{v}}", "{{v}}\n{{v}}", "a {{v}} b",
    "# {{v}}", "# a {{v}}", "- {{v}}", "- a\n- {{v}}\n", "1. {{v}}", "> {{v}}",
    "a\n{{v}}", "{{v}}\n\nb", "1{{v}}", "{{v}}{{v}}", "**{{v}}** x",
    "[{{v}}](https://x)", "{{v}}[a](https://x)",
    "x\n\n{{v}}\n\n| A |\n|---|\n| b |",
    "| A | B |\n|---|---|\n| {{v}} | c |\n| d | {{v}} |\n"};

/* The value as it must come back: control characters apart, unchanged. */
static struct str
cleaned(struct str v)
{
	char *p = arena_alloc(a, v.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if ((c >= ' ' || c == '\t' || c == '\n') && c != 127)
			p[n++] = v.p[i];
	}
	return (struct str){p, n};
}

static void
one_value(struct str v)
{
	struct buf plain, form, words, other;

	buf_init(&plain, 1 << 20);
	buf_init(&form, 1 << 20);
	buf_init(&words, 1 << 20);
	buf_init(&other, 1 << 20);
	for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++) {
		struct str clean = cleaned(v);

		if (clean.n == 0)
			break;
		buf_clear(&plain);
		buf_clear(&form);
		buf_clear(&words);
		buf_clear(&other);
		shape(contexts[i], STR("x"), &plain, &other);
		shape(contexts[i], v, &form, &words);
		if (strcmp(plain.p, form.p) != 0 ||
		    str_find(buf_str(&words), clean) == STR_NPOS)
			fail_msg("in \"%s\": \"%.*s\" gives %s (\"%s\"), want "
				 "%s",
			    contexts[i], STR_ARG(v), form.p, words.p, plain.p);
	}
	buf_fini(&plain);
	buf_fini(&form);
	buf_fini(&words);
	buf_fini(&other);
}

/*
 * Whatever a customer is called: the mail keeps its shape, no link and no
 * markup comes in, and the name is read as it is.
 */
static void
test_values_stay_values(void **state)
{
	static const char *const evil[] = {"*[x](http://evil)*<b>",
	    "**b** __u__ ~~s~~", "<script>x</script>", "<http://evil>",
	    "![i](http://evil)", "`code` ``x``", "| a | b |", "|---|---|",
	    "--- ", "===", "# h #", "> q", "- l", "+ l", "* l", "1. l", "1) l",
	    "    code", "\tcode", "~~~", "```\nx", "&amp; &lt; &#60;", "\\",
	    "\\*", "a  \nb", "a\n\n- b\n===", "[a]: http://x", "[^1]", "a\\",
	    "http://evil www.evil.com a@b.c", ":--", "- [ ] t", "***", "_ _ _",
	    "<!-- c -->", "<?x?>", "]]>", "a\rb", "!", "![", "](x)", ".", "1.",
	    "123456789. x", "\"t\" 't'", "$x$ {{v}} {{{v}}}", "A&T", "-", "=",
	    "\302\243 \342\202\254 \346\227\245", "#", "C#", "x\001- y",
	    "\r\n    x", "\n", "  ", " - x"};
	static const char pool[] =
	    " \n\t*_`[]()<>&!|~#\"'+-=:.\\/1a\r@{}$^%;,?";
	uint32_t seed = 7;
	char v[16];

	(void)state;
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++)
		one_value(str_of(evil[i]));
	for (int round = 0; round < 3000; round++) {
		size_t n;

		seed = seed * 1664525u + 1013904223u;
		n = 1 + (seed >> 16) % sizeof(v);
		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			v[i] = pool[(seed >> 16) % (sizeof(pool) - 1)];
		}
		one_value((struct str){v, n});
		arena_reset(a);
	}
}

static void
raw_name(void *ctx, struct str name, int line, bool is_section)
{
	(void)is_section;
	if (!str_ends(name, STR("_url")))
		fail_msg("%s:%d: {{{%.*s}}} is no link of ours",
		    (const char *)ctx, line, STR_ARG(name));
}

/* Every text that is shipped compiles, and uses known names only. */
static void
known_name(void *ctx, struct str name, int line, bool is_section)
{
	(void)is_section;
	if (variables_find(name) != NULL)
		return;
	fail_msg(
	    "%s:%d: unknown name %.*s", (const char *)ctx, line, STR_ARG(name));
}

static size_t
check_folder(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[512];
	size_t n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		struct letter_template *t;
		struct buf b;
		struct err err;

		if (!str_ends(str_of(e->d_name), STR(".md")))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		buf_init(&b, LIMIT_TEMPLATE_FILE);
		assert_int_equal(file_read(path, &b, &err), RC_OK);
		t = compile(b.p);
		template_names(letter_template_subject(t), known_name, path);
		template_names(letter_template_body(t), known_name, path);
		template_raw_names(letter_template_body(t), raw_name, path);
		letter_template_free(&t);
		buf_fini(&b);
		n++;
	}
	closedir(d);
	return n;
}

static void
test_shipped(void **state)
{
	struct template *layout;
	struct err err;
	struct buf b;

	(void)state;
	assert_true(check_folder("templates/invoicing") >= 6);
	assert_true(check_folder("templates/answers") >= 5);
	assert_true(check_folder("templates/onboarding") >= 3);
	assert_true(check_folder("templates/disputes") >= 4);
	assert_true(check_folder("templates/promise") >= 5);
	assert_true(check_folder("templates/month-end") >= 2);
	assert_true(check_folder("templates/credit") >= 10);
	assert_true(check_folder("templates/white-glove") >= 3);
	buf_init(&b, LIMIT_TEMPLATE_FILE);
	assert_int_equal(file_read("templates/layout.html", &b, &err), RC_OK);
	assert_int_equal(template_compile(buf_str(&b), &layout, &err), RC_OK);
	template_free(&layout);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sources),
	    cmocka_unit_test(test_mail),
	    cmocka_unit_test(test_same_bytes),
	    cmocka_unit_test(test_long_thread),
	    cmocka_unit_test(test_marks),
	    cmocka_unit_test(test_injection),
	    cmocka_unit_test(test_attached),
	    cmocka_unit_test(test_bounds),
	    cmocka_unit_test(test_layout),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_values_stay_values),
	    cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
