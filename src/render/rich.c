#include "render/rich.h"

#include "render/escape.h"
#include "render/run.h"

#define COLUMNS_MAX 32

struct rich {
	const struct markdown_event *e; /* the one at hand */
	const struct markdown_event *end;
	struct buf *out;
	struct str color;
	const char *on_color;  /* text on a button of that colour */
	struct str link_color; /* readable on white */
	bool button;           /* we are in one */
	bool skip_cell;        /* its column is empty */
	unsigned hidden;       /* columns of this table, as bits */
	bool link_open;
	unsigned quotes; /* block quotes we are in */
};

static void
choose_colors(struct rich *r, struct str color)
{
	int light = rich_brightness(color);

	r->color = rich_color(color);
	r->on_color = light > 150 ? "#111827" : "#ffffff";
	r->link_color = light > 120 ? STR(RICH_COLOR) : r->color;
}

/* Inline, that the lengths of the literals are known. */
static inline void
open_or_close(struct rich *r, const char *open, const char *close)
{
	if (r->e->enter)
		buf_adds(r->out, open);
	else
		buf_adds(r->out, close);
}

static bool
url_allowed(struct str url)
{
	return str_fold_starts(url, STR("https://")) ||
	       str_fold_starts(url, STR("http://")) ||
	       str_fold_starts(url, STR("mailto:")) ||
	       str_fold_starts(url, STR("tel:"));
}

/* What no URL can hold, and what an attribute cannot. */
static const unsigned char url_care[256] = {
    [0 ... ' '] = 1,
    ['"'] = 1,
    ['&'] = 1,
    ['\''] = 1,
    ['<'] = 1,
    ['>'] = 1,
    ['\\'] = 1,
    ['`'] = 1,
    [0x7f ... 0xff] = 1,
};

/* As an attribute: what a URL cannot hold is percent-encoded. */
static void
put_url(struct buf *out, struct str url)
{
	static const char hex[] = "0123456789ABCDEF";

	while (url.n > 0) {
		size_t n = run_length(url_care, url);
		unsigned char c;

		buf_add(out, url.p, n);
		if (n == url.n)
			break;
		c = (unsigned char)url.p[n];
		if (c == '&')
			buf_adds(out, "&amp;");
		else
			buf_add(
			    out, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
		url = str_sub(url, n + 1, url.n);
	}
}

/* Does this paragraph hold a strong link and nothing else? */
static bool
is_button(const struct rich *r)
{
	const struct markdown_event *e = r->e + 1;

	if (r->end - e < 5 || e[0].kind != MARKDOWN_STRONG || !e[0].enter ||
	    e[1].kind != MARKDOWN_LINK || !e[1].enter ||
	    !url_allowed(e[1].text))
		return false;
	for (e += 2; e->kind != MARKDOWN_LINK; e++)
		if (e->kind == MARKDOWN_PARAGRAPH)
			return false;
	return e[1].kind == MARKDOWN_STRONG && e[2].kind == MARKDOWN_PARAGRAPH;
}

static void
open_button(struct rich *r)
{
	buf_adds(r->out, "<table role=\"presentation\" cellpadding=\"0\" "
			 "cellspacing=\"0\" border=\"0\" style=\"margin:4px 0 "
			 "22px\"><tr><td bgcolor=\"");
	buf_add_str(r->out, r->color);
	buf_adds(r->out, "\" align=\"center\" style=\"border-radius:6px;"
			 "background:");
	buf_add_str(r->out, r->color);
	buf_adds(r->out, ";mso-padding-alt:13px 26px\">");
}

static void
on_paragraph(struct rich *r)
{
	if (r->e->enter)
		r->button = is_button(r);
	if (r->button && r->e->enter)
		open_button(r);
	else if (r->button)
		buf_adds(r->out, "</td></tr></table>\n");
	else if (r->e->tight)
		return;
	else if (r->quotes > 0)
		open_or_close(r, "<p style=\"margin:4px 0\">", "</p>\n");
	else
		open_or_close(r, "<p style=\"margin:0 0 16px\">", "</p>\n");
	if (!r->e->enter)
		r->button = false;
}

static void
on_heading(struct rich *r)
{
	unsigned level = r->e->number;
	int size = level == 1 ? 22 : level == 2 ? 18 : 16;

	if (r->e->enter)
		buf_fmt(r->out,
		    "<h%u style=\"margin:8px 0 12px;font-size:%dpx;"
		    "line-height:1.3\">",
		    level, size);
	else
		buf_fmt(r->out, "</h%u>\n", level);
}

static void
on_list(struct rich *r)
{
	static const char style[] =
	    " style=\"margin:0 0 16px;padding:0 0 0 22px\">\n";

	if (!r->e->enter)
		buf_adds(r->out, r->e->number ? "</ol>\n" : "</ul>\n");
	else if (r->e->number > 1)
		buf_fmt(r->out, "<ol start=\"%u\"%s", r->e->number, style);
	else
		buf_fmt(r->out, "<%s%s", r->e->number ? "ol" : "ul", style);
}

/* Bit c is set when column c has no value in any row but the head. */
static unsigned
empty_columns(const struct rich *r)
{
	const struct markdown_event *e = r->e + 1, *cell = NULL;
	unsigned used = 1;

	for (; e < r->end && e->kind != MARKDOWN_TABLE; e++) {
		if (e->kind == MARKDOWN_CELL)
			cell = e->enter && !e->header ? e : NULL;
		else if (cell && cell->number < COLUMNS_MAX && e->text.n > 0)
			used |= 1u << cell->number;
	}
	return ~used;
}

/* With more columns than an invoice has. */
static bool
is_wide(const struct rich *r)
{
	unsigned n = 0;

	for (unsigned used = ~r->hidden; used != 0; used &= used - 1)
		n++;
	return n > 5;
}

static void
on_table(struct rich *r)
{
	if (r->e->enter)
		r->hidden = empty_columns(r);
	/* One that is wider than a telephone is moved by itself, not the mail
	 * around it. */
	open_or_close(r,
	    "<div style=\"overflow-x:auto\"><table width=\"100%\" "
	    "cellpadding=\"0\" cellspacing=\"0\" "
	    "border=\"0\" class=\"data\" style=\"width:100%;"
	    "border-collapse:collapse;margin:0 0 20px;word-break:break-word;"
	    "line-height:1.4;font-size:",
	    "</table></div>\n");
	if (r->e->enter)
		buf_adds(r->out, is_wide(r) ? "13px\">\n" : "14px\">\n");
}

/* Dates and amounts stay in one piece on a narrow screen; a long number of
 * an order may break anywhere. */
static bool
is_short(const struct rich *r)
{
	const struct markdown_event *e = r->e + 1;
	size_t n = 0;

	for (; e < r->end && e->kind != MARKDOWN_CELL; e++)
		n += e->text.n;
	return n <= 12;
}

static void
on_cell(struct rich *r)
{
	bool right = r->e->align == 'r';

	if (r->e->number < COLUMNS_MAX && r->hidden >> r->e->number & 1) {
		r->skip_cell = r->e->enter;
		return;
	}
	if (!r->e->enter) {
		buf_adds(r->out, r->e->header ? "</th>" : "</td>");
		return;
	}
	buf_adds(r->out, r->e->header ? "<th scope=\"col\"" : "<td");
	buf_adds(r->out, right                ? " align=\"right\""
			 : r->e->align == 'c' ? " align=\"center\""
			 : r->e->header       ? " align=\"left\""
					      : "");
	buf_adds(r->out, right ? " style=\"padding:7px 0 7px 8px;"
			       : " style=\"padding:7px 8px 7px 0;");
	if (!r->e->header && (right || is_short(r)))
		buf_adds(r->out, "white-space:nowrap;");
	buf_adds(r->out, r->e->header ? "border-bottom:2px solid #cbd2dc\">"
				      : "border-bottom:1px solid #e5e7eb\">");
}

static void
on_row(struct rich *r)
{
	if (!r->e->enter)
		buf_adds(r->out, "</tr>\n");
	else if (r->e->header)
		buf_adds(r->out, "<tr valign=\"bottom\" style=\"font-size:"
				 "12px;color:#4b5563;word-break:"
				 "normal\">");
	else
		buf_adds(r->out, "<tr valign=\"top\">");
}

static void
on_link(struct rich *r)
{
	if (!r->e->enter) {
		if (r->link_open)
			buf_adds(r->out, "</a>");
		r->link_open = false;
		return;
	}
	if (!url_allowed(r->e->text))
		return;
	r->link_open = true;
	buf_adds(r->out, "<a href=\"");
	put_url(r->out, r->e->text);
	if (r->button) {
		buf_adds(r->out, "\" style=\"display:inline-block;"
				 "padding:13px 26px;color:");
		buf_adds(r->out, r->on_color);
		buf_adds(r->out, ";font-size:16px;text-decoration:none;"
				 "border-radius:6px\">");
		return;
	}
	buf_adds(r->out, "\" style=\"color:");
	buf_add_str(r->out, r->link_color);
	buf_adds(r->out, "\">");
}

static void
on_code(struct rich *r, const char *open, const char *close)
{
	buf_adds(r->out, open);
	escape_html(r->out, r->e->text);
	buf_adds(r->out, close);
}

static void
on_block(struct rich *r)
{
	switch (r->e->kind) {
	case MARKDOWN_PARAGRAPH:
		on_paragraph(r);
		break;
	case MARKDOWN_HEADING:
		on_heading(r);
		break;
	case MARKDOWN_LIST:
		on_list(r);
		break;
	case MARKDOWN_ITEM:
		open_or_close(r, "<li style=\"margin:0 0 8px\">", "</li>\n");
		break;
	case MARKDOWN_QUOTE:
		r->quotes += r->e->enter ? 1 : -1u;
		open_or_close(r,
		    "<blockquote style=\"margin:0 0 16px;padding:1px 0 1px "
		    "14px;border-left:3px solid #cbd2dc;color:#374151\">\n",
		    "</blockquote>\n");
		break;
	case MARKDOWN_CODE_BLOCK:
		on_code(r,
		    "<pre style=\"margin:0 0 16px;font-size:13px;"
		    "white-space:pre-wrap\">",
		    "</pre>\n");
		break;
	case MARKDOWN_RULE:
		buf_adds(r->out, "<hr style=\"border:0;border-top:1px solid "
				 "#e5e7eb;margin:20px 0\">\n");
		break;
	case MARKDOWN_TABLE:
		on_table(r);
		break;
	case MARKDOWN_ROW:
		on_row(r);
		break;
	default:
		break;
	}
}

static void
on_inline(struct rich *r)
{
	switch (r->e->kind) {
	case MARKDOWN_TEXT:
		escape_html(r->out, r->e->text);
		break;
	case MARKDOWN_CODE:
		on_code(r, "<code>", "</code>");
		break;
	case MARKDOWN_SOFT_BREAK:
		buf_addc(r->out, '\n');
		break;
	case MARKDOWN_BREAK:
		buf_adds(r->out, "<br>\n");
		break;
	case MARKDOWN_EMPHASIS:
		open_or_close(r, "<em>", "</em>");
		break;
	case MARKDOWN_STRONG:
		open_or_close(r, "<strong>", "</strong>");
		break;
	case MARKDOWN_LINK:
		on_link(r);
		break;
	default:
		break;
	}
}

void
rich_render(const struct markdown *m, struct str color, struct buf *out)
{
	struct rich r = {.end = m->events + m->count, .out = out};

	choose_colors(&r, color);
	for (size_t i = 0; i < m->count; i++) {
		r.e = &m->events[i];
		if (r.e->kind == MARKDOWN_CELL)
			on_cell(&r);
		else if (r.skip_cell)
			continue;
		on_block(&r);
		on_inline(&r);
	}
}
