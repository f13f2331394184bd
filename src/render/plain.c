#include "render/plain.h"

#include "render/plain_table.h"

#define DEPTH_MAX  16
#define LINE_USUAL 1000 /* bytes; more is no trouble */
#define MARKER_MAX 12   /* "1000000000. ", the longest there is */

struct plain {
	struct arena *a;
	const struct markdown_event *e; /* the one at hand */
	const struct markdown_event *end;
	struct buf *out;
	struct buf line; /* inline text of the block or cell at hand */
	struct buf indent;
	struct str marker;       /* "- ", due before the next line */
	size_t depth[DEPTH_MAX]; /* indent.n to go back to, one a level */
	size_t levels;
	unsigned number[DEPTH_MAX]; /* next item; 0 for bullets */
	size_t lists;
	size_t label;   /* in `line`: where the link's label starts */
	bool link_ends; /* "label: address" came last in the line */
	bool gap;       /* a blank line is due before the next block */
	bool in_table;
	struct plain_table table;
};

static void
start_block(struct plain *p)
{
	if (p->gap && p->out->n > 0) {
		buf_add_str(p->out, str_rtrim(buf_str(&p->indent)));
		buf_addc(p->out, '\n');
	}
	p->gap = false;
}

static void
start_line(struct plain *p)
{
	if (p->marker.n > 0) {
		/* The marker takes the place of the indent's last blanks. */
		buf_add(p->out, p->indent.p, p->indent.n - p->marker.n);
		buf_add_str(p->out, p->marker);
		p->marker = (struct str){NULL, 0};
		return;
	}
	buf_add_str(p->out, buf_str(&p->indent));
}

/* Length of the front of s that fits `width` columns and ends before a blank;
 * a word that is wider than the page is not cut. */
static size_t
fitting(struct str s, size_t width)
{
	size_t from = 0, used = 0, fit = 0;

	while (from < s.n) {
		struct str word = str_sub(s, from, s.n);
		size_t n = str_chr(word, ' ');

		if (n == STR_NPOS)
			n = word.n;
		used += plain_table_width(str_sub(word, 0, n));
		if (used > width && fit > 0)
			break;
		from += n;
		fit = from;
		while (from < s.n && s.p[from] == ' ') {
			from++;
			used++;
		}
	}
	return fit;
}

/* One line of the source, wrapped at the page's width. */
static void
put_wrapped(struct plain *p, struct str s)
{
	size_t width =
	    PLAIN_WIDTH > p->indent.n + 20 ? PLAIN_WIDTH - p->indent.n : 20;

	s = str_trim(s);
	do {
		size_t n = s.n > width ? fitting(s, width) : s.n;

		start_line(p);
		buf_add(p->out, s.p, n);
		buf_addc(p->out, '\n');
		s = str_trim(str_sub(s, n, s.n));
	} while (s.n > 0);
}

static void
flush_line(struct plain *p)
{
	struct str rest = buf_str(&p->line), line;

	while (str_cut(&rest, '\n', &line))
		put_wrapped(p, line);
	buf_clear(&p->line);
	p->link_ends = false;
}

static void
indent_push(struct plain *p, const char *s)
{
	if (p->levels < DEPTH_MAX)
		p->depth[p->levels] = p->indent.n;
	p->levels++;
	if (p->levels <= DEPTH_MAX)
		buf_adds(&p->indent, s);
}

static void
indent_pop(struct plain *p)
{
	if (--p->levels < DEPTH_MAX) {
		p->indent.n = p->depth[p->levels];
		p->indent.p[p->indent.n] = '\0';
	}
}

static void
on_paragraph(struct plain *p)
{
	if (p->e->enter) {
		start_block(p);
		return;
	}
	flush_line(p);
	p->gap = !p->e->tight;
}

static void
on_heading(struct plain *p)
{
	size_t width;

	if (p->e->enter) {
		start_block(p);
		return;
	}
	width = plain_table_width(buf_str(&p->line));
	flush_line(p);
	start_line(p);
	for (size_t i = 0; i < width && i < PLAIN_WIDTH; i++)
		buf_addc(p->out, p->e->number == 1 ? '=' : '-');
	buf_addc(p->out, '\n');
	p->gap = true;
}

static void
on_list(struct plain *p)
{
	if (p->e->enter) {
		start_block(p);
		if (p->lists < DEPTH_MAX)
			p->number[p->lists] = p->e->number;
		p->lists++;
		return;
	}
	if (--p->lists == 0) /* one inside another ends as its items do */
		p->gap = true;
}

static void
on_item(struct plain *p)
{
	static const char blanks[MARKER_MAX + 1] = "            ";
	unsigned *number;

	if (!p->e->enter) {
		if (p->marker.n > 0) /* an empty item */
			put_wrapped(p, STR(""));
		indent_pop(p);
		return;
	}
	start_block(p);
	number = p->lists <= DEPTH_MAX ? &p->number[p->lists - 1] : NULL;
	if (p->levels >= DEPTH_MAX) {
		indent_push(p, "");
	} else if (number == NULL || *number == 0) {
		p->marker = STR("- ");
		indent_push(p, "  ");
	} else {
		p->marker = arena_fmt(p->a, "%u. ", (*number)++);
		indent_push(p, &blanks[MARKER_MAX - p->marker.n]);
	}
}

static void
on_quote(struct plain *p)
{
	if (p->e->enter) {
		start_block(p);
		indent_push(p, "    "); /* "> " would look like old mail */
		return;
	}
	indent_pop(p);
	p->gap = true;
}

static void
on_code_block(struct plain *p)
{
	struct str rest = p->e->text, line;

	start_block(p);
	while (str_line(&rest, &line)) {
		start_line(p);
		buf_adds(p->out, "    ");
		buf_add_str(p->out, line);
		buf_addc(p->out, '\n');
	}
	p->gap = true;
}

static void
on_rule(struct plain *p)
{
	start_block(p);
	start_line(p);
	for (int i = 0; i < 24; i++)
		buf_addc(p->out, '-');
	buf_addc(p->out, '\n');
	p->gap = true;
}

static void
on_table(struct plain *p)
{
	if (p->e->enter) {
		start_block(p);
		p->table = (struct plain_table){.count = 0};
		p->in_table = true;
		return;
	}
	p->in_table = false;
	plain_table_render(p->a, &p->table, buf_str(&p->indent), p->out);
	p->gap = true;
}

static void
on_cell(struct plain *p)
{
	if (p->e->enter)
		return;
	plain_table_add(p->a, &p->table,
	    (struct plain_cell){
		.text = arena_dup(p->a, str_trim(buf_str(&p->line))),
		.column = p->e->number,
		.header = p->e->header,
		.align = p->e->align,
	    });
	buf_clear(&p->line);
}

/* Nothing but the ends of inlines up to the end of the source line. */
static bool
ends_line(const struct plain *p)
{
	for (const struct markdown_event *e = p->e + 1; e < p->end; e++)
		switch (e->kind) {
		case MARKDOWN_EMPHASIS:
		case MARKDOWN_STRONG:
			if (e->enter)
				return false;
			break;
		case MARKDOWN_SOFT_BREAK:
		case MARKDOWN_BREAK:
			return true;
		default:
			return !e->enter;
		}
	return true;
}

static void
on_link(struct plain *p)
{
	struct str url = p->e->text, label, bare;

	if (p->e->enter) {
		p->label = p->line.n;
		return;
	}
	label = str_sub(buf_str(&p->line), p->label, p->line.n);
	bare = str_chr(url, ':') == STR_NPOS
		   ? url
		   : str_sub(url, str_chr(url, ':') + 1, url.n);
	if (str_fold_starts(url, STR("mailto:"))) /* without ?subject=... */
		url = str_sub(bare, 0, str_chr(bare, '?'));
	else if (str_fold_starts(url, STR("tel:")))
		url = bare;
	if (url.n == 0 || str_eq(label, url))
		return;
	if (p->in_table || !ends_line(p)) {
		buf_fmt(&p->line, " (%.*s)", STR_ARG(url));
		return;
	}
	if (label.n > 0)
		buf_adds(&p->line, str_ends(label, STR(":")) ? " " : ": ");
	buf_add_str(&p->line, url);
	p->link_ends = true;
}

static void
on_break(struct plain *p)
{
	bool hard = p->e->kind == MARKDOWN_BREAK || p->link_ends;

	buf_addc(&p->line, hard && !p->in_table ? '\n' : ' ');
	p->link_ends = false;
}

static void
on_event(struct plain *p)
{
	switch (p->e->kind) {
	case MARKDOWN_PARAGRAPH:
		on_paragraph(p);
		break;
	case MARKDOWN_HEADING:
		on_heading(p);
		break;
	case MARKDOWN_LIST:
		on_list(p);
		break;
	case MARKDOWN_ITEM:
		on_item(p);
		break;
	case MARKDOWN_QUOTE:
		on_quote(p);
		break;
	case MARKDOWN_CODE_BLOCK:
		on_code_block(p);
		break;
	case MARKDOWN_RULE:
		on_rule(p);
		break;
	case MARKDOWN_TABLE:
		on_table(p);
		break;
	case MARKDOWN_CELL:
		on_cell(p);
		break;
	case MARKDOWN_TEXT:
	case MARKDOWN_CODE:
		buf_add_str(&p->line, p->e->text);
		break;
	case MARKDOWN_SOFT_BREAK:
	case MARKDOWN_BREAK:
		on_break(p);
		break;
	case MARKDOWN_LINK:
		on_link(p);
		break;
	case MARKDOWN_ROW:
	case MARKDOWN_EMPHASIS:
	case MARKDOWN_STRONG:
	case MARKDOWN_IMAGE:
		break;
	}
}

void
plain_render(struct arena *a, const struct markdown *m, struct buf *out)
{
	struct plain p = {
	    .a = a,
	    .end = m->events + m->count,
	    .out = out,
	};

	buf_init(&p.line, out->max);
	buf_reserve(&p.line, LINE_USUAL);
	buf_init(&p.indent, 256);
	buf_adds(&p.indent, "");
	for (size_t i = 0; i < m->count; i++) {
		p.e = &m->events[i];
		on_event(&p);
	}
	buf_fini(&p.line);
	buf_fini(&p.indent);
}
