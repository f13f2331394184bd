#include "render/plain_table.h"

#include "render/plain.h"
#include "render/run.h"

#define GAP       2
#define WIDTH_MAX (PLAIN_WIDTH + 6) /* a table may stand out a little */

struct column {
	size_t width;
	bool used; /* by some cell that is no head */
	struct str head;
};

/* A code point's first byte at s.p[*i]; moves *i behind it. */
static unsigned
next_point(struct str s, size_t *i)
{
	unsigned char c = (unsigned char)s.p[(*i)++];
	unsigned v = c < 0x80   ? c
		     : c < 0xe0 ? c & 0x1fu
		     : c < 0xf0 ? c & 0x0fu
				: c & 0x07u;

	while (*i < s.n && ((unsigned char)s.p[*i] & 0xc0) == 0x80)
		v = v << 6 | ((unsigned char)s.p[(*i)++] & 0x3fu);
	return v;
}

static bool
is_combining(unsigned v)
{
	return (v >= 0x300 && v <= 0x36f) || (v >= 0x200b && v <= 0x200f) ||
	       (v >= 0xfe00 && v <= 0xfe0f) || v == 0x2060 || v == 0xfeff;
}

/* East Asian Wide, in the blocks that names are written in. */
static bool
is_wide(unsigned v)
{
	return (v >= 0x1100 && v <= 0x115f) || (v >= 0x2e80 && v <= 0xa4cf) ||
	       (v >= 0xac00 && v <= 0xd7a3) || (v >= 0xf900 && v <= 0xfaff) ||
	       (v >= 0xfe30 && v <= 0xfe6f) || (v >= 0xff00 && v <= 0xff60) ||
	       (v >= 0x1f300 && v <= 0x1faff) || (v >= 0x20000 && v <= 0x3fffd);
}

size_t
plain_table_width(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		size_t ascii = run_ascii(str_sub(s, i, s.n));
		unsigned v;

		i += ascii;
		n += ascii;
		if (i == s.n)
			break;
		v = next_point(s, &i);
		if (!is_combining(v))
			n += is_wide(v) ? 2 : 1;
	}
	return n;
}

void
plain_table_add(struct arena *a, struct plain_table *t, struct plain_cell cell)
{
	t->cells =
	    arena_grow(a, t->cells, t->count, &t->cap, sizeof(*t->cells));
	t->cells[t->count++] = cell;
}

static void
blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_addc(out, ' ');
}

static void
put_cell(struct buf *out, const struct plain_cell *c, size_t width, bool last)
{
	size_t pad = width - plain_table_width(c->text), before = 0;

	if (c->align == 'r')
		before = pad;
	else if (c->align == 'c')
		before = pad / 2;
	blanks(out, before);
	buf_add_str(out, c->text);
	if (!last)
		blanks(out, pad - before);
}

static void
put_rule(
    struct buf *out, const struct column *cols, size_t n, struct str indent)
{
	bool first = true;

	buf_add_str(out, indent);
	for (size_t i = 0; i < n; i++) {
		if (!cols[i].used)
			continue;
		if (!first)
			blanks(out, GAP);
		first = false;
		for (size_t k = 0; k < cols[i].width; k++)
			buf_addc(out, '-');
	}
	buf_addc(out, '\n');
}

static size_t
last_used(const struct column *cols, size_t n)
{
	while (n > 0 && !cols[n - 1].used)
		n--;
	return n - 1;
}

static void
put_grid(const struct plain_table *t, const struct column *cols, size_t n,
    struct str indent, struct buf *out)
{
	size_t last = last_used(cols, n);

	for (size_t i = 0; i < t->count; i++) {
		const struct plain_cell *c = &t->cells[i];
		const struct plain_cell *next = c + 1;
		bool ends = i + 1 == t->count || next->column == 0;

		if (c->column == 0)
			buf_add_str(out, indent);
		if (cols[c->column].used) {
			if (c->column > 0)
				blanks(out, GAP);
			put_cell(
			    out, c, cols[c->column].width, c->column == last);
		}
		if (!ends)
			continue;
		while (out->n > 0 && out->p[out->n - 1] == ' ')
			out->n--;
		buf_addc(out, '\n');
		if (c->header)
			put_rule(out, cols, n, indent);
	}
}

/* "Invoice: F-1" and so on, a line each, a blank line between the rows. */
static void
put_blocks(const struct plain_table *t, const struct column *cols,
    struct str indent, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < t->count; i++) {
		const struct plain_cell *c = &t->cells[i];

		if (c->header)
			continue;
		if (c->column == 0 && any)
			buf_addc(out, '\n');
		any = true;
		if (c->text.n == 0)
			continue;
		buf_add_str(out, indent);
		if (cols[c->column].head.n > 0) {
			buf_add_str(out, cols[c->column].head);
			buf_adds(out, ": ");
		}
		buf_add_str(out, c->text);
		buf_addc(out, '\n');
	}
}

void
plain_table_render(struct arena *a, const struct plain_table *t,
    struct str indent, struct buf *out)
{
	struct column *cols;
	size_t n = 0, total = indent.n;

	for (size_t i = 0; i < t->count; i++)
		if (t->cells[i].column >= n)
			n = t->cells[i].column + 1;
	if (n == 0)
		return;
	cols = arena_array(a, n, sizeof(*cols));
	for (size_t i = 0; i < t->count; i++) {
		const struct plain_cell *c = &t->cells[i];
		struct column *col = &cols[c->column];
		size_t w = plain_table_width(c->text);

		if (w > col->width)
			col->width = w;
		if (c->header)
			col->head = c->text;
		else if (w > 0)
			col->used = true;
	}
	cols[0].used = true;
	for (size_t i = 0; i < n; i++)
		total += cols[i].used ? cols[i].width + (i ? GAP : 0) : 0;
	if (total > WIDTH_MAX)
		put_blocks(t, cols, indent, out);
	else
		put_grid(t, cols, n, indent, out);
}
