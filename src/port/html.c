#include "port/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/buf.h"
#include "model/limits.h"

/* Attributes of one element beyond this are an attack: libxml2 compares each
 * with all others. */
#define ATTRIBUTES_MAX 512

enum node {
	NODE_SKIP = 1 << 0,  /* never shown */
	NODE_QUOTE = 1 << 1, /* quoted by the client */
	NODE_CUT = 1 << 2,   /* attribution or quote: not of the writer */
	NODE_SIGNATURE = 1 << 3,
	NODE_PRE = 1 << 4,
	NODE_BLOCK = 1 << 5,
	NODE_PARAGRAPH = 1 << 6, /* a blank line around it */
	NODE_COLOUR = 1 << 7,
	NODE_LINK = 1 << 8,
	NODE_BOLD = 1 << 9,
};

/* One output: lines with collapsed blanks. */
struct sink {
	struct buf out;
	bool line;  /* something stands in the current line */
	bool space; /* a blank is owed */
	bool word;  /* something visible stands in the current line */
	bool gap;   /* an empty line is owed */
	bool mark;  /* end lines that are styled with HTML_STYLED */
	bool plain; /* an unstyled word stands in the current line */
	bool strong; /* what comes is bold or coloured */
};

struct walk {
	struct sink text, own, signature, coloured;
	struct buf stack;   /* one unsigned of enum node per open element */
	unsigned count[16]; /* open elements with each bit */
	bool rest;          /* behind the header block of a reply */
	bool flat;          /* style sheet: p has no margin */
	bool top;  /* stop where the quotes begin */
	htmlParserCtxtPtr ctxt;
};

struct mark {
	const char *part; /* of class or id, as a whole word */
	unsigned node;
};

static const struct mark marks[] = {
    {"gmail_attr", NODE_CUT},
    {"moz-cite-prefix", NODE_CUT},
    {"moz-email-headers-table", NODE_CUT},
    {"yahoo_quoted", NODE_CUT},
    {"OLK_SRC_BODY_SECTION", NODE_CUT},
    {"mail_android_quote", NODE_CUT},
    {"gmail_signature", NODE_SIGNATURE},
    {"gmail_signature_prefix", NODE_SIGNATURE},
    {"moz-signature", NODE_SIGNATURE},
    {"protonmail_signature_block", NODE_SIGNATURE},
    {"ms-outlook-mobile-signature", NODE_SIGNATURE},
    {"Signature", NODE_SIGNATURE},
    {"x_Signature", NODE_SIGNATURE},
    {"AppleMailSignature", NODE_SIGNATURE},
    {"lineBreakAtBeginningOfSignature", NODE_SIGNATURE},
    {"composer_signature", NODE_SIGNATURE},
    {"mail_android_signature", NODE_SIGNATURE},
    {"zmail_signature", NODE_SIGNATURE},
};

static const char *const blocks[] = {"address", "article", "blockquote", "body",
    "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"};

static const char *const paragraphs[] = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"};

static const char *const skipped[] = {"script", "style", "head", "title",
    "template", "noscript", "object", "svg"};

static bool
one_of(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (*name == *list[i] && strcmp(name, list[i]) == 0)
			return true;
	return false;
}
#define ONE_OF(name, list) one_of(name, list, sizeof(list) / sizeof((list)[0]))

static const char *
attribute(const xmlChar **atts, const char *name)
{
	for (; atts != NULL && atts[0] != NULL; atts += 2)
		if (strcmp((const char *)atts[0], name) == 0)
			return atts[1] ? (const char *)atts[1] : "";
	return "";
}

/* Is word in the list, words being parted by blanks? */
static bool
has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; (p = strstr(p, word)) != NULL; p += n)
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ' '))
			return true;
	return false;
}

static bool
style_has(const char *style, const char *what)
{
	return *style && str_fold_find(str_of(style), str_of(what)) != STR_NPOS;
}

static unsigned
client_marks(const char *class, const char *id)
{
	if (*class == '\0' && *id == '\0')
		return 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (has_word(class, marks[i].part) ||
		    has_word(id, marks[i].part))
			return marks[i].node;
	return 0;
}

/* Outlook draws a line above "From: Sent: To: Subject:". */
static bool
is_header_block(const char *style, const char *id)
{
	if (strcmp(id, "divRplyFwdMsg") == 0 ||
	    strcmp(id, "x_divRplyFwdMsg") == 0)
		return true;
	return style_has(style, "border-top:solid #") &&
	       style_has(style, "border:none") &&
	       style_has(style, "padding:3.0pt 0");
}

/* Gmail indents with a blockquote that has neither border nor class. */
static bool
is_quote(const char *name, const xmlChar **atts)
{
	const char *style = attribute(atts, "style");

	if (strcmp(name, "blockquote") != 0)
		return false;
	return !style_has(style, "border:none") ||
	       style_has(style, "border-left:") || *attribute(atts, "type") ||
	       *attribute(atts, "class");
}

/* A colour that stands out from text, neither black, white nor grey. */
static bool
is_vivid(const char *c)
{
	static const char *const names[] = {"red", "blue", "green", "purple",
	    "orange", "navy", "maroon", "teal", "magenta", "fuchsia", "darkred",
	    "darkblue", "darkgreen", "crimson", "royalblue"};
	int v[3] = {0, 0, 0}, high = 0, low = 255;
	struct str s;

	while (*c == ' ')
		c++;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_fold_starts(str_of(c), str_of(names[i])))
			return true;
	if (*c == '#' && strlen(c) >= 7) {
		for (int i = 0; i < 6; i++) {
			char d = str_lower(c[1 + i]);

			v[i / 2] = v[i / 2] * 16 +
				   (str_is_digit(d) ? d - '0' : d - 'a' + 10);
		}
	} else if (str_fold_starts(str_of(c), STR("rgb("))) {
		s = str_of(c + 4);
		for (int i = 0, k = 0; k < (int)s.n && s.p[k] != ')'; k++) {
			if (s.p[k] == ',' && ++i == 3)
				break;
			if (str_is_digit(s.p[k]) && v[i] < 1000)
				v[i] = v[i] * 10 + (s.p[k] - '0');
		}
	}
	for (int i = 0; i < 3; i++) {
		high = v[i] > high ? v[i] : high;
		low = v[i] < low ? v[i] : low;
	}
	return high - low > 60;
}

static bool
is_coloured(const char *name, const xmlChar **atts)
{
	const char *style = attribute(atts, "style"), *c;

	if (strcmp(name, "font") == 0 && *attribute(atts, "color"))
		return is_vivid(attribute(atts, "color"));
	for (c = style; (c = strstr(c, "color:")) != NULL; c += 6)
		if (c == style || c[-1] == ';' || c[-1] == ' ')
			return is_vivid(c + 6);
	return false;
}

static unsigned
node_of(struct walk *w, const char *name, const xmlChar **atts)
{
	const char *class = attribute(atts, "class");
	const char *id = attribute(atts, "id");
	const char *style = attribute(atts, "style");
	unsigned node = client_marks(class, id);

	if (ONE_OF(name, skipped) || style_has(style, "display:none") ||
	    style_has(style, "display: none") ||
	    style_has(style, "mso-hide:all"))
		node |= NODE_SKIP;
	if (ONE_OF(name, blocks))
		node |= NODE_BLOCK;
	if (ONE_OF(name, paragraphs) && !(w->flat && *name == 'p') &&
	    !str_starts(str_of(class), STR("Mso")) &&
	    !style_has(style, "margin:0;") && !style_has(style, "margin: 0;") &&
	    !style_has(style, "margin:0px") &&
	    !style_has(style, "margin:0in") &&
	    !style_has(style, "margin:0cm") &&
	    !style_has(style, "margin-top:0"))
		node |= NODE_PARAGRAPH;
	if (strcmp(name, "pre") == 0)
		node |= NODE_PRE;
	if (strcmp(name, "a") == 0)
		node |= NODE_LINK;
	if (strcmp(name, "b") == 0 || strcmp(name, "strong") == 0)
		node |= NODE_BOLD;
	if (is_quote(name, atts))
		node |= NODE_QUOTE | NODE_CUT;
	if (is_coloured(name, atts))
		node |= NODE_COLOUR;
	if (!w->rest && is_header_block(style, id))
		w->rest = true;
	return node;
}

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

static void
put(struct sink *s, const char *p, size_t n, bool pre, unsigned quotes)
{
	if (s->gap && !s->line && s->out.n)
		buf_addc(&s->out, '\n');
	s->gap = false;
	for (size_t i = 0; i < n; i++) {
		bool nbsp = i + 1 < n && p[i] == '\xc2' && p[i + 1] == '\xa0';

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
	unsigned quotes = w->count[__builtin_ctz(NODE_QUOTE)];

	if (inside(w, NODE_SKIP))
		return;
	put(&w->text, p, n, pre, quotes);
	if (w->rest) {
		if (inside(w, NODE_COLOUR) && !inside(w, NODE_LINK))
			put(&w->coloured, p, n, pre, 0);
	} else if (inside(w, NODE_SIGNATURE) && !inside(w, NODE_CUT)) {
		put(&w->signature, p, n, pre, 0);
	} else if (!inside(w, NODE_CUT)) {
		w->own.strong = inside(w, NODE_BOLD) || inside(w, NODE_COLOUR);
		put(&w->own, p, n, pre, 0);
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
	unsigned node = node_of(w, name, atts);

	for (int bit = 0; bit < 16; bit++)
		w->count[bit] += node >> bit & 1;
	buf_add(&w->stack, &node, sizeof(node));
	if (w->top && (w->rest || (node & NODE_CUT))) {
		xmlStopParser(w->ctxt);
		return;
	}
	if (node & NODE_BLOCK)
		break_lines(w, node & (NODE_PARAGRAPH | NODE_CUT));
	if (strcmp(name, "br") == 0)
		put_all(w, "\n", 1, true);
	else if (strcmp(name, "hr") == 0)
		put_all(w, "________________________________\n", 33, true);
	else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
		put_all(w, " ", 1, false);
	else if (strcmp(name, "li") == 0)
		put_all(w, "- ", 2, false);
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
	if (node & NODE_BLOCK)
		break_lines(w, node & (NODE_PARAGRAPH | NODE_CUT));
	for (int bit = 0; bit < 16; bit++)
		w->count[bit] -= node >> bit & 1;
}

static void
characters(void *ctx, const xmlChar *p, int n)
{
	struct walk *w = ctx;

	put_all(w, (const char *)p, (size_t)n, inside(w, NODE_PRE));
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

		if (!in) {
			in =
			    c == '<' && i + 1 < s.n && str_is_alpha(s.p[i + 1]);
			tag = i;
			blanks = 0;
		} else if (quote) {
			quote = c == quote ? '\0' : quote;
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
