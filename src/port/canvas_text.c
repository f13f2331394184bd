#include "port/canvas_priv.h"

#include "base/printable.h"
#include "model/limits.h"

#define LEADING 0.12 /* of the size, between lines */

struct str
canvas_clean(struct canvas *c, struct str text)
{
	buf_clear(&c->text);
	printable_text(&c->text, str_sub(text, 0, LIMIT_DOCUMENT_TEXT));
	return buf_str(&c->text);
}

/* Put the text into the layout; true if there is anything to see. */
static bool
set_text(struct canvas *c, struct str text, double size, bool bold)
{
	if (str_is_empty(canvas_clean(c, text)))
		return false;
	pango_font_description_set_absolute_size(c->font, size * PANGO_SCALE);
	pango_font_description_set_weight(
	    c->font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(c->layout, c->font);
	pango_layout_set_text(c->layout, c->text.p, (int)c->text.n);
	return true;
}

/* Pango turns left and right round in a text that reads from the right. */
static void
set_align(struct canvas *c, enum canvas_align align)
{
	bool rtl =
	    pango_layout_get_direction(c->layout, 0) == PANGO_DIRECTION_RTL;

	if (align == CANVAS_CENTER)
		pango_layout_set_alignment(c->layout, PANGO_ALIGN_CENTER);
	else
		pango_layout_set_alignment(c->layout,
		    (align == CANVAS_LEFT) != rtl ? PANGO_ALIGN_LEFT
						  : PANGO_ALIGN_RIGHT);
}

static void
show(struct canvas *c, double x, double y, uint32_t color)
{
	if (!canvas_is_drawn(c))
		return;
	canvas_color(c, color);
	cairo_move_to(c->cr, x, y);
	pango_cairo_show_layout(c->cr, c->layout);
}

static double
layout_height(struct canvas *c)
{
	PangoRectangle logical;

	pango_layout_get_extents(c->layout, NULL, &logical);
	return (double)logical.height / PANGO_SCALE;
}

/* One paragraph of at most `lines` lines; returns how many it took. */
static int
paragraph(struct canvas *c, struct canvas_box *box, struct str text,
    const struct canvas_style *style, int lines, bool draw)
{
	if (!set_text(c, text, style->size, style->bold)) {
		box->y += style->size * 1.2;
		return 1;
	}
	set_align(c, style->align);
	pango_layout_set_width(c->layout, (int)(box->w * PANGO_SCALE));
	pango_layout_set_wrap(c->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_spacing(
	    c->layout, (int)(style->size * LEADING * PANGO_SCALE));
	pango_layout_set_height(c->layout, lines > 0 ? -lines : -1);
	pango_layout_set_ellipsize(
	    c->layout, lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
	if (draw)
		show(c, box->x, box->y, style->color);
	box->y += layout_height(c) + style->size * LEADING;
	return pango_layout_get_line_count(c->layout);
}

static double
flow(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style, bool draw)
{
	double top = box.y;
	int left = style->lines;
	struct str line;

	text = str_rtrim(text);
	while (str_line(&text, &line)) {
		int used =
		    paragraph(c, &box, str_trim(line), style, left, draw);

		if (style->lines > 0 && (left -= used) <= 0)
			break;
	}
	return box.y - top;
}

double
canvas_text(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style)
{
	return flow(c, box, text, style, true);
}

double
canvas_measure(struct canvas *c, double w, struct str text,
    const struct canvas_style *style)
{
	return flow(c, (struct canvas_box){0, 0, w, 0}, text, style, false);
}

static void
one_line(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style, double smallest)
{
	PangoRectangle logical;
	double wide, scale;

	if (!canvas_is_drawn(c) || !set_text(c, text, style->size, style->bold))
		return;
	pango_layout_set_width(c->layout, -1);
	pango_layout_set_height(c->layout, -1);
	pango_layout_set_ellipsize(c->layout, PANGO_ELLIPSIZE_NONE);
	pango_layout_get_extents(c->layout, NULL, &logical);
	wide = (double)logical.width / PANGO_SCALE;
	if (wide > box.w) {
		scale = MAX(box.w / wide * 0.995, smallest);
		pango_font_description_set_absolute_size(
		    c->font, style->size * scale * PANGO_SCALE);
		pango_layout_set_font_description(c->layout, c->font);
	}
	set_align(c, style->align);
	pango_layout_set_width(c->layout, (int)(box.w * PANGO_SCALE));
	pango_layout_set_height(c->layout, -1);
	pango_layout_set_ellipsize(c->layout, PANGO_ELLIPSIZE_END);
	show(c, box.x, box.y + (box.h - layout_height(c)) / 2, style->color);
}

void
canvas_cell(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style)
{
	one_line(c, box, text, style, 2.0 / 3);
}

void
canvas_figure(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style)
{
	one_line(c, box, text, style, 0.05);
}
