#include "port/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/buf.h"
#include "model/limits.h"
#include "port/htmlnode.h"

/* Attributes of one element beyond this are an attack: libxml2 compares each
 * with all others. */
#define ATTRIBUTES_MAX 512
#define CONDITION_MAX  200 /* bytes of a condition of Word */

/* An end without a beginning is searched through all that is open. */
#define MISFITS_MAX 2000000

/* One output: lines with collapsed blanks. */
struct sink {
	struct buf out;
	bool line;   /* something stands in the current line */
	bool space;  /* a blank is owed */
	bool word;   /* something visible stands in the current line */
	bool gap;    /* an empty line is owed */
	bool mark;   /* end lines that are styled with HTML_STYLED */
	bool plain;  /* an unstyled word stands in the current line */
	bool strong; /* what comes is bold or coloured */
};

struct walk {
	struct sink text, own, signature, coloured;
	struct buf stack;   /* one unsigned of enum htmlnode per open element */
	unsigned count[16]; /* open elements with each bit */
	bool quoted;        /* own ends with the mark of a quote */
	bool rest;          /* behind the header block of a reply */
	bool item;          /* a dash is owed to what a list says next */
	bool flat;          /* style sheet: p has no margin */
	bool top;           /* stop where the quotes begin */
	bool cut;           /* stopped before the end */
	size_t misfits;     /* elements that were searched in vain */
	htmlParserCtxtPtr ctxt;
};

static bool
inside(const struct walk *w, unsigned node)
{
	return w->count[__builtin_ctz(node)] > 0;
}

static void
new_line(struct sink *s)
{
	if (s->mark && s->word && !s->plain)
		buf_addc(&s->out, HTML_STYLED);
	buf_addc(&s->out, '\n');
	s->line = s->space = s->word = s->plain = false;
}

static void
end_line(struct sink *s)
{
	if (s->line)
		new_line(s);
}

/* How many bytes of ASCII without a blank. */
static size_t
run_of(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] > ' ')
		i++;
	return i;
}

static void
put(struct sink *s, const char *p, size_t n, bool pre, unsigned quotes)
{
	if (s->gap && !s->line && s->out.n)
		buf_addc(&s->out, '\n');
	s->gap = false;
	for (size_t i = 0; i < n; i++) {
		bool nbsp = i + 1 < n && p[i] == '\xc2' && p[i + 1] == '\xa0';
		size_t run = s->line && !s->space ? run_of(p + i, n - i) : 0;

		if (run) {
			buf_add(&s->out, p + i, run);
			s->word = true;
			s->plain |= !s->strong;
			i += run - 1;
			continue;
		}
		if (pre && p[i] == '\n') {
			new_line(s);
			continue;
		}
		if (!pre && str_is_space(p[i])) {
			s->space = s->word;
			continue;
		}
		if (!s->line)
			for (unsigned q = 0; q < quotes && q < 8; q++)
				buf_adds(&s->out, "> ");
		if (s->space)
			buf_addc(&s->out, ' ');
		s->space = false;
		s->line = true;
		buf_addc(&s->out, nbsp ? ' ' : p[i]);
		s->word |= !nbsp;
		s->plain |= !nbsp && !s->strong;
		i += nbsp;
	}
}

/* Where words at this place go. */
static void
put_all(struct walk *w, const char *p, size_t n, bool pre)
{
	unsigned quotes = w->count[__builtin_ctz(HTMLNODE_QUOTE)];

	if (inside(w, HTMLNODE_SKIP))
		return;
	put(&w->text, p, n, pre, quotes);
	if (w->rest) {
		if (inside(w, HTMLNODE_COLOUR) && !inside(w, HTMLNODE_LINK))
			put(&w->coloured, p, n, pre, 0);
	} else if (inside(w, HTMLNODE_SIGNATURE) && !inside(w, HTMLNODE_CUT)) {
		put(&w->signature, p, n, pre, 0);
	} else if (!inside(w, HTMLNODE_CUT)) {
		w->own.strong =
		    inside(w, HTMLNODE_BOLD) || inside(w, HTMLNODE_COLOUR);
		put(&w->own, p, n, pre, 0);
		w->quoted &= str_trim((struct str){p, n}).n == 0;
	} else if (quotes && !w->quoted && str_trim((struct str){p, n}).n) {
		end_line(&w->own);
		buf_adds(&w->own.out, ">\n");
		w->quoted = true;
	}
}

static void
break_lines(struct walk *w, bool gap)
{
	struct sink *all[] = {&w->text, &w->own, &w->signature, &w->coloured};

	for (size_t i = 0; i < 4; i++) {
		end_line(all[i]);
		all[i]->gap |= gap;
	}
}

static void
start_element(void *ctx, const xmlChar *xname, const xmlChar **atts)
{
	const char *name = (const char *)xname;
	struct walk *w = ctx;
	unsigned node = htmlnode_of(name, (const char **)atts, w->flat);

	w->rest |= (node & HTMLNODE_HEADERS) != 0;
	for (int bit = 0; bit < 16; bit++)
		w->count[bit] += node >> bit & 1;
	buf_add(&w->stack, &node, sizeof(node));
	if (w->top && (w->rest || (node & HTMLNODE_CUT))) {
		xmlStopParser(w->ctxt);
		return;
	}
	if (node & HTMLNODE_BLOCK) {
		break_lines(w, node & (HTMLNODE_PARAGRAPH | HTMLNODE_CUT));
		/* A block in it begins a line of its own. */
		w->item = strcmp(name, "li") == 0;
	}
	if (strcmp(name, "br") == 0)
		put_all(w, "\n", 1, true);
	else if (strcmp(name, "hr") == 0)
		put_all(w, "________________________________\n", 33, true);
	else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
		put_all(w, " ", 1, false);
}

static void
end_element(void *ctx, const xmlChar *name)
{
	struct walk *w = ctx;
	unsigned node;

	(void)name;
	if (w->stack.n < sizeof(node))
		return;
	w->stack.n -= sizeof(node);
	memcpy(&node, w->stack.p + w->stack.n, sizeof(node));
	if (node & HTMLNODE_BLOCK)
		break_lines(w, node & (HTMLNODE_PARAGRAPH | HTMLNODE_CUT));
	for (int bit = 0; bit < 16; bit++)
		w->count[bit] -= node >> bit & 1;
}

static void
characters(void *ctx, const xmlChar *p, int n)
{
	struct walk *w = ctx;
	struct str s = {(const char *)p, (size_t)n};

	if (w->item && str_trim(s).n) {
		put_all(w, "- ", 2, false);
		w->item = false;
	}
	put_all(w, s.p, s.n, inside(w, HTMLNODE_PRE));
}

/* How much of s may be parsed: up to an element with too many attributes. */
static size_t
safe_length(struct str s)
{
	size_t blanks = 0, tag = 0;
	bool in = false;
	char quote = '\0';

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!in || quote) {
			size_t at =
			    str_chr(str_sub(s, i, s.n), in ? quote : '<');

			if (at == STR_NPOS)
				return s.n;
			i += at;
			quote = '\0';
			if (in)
				continue;
			in = i + 1 < s.n && str_is_alpha(s.p[i + 1]);
			tag = i;
			blanks = 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
			blanks++;
		} else if (c == '>') {
			in = false;
		} else if (str_is_space(c) || c == '=' || c == '/') {
			if (++blanks > ATTRIBUTES_MAX * 4)
				return tag;
		}
	}
	return s.n;
}

/* Office puts kilobytes of style sheets in front of the words. */
static struct str
without_head(struct str s)
{
	size_t at = str_find(s, STR("<body"));

	if (at == STR_NPOS)
		at = str_find(s, STR("<BODY"));
	/* A second one would take words with it. */
	if (at == STR_NPOS ||
	    str_find(str_sub(s, 0, at), STR("</head>")) == STR_NPOS)
		return s;
	return str_sub(s, at, s.n);
}

/* Word writes "<![if !supportLists]>" around numbers, which the parser takes
 * for words. */
static struct str
without_conditions(struct arena *a, struct str s)
{
	size_t at = str_find(s, STR("<![")), n = 0;
	char *out;

	if (at == STR_NPOS)
		return s;
	out = arena_alloc(a, s.n + 1);
	for (; at != STR_NPOS; at = str_find(s, STR("<!["))) {
		struct str mark = str_sub(s, at, CONDITION_MAX);
		size_t end = str_chr(mark, '>');

		if (end == STR_NPOS || str_starts(mark, STR("<![CDATA")))
			end = 2;
		else
			mark.n = 0;
		memcpy(out + n, s.p, at);
		n += at;
		memcpy(out + n, mark.p, mark.n ? end + 1 : 0);
		n += mark.n ? end + 1 : 0;
		s = str_sub(s, at + end + 1, s.n);
	}
	memcpy(out + n, s.p, s.n);
	return (struct str){out, n + s.n};
}

static void
count_misfit(void *ctx, xmlErrorPtr error)
{
	struct walk *w = ctx;

	(void)error;
	w->misfits += 1 + w->stack.n / sizeof(unsigned);
	if (w->misfits < MISFITS_MAX)
		return;
	w->cut = true;
	xmlStopParser(w->ctxt);
}

static struct str
taken(struct arena *a, struct sink *s)
{
	struct str out = arena_dup(a, buf_str(&s->out));

	buf_fini(&s->out);
	return out;
}

static void
read_words(struct arena *a, struct str utf8, bool top, struct html_words *out)
{
	xmlSAXHandler sax = {
	    .startElement = start_element,
	    .endElement = end_element,
	    .characters = characters,
	    .cdataBlock = characters,
	    .ignorableWhitespace = characters,
	    .initialized = XML_SAX2_MAGIC,
	    .serror = count_misfit,
	};
	htmlParserCtxtPtr ctxt;
	struct walk w = {.top = top, .own.mark = true};
	struct str head;

	out->truncated = utf8.n > LIMIT_MAIL_HTML;
	utf8 = str_sub(utf8, 0, LIMIT_MAIL_HTML);
	utf8.n = safe_length(utf8);
	head = str_sub(utf8, 0, 8192);
	w.flat = str_find(head, STR("{margin-top:0;margin-bottom:0;}")) !=
		     STR_NPOS ||
		 str_find(head, STR("p.MsoNormal")) != STR_NPOS;
	utf8 = without_conditions(a, without_head(utf8));
	buf_init(&w.text.out, LIMIT_MAIL_HTML * 2);
	buf_init(&w.own.out, LIMIT_MAIL_HTML * 2);
	buf_init(&w.signature.out, LIMIT_MAIL_HTML * 2);
	buf_init(&w.coloured.out, LIMIT_MAIL_HTML * 2);
	buf_init(&w.stack, LIMIT_MAIL_HTML * 4);
	ctxt = htmlCreateMemoryParserCtxt(
	    utf8.n ? utf8.p : " ", utf8.n ? (int)utf8.n : 1);
	if (ctxt != NULL) {
		xmlSAXHandlerPtr old = ctxt->sax;

		htmlCtxtUseOptions(
		    ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
			      HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
			      HTML_PARSE_IGNORE_ENC);
		xmlSwitchEncoding(ctxt, XML_CHAR_ENCODING_UTF8);
		w.ctxt = ctxt;
		ctxt->sax = &sax;
		ctxt->userData = &w;
		htmlParseDocument(ctxt);
		ctxt->sax = old;
		htmlFreeParserCtxt(ctxt);
	}
	out->text = taken(a, &w.text);
	out->own = taken(a, &w.own);
	out->signature = taken(a, &w.signature);
	out->coloured = taken(a, &w.coloured);
	out->truncated |= w.cut;
	buf_fini(&w.stack);
}

void
html_read(struct arena *a, struct str utf8, struct html_words *out)
{
	read_words(a, utf8, false, out);
}

void
html_read_top(struct arena *a, struct str utf8, struct html_words *out)
{
	read_words(a, utf8, true, out);
}

void
html_warm(void)
{
	struct arena *a = arena_new(1u << 20);
	struct html_words words;

	xmlInitParser();
	html_read(a, STR("<p>&eacute;</p>"), &words);
	arena_free(&a);
}
