#include "port/canvas.h"

#include <pango/pangocairo.h>
#include <cairo-pdf.h>

#include "base/printable.h"
#include "base/xalloc.h"
#include "model/limits.h"

#define FAMILY  "DejaVu Sans"
#define LEADING 0.12 /* of the size, between lines */

struct canvas {
	cairo_surface_t *surface; /* NULL while only measuring */
	cairo_t *cr;
	PangoContext *context;
	PangoLayout *layout;
	PangoFontDescription *font;
	struct buf text; /* the cleaned text of the call that runs */
	struct buf url;
	double width, height;
	int pages;
	bool linked;
	bool quiet;
};

static const struct {
	double width, height;
} PAPER[] = {
    [CANVAS_A4] = {595.276, 841.89},
    [CANVAS_LETTER] = {612, 792},
};

static cairo_status_t
write_out(void *out, const unsigned char *bytes, unsigned n)
{
	struct buf *b = out;

	buf_add(b, bytes, n);
	return b->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static struct str
clean(struct canvas *c, struct str text)
{
	buf_clear(&c->text);
	printable_text(&c->text, str_sub(text, 0, LIMIT_DOCUMENT_TEXT));
	return buf_str(&c->text);
}

static bool
font_there(void)
{
	static bool there; /* asked once: a font does not go while we run */

	if (!there)
		there = pango_font_map_get_family(
			    pango_cairo_font_map_get_default(), FAMILY) != NULL;
	return there;
}

static void
describe(struct canvas *c, cairo_pdf_metadata_t what, struct str text)
{
	clean(c, text);
	if (c->text.n > 0)
		cairo_pdf_surface_set_metadata(c->surface, what, c->text.p);
}

static void
open_surface(
    struct canvas *c, const struct canvas_sheet *sheet, struct buf *out)
{
	char iso[DAY_TEXT];
	struct buf date;

	c->surface = cairo_pdf_surface_create_for_stream(
	    write_out, out, c->width, c->height);
	c->cr = cairo_create(c->surface);
	describe(c, CAIRO_PDF_METADATA_TITLE, sheet->title);
	describe(c, CAIRO_PDF_METADATA_AUTHOR, sheet->author);
	cairo_pdf_surface_set_metadata(
	    c->surface, CAIRO_PDF_METADATA_CREATOR, "dunmail");
	/* Left out, the library would write the clock into the file. */
	buf_init(&date, 64);
	buf_fmt(&date, "%sT00:00:00Z", day_iso(sheet->created, iso));
	cairo_pdf_surface_set_metadata(
	    c->surface, CAIRO_PDF_METADATA_CREATE_DATE, date.p);
	buf_fini(&date);
}

/* A broken account number must not gain a hyphen. */
static void
open_attributes(struct canvas *c)
{
	PangoAttrList *list = pango_attr_list_new();

	pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(c->layout, list);
	pango_attr_list_unref(list);
}

/* Nothing of the process's own language or screen may reach the page. */
static void
open_context(struct canvas *c, struct str language)
{
	cairo_font_options_t *options = cairo_font_options_create();

	c->context =
	    pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(c->context, options);
	pango_cairo_context_set_resolution(c->context, 72);
	pango_context_set_round_glyph_positions(c->context, FALSE);
	pango_context_set_base_dir(c->context, PANGO_DIRECTION_LTR);
	clean(c, language);
	pango_context_set_language(c->context,
	    pango_language_from_string(c->text.n > 0 ? c->text.p : "en"));
	c->layout = pango_layout_new(c->context);
	open_attributes(c);
	c->font = pango_font_description_new();
	pango_font_description_set_family_static(c->font, FAMILY);
	cairo_font_options_destroy(options);
}

enum rc
canvas_open(const struct canvas_sheet *sheet, struct buf *out,
    struct canvas **made, struct err *err)
{
	struct canvas *c;

	if (!font_there())
		return err_set(err, RC_DOWN,
		    "no font \"" FAMILY "\": install fonts-dejavu-core");
	c = xcalloc(1, sizeof(*c));
	c->width = PAPER[sheet->paper].width;
	c->height = PAPER[sheet->paper].height;
	buf_init(&c->text, 4 * LIMIT_DOCUMENT_TEXT);
	buf_init(&c->url, 4 * LIMIT_DOCUMENT_TEXT);
	open_context(c, sheet->language);
	if (out != NULL)
		open_surface(c, sheet, out);
	*made = c;
	return RC_OK;
}

enum rc
canvas_close(struct canvas **canvas, struct err *err)
{
	struct canvas *c = *canvas;
	cairo_status_t status = CAIRO_STATUS_SUCCESS;

	if (c == NULL)
		return RC_OK;
	if (c->surface != NULL) {
		status = cairo_status(c->cr);
		cairo_show_page(c->cr);
		cairo_destroy(c->cr);
		cairo_surface_finish(c->surface);
		if (status == CAIRO_STATUS_SUCCESS)
			status = cairo_surface_status(c->surface);
		cairo_surface_destroy(c->surface);
	}
	pango_font_description_free(c->font);
	g_object_unref(c->layout);
	g_object_unref(c->context);
	buf_fini(&c->text);
	buf_fini(&c->url);
	free(c);
	*canvas = NULL;
	if (status != CAIRO_STATUS_SUCCESS)
		return err_set(err, RC_BAD, "the document was not written: %s",
		    cairo_status_to_string(status));
	return RC_OK;
}

static bool
is_drawn(const struct canvas *c)
{
	return c->cr != NULL && !c->quiet;
}

void
canvas_quiet(struct canvas *c, bool quiet)
{
	c->quiet = quiet;
}

double
canvas_width(const struct canvas *c)
{
	return c->width;
}

double
canvas_height(const struct canvas *c)
{
	return c->height;
}

void
canvas_page(struct canvas *c)
{
	if (c->pages > 0 && is_drawn(c))
		cairo_show_page(c->cr);
	c->pages++;
}

int
canvas_pages(const struct canvas *c)
{
	return c->pages;
}

static void
set_color(struct canvas *c, uint32_t color)
{
	cairo_set_source_rgb(c->cr, (color >> 16 & 255) / 255.0,
	    (color >> 8 & 255) / 255.0, (color & 255) / 255.0);
}

/* Put the text into the layout; true if there is anything to see. */
static bool
set_text(struct canvas *c, struct str text, double size, bool bold)
{
	if (str_is_empty(clean(c, text)))
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
	if (!is_drawn(c))
		return;
	set_color(c, color);
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

	if (!is_drawn(c) || !set_text(c, text, style->size, style->bold))
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

void
canvas_fill(struct canvas *c, struct canvas_box box, uint32_t color)
{
	if (!is_drawn(c))
		return;
	set_color(c, color);
	cairo_rectangle(c->cr, box.x, box.y, box.w, box.h);
	cairo_fill(c->cr);
}

/* Neighbours in a row become one rectangle: half the bytes, no seams. */
static void
grid_row(
    struct canvas *c, struct canvas_box cell, const unsigned char *dark, int n)
{
	int from;

	for (int x = 0; x < n; x++) {
		if (!dark[x])
			continue;
		for (from = x; x + 1 < n && dark[x + 1];)
			x++;
		cairo_rectangle(c->cr, cell.x + from * cell.w, cell.y,
		    (x + 1 - from) * cell.w, cell.h);
	}
}

void
canvas_grid(
    struct canvas *c, struct canvas_box box, const unsigned char *dark, int n)
{
	struct canvas_box cell;

	if (!is_drawn(c) || n <= 0)
		return;
	cell = (struct canvas_box){box.x, box.y, box.w / n, box.h / n};
	set_color(c, 0x000000);
	for (int y = 0; y < n; y++, cell.y += cell.h)
		grid_row(c, cell, dark + (size_t)y * (size_t)n, n);
	cairo_fill(c->cr);
}

/* The library copies the address as it is into a PDF string. */
void
canvas_link_begin(struct canvas *c, struct str url)
{
	if (!is_drawn(c) || url.n > LIMIT_DOCUMENT_TEXT)
		return;
	buf_clear(&c->url);
	buf_adds(&c->url, "uri='");
	if (!printable_url(&c->url, url))
		return;
	buf_adds(&c->url, "'");
	/* Alone, a link leaves cairo 1.16's structure tree without a root. */
	cairo_tag_begin(c->cr, "P", NULL);
	cairo_tag_begin(c->cr, CAIRO_TAG_LINK, c->url.p);
	c->linked = true;
}

void
canvas_link_end(struct canvas *c)
{
	if (!c->linked)
		return;
	cairo_tag_end(c->cr, CAIRO_TAG_LINK);
	cairo_tag_end(c->cr, "P");
	c->linked = false;
}
