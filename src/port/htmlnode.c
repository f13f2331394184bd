#include "port/htmlnode.h"

#include <stddef.h>
#include <string.h>

#include "base/str.h"

struct mark {
	const char *part; /* of class or id, as a whole word */
	unsigned node;
};

static const struct mark marks[] = {
    {"gmail_attr", HTMLNODE_CUT},
    {"moz-cite-prefix", HTMLNODE_CUT},
    {"moz-email-headers-table", HTMLNODE_CUT},
    {"yahoo_quoted", HTMLNODE_CUT},
    {"OLK_SRC_BODY_SECTION", HTMLNODE_CUT},
    {"mail_android_quote", HTMLNODE_CUT},
    {"protonmail_quote", HTMLNODE_CUT},
    {"reply-intro", HTMLNODE_CUT},
    {"messageReplySection", HTMLNODE_CUT},
    {"mail-editor-reference-message-container", HTMLNODE_CUT},
    {"ms-outlook-mobile-reference-message", HTMLNODE_CUT},
    {"__HEADERS__", HTMLNODE_CUT},
    {"__QUOTED_TEXT__", HTMLNODE_CUT},
    {"quote", HTMLNODE_CUT},
    {"zmail_extra", HTMLNODE_CUT},
    {"yQTDBase", HTMLNODE_CUT},
    {"moz-forward-container", HTMLNODE_CUT},
    {"isReplyContent", HTMLNODE_CUT},
    {"isForwardContent", HTMLNODE_CUT},
    {"OutlookMessageHeader", HTMLNODE_HEADERS},
    {"divRplyFwdMsg", HTMLNODE_HEADERS},
    {"gmail_signature", HTMLNODE_SIGNATURE},
    {"gmail_signature_prefix", HTMLNODE_SIGNATURE},
    {"moz-signature", HTMLNODE_SIGNATURE},
    {"protonmail_signature_block", HTMLNODE_SIGNATURE},
    {"ms-outlook-mobile-signature", HTMLNODE_SIGNATURE},
    {"Signature", HTMLNODE_SIGNATURE},
    {"signature", HTMLNODE_SIGNATURE},
    {"_rc_sig", HTMLNODE_SIGNATURE},
    {"sh-signature", HTMLNODE_SIGNATURE},
    {"messageSignatureSection", HTMLNODE_SIGNATURE},
    {"tutanota_signature", HTMLNODE_SIGNATURE},
    {"AppleMailSignature", HTMLNODE_SIGNATURE},
    {"lineBreakAtBeginningOfSignature", HTMLNODE_SIGNATURE},
    {"composer_signature", HTMLNODE_SIGNATURE},
    {"mail_android_signature", HTMLNODE_SIGNATURE},
    {"zmail_signature", HTMLNODE_SIGNATURE},
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
attribute(const char **atts, const char *name)
{
	for (; atts != NULL && atts[0] != NULL; atts += 2)
		if (strcmp(atts[0], name) == 0)
			return atts[1] ? atts[1] : "";
	return "";
}

static bool
style_has(const char *style, const char *what)
{
	return *style && str_fold_find(str_of(style), str_of(what)) != STR_NPOS;
}

/* Clients that are not listed name things alike: "front-signature",
 * "ydp12ab_signature", "__SIG_PRE__", "ydp12abyahoo_quoted". */
static unsigned
likely_mark(struct str word)
{
	static const char *const quotes[] = {"yahoo_quoted", "originalmessage",
	    "original-message", "original_message", "quoted-message",
	    "quoted_message", "quotedmessage", "quoted-text", "quoted_text",
	    "quotedtext", "quoted-content", "quoted_content", "reply-quote",
	    "reply_quote", "replyquote", "freshdesk_quote"};
	static const char *const signatures[] = {"signature", "__sig_"};

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (str_fold_find(word, str_of(quotes[i])) != STR_NPOS)
			return HTMLNODE_CUT;
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (str_fold_find(word, str_of(signatures[i])) != STR_NPOS)
			return HTMLNODE_SIGNATURE;
	return str_fold_eq(word, STR("quoted")) ? HTMLNODE_CUT : 0;
}

/* What the words of a class or an id say, words being parted by blanks. */
static unsigned
client_marks(const char *list)
{
	struct str rest = str_of(list), word;
	unsigned node = 0;

	if (rest.n == 0)
		return 0;
	while (str_cut(&rest, ' ', &word)) {
		/* Outlook on the web prefixes what it takes over. */
		while (str_starts(word, STR("x_")))
			word = str_sub(word, 2, word.n);
		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
			if (word.n && *word.p == *marks[i].part &&
			    str_eqc(word, marks[i].part))
				node |= marks[i].node;
		if (word.n > 5)
			node |= likely_mark(word);
	}
	return node;
}

/* Outlook draws a line above "From: Sent: To: Subject:". */
static bool
is_header_block(const char *style)
{
	return style_has(style, "border-top:solid #") &&
	       style_has(style, "border:none") &&
	       style_has(style, "padding:3.0pt 0");
}

/* Gmail indents with a blockquote that has neither border nor class. */
static bool
is_quote(const char *name, const char **atts)
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
is_coloured(const char *name, const char **atts)
{
	const char *style = attribute(atts, "style"), *c;

	if (strcmp(name, "font") == 0 && *attribute(atts, "color"))
		return is_vivid(attribute(atts, "color"));
	for (c = style; (c = strstr(c, "color:")) != NULL; c += 6)
		if (c == style || c[-1] == ';' || c[-1] == ' ')
			return is_vivid(c + 6);
	return false;
}

/* A table's cells are often set so, and their content anew; a span is not. */
static bool
is_invisible(const char *name, const char *style)
{
	return style_has(style, "display:none") ||
	       style_has(style, "display: none") ||
	       style_has(style, "mso-hide:all") ||
	       (strcmp(name, "span") == 0 &&
		   (style_has(style, "font-size:0px") ||
		       style_has(style, "font-size: 0px") ||
		       style_has(style, "font-size:0;")));
}

unsigned
htmlnode_of(const char *name, const char **atts, bool flat)
{
	const char *class = attribute(atts, "class");
	const char *id = attribute(atts, "id");
	const char *style = attribute(atts, "style");
	unsigned node = client_marks(class) | client_marks(id) |
			client_marks(attribute(atts, "name")) |
			client_marks(attribute(atts, "data-marker"));

	if (ONE_OF(name, skipped) || is_invisible(name, style))
		node |= HTMLNODE_SKIP;
	if (ONE_OF(name, blocks))
		node |= HTMLNODE_BLOCK;
	if (ONE_OF(name, paragraphs) && !(flat && *name == 'p') &&
	    !str_starts(str_of(class), STR("Mso")) &&
	    !style_has(style, "margin:0;") && !style_has(style, "margin: 0;") &&
	    !style_has(style, "margin:0px") &&
	    !style_has(style, "margin:0in") &&
	    !style_has(style, "margin:0cm") &&
	    !style_has(style, "margin-top:0"))
		node |= HTMLNODE_PARAGRAPH;
	if (strcmp(name, "pre") == 0)
		node |= HTMLNODE_PRE;
	if (strcmp(name, "a") == 0)
		node |= HTMLNODE_LINK;
	if (strcmp(name, "b") == 0 || strcmp(name, "strong") == 0)
		node |= HTMLNODE_BOLD;
	if (is_quote(name, atts))
		node |= HTMLNODE_QUOTE | HTMLNODE_CUT;
	if (is_coloured(name, atts))
		node |= HTMLNODE_COLOUR;
	if (is_header_block(style))
		node |= HTMLNODE_HEADERS;
	return node;
}
