#include "port/canvas_priv.h"

#include <cairo-pdf.h>

#include "base/printable.h"
#include "base/xalloc.h"
#include "model/limits.h"

#define FAMILY    "DejaVu Sans"
#define GRID_ZOOM 4 /* so that a viewer's smoothing does no harm */

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
	canvas_clean(c, text);
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
	canvas_clean(c, language);
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
	c->out = out;
	if (out != NULL)
		open_surface(c, sheet, out);
	*made = c;
	return RC_OK;
}

/* The library forgets some of the errors that its writer met. */
static cairo_status_t
finish(struct canvas *c)
{
	cairo_status_t status;

	cairo_show_page(c->cr);
	status = cairo_status(c->cr);
	cairo_destroy(c->cr);
	cairo_surface_finish(c->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(c->surface);
	cairo_surface_destroy(c->surface);
	return c->out->full ? CAIRO_STATUS_WRITE_ERROR : status;
}

enum rc
canvas_close(struct canvas **canvas, struct err *err)
{
	struct canvas *c = *canvas;
	cairo_status_t status = CAIRO_STATUS_SUCCESS;

	if (c == NULL)
		return RC_OK;
	if (c->surface != NULL)
		status = finish(c);
	pango_font_description_free(c->font);
	g_object_unref(c->layout);
	g_object_unref(c->context);
	buf_fini(&c->text);
	buf_fini(&c->url);
	free(c);
	*canvas = NULL;
	if (status == CAIRO_STATUS_SUCCESS)
		return RC_OK;
	return err_set(err, RC_BAD, "the document was not written: %s",
	    cairo_status_to_string(status));
}

bool
canvas_is_drawn(const struct canvas *c)
{
	return c->cr != NULL && !c->quiet;
}

void
canvas_color(struct canvas *c, uint32_t color)
{
	cairo_set_source_rgb(c->cr, (color >> 16 & 255) / 255.0,
	    (color >> 8 & 255) / 255.0, (color & 255) / 255.0);
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
	if (c->pages > 0 && canvas_is_drawn(c))
		cairo_show_page(c->cr);
	c->pages++;
}

int
canvas_pages(const struct canvas *c)
{
	return c->pages;
}

void
canvas_fill(struct canvas *c, struct canvas_box box, uint32_t color)
{
	if (!canvas_is_drawn(c))
		return;
	canvas_color(c, color);
	cairo_rectangle(c->cr, box.x, box.y, box.w, box.h);
	cairo_fill(c->cr);
}

static uint32_t
pixel_bit(int x)
{
	return G_BYTE_ORDER == G_LITTLE_ENDIAN ? 1u << x : 1u << (31 - x);
}

/* A pixel row of GRID_ZOOM pixels a module. */
static void
grid_row(uint32_t *to, const unsigned char *dark, int n)
{
	for (int x = 0; x < n * GRID_ZOOM; x++)
		if (dark[x / GRID_ZOOM])
			to[x / 32] |= pixel_bit(x % 32);
}

void
canvas_grid(
    struct canvas *c, struct canvas_box box, const unsigned char *dark, int n)
{
	cairo_surface_t *bits;
	unsigned char *data;
	int side = n * GRID_ZOOM, stride;

	if (!canvas_is_drawn(c) || n <= 0 || n > 1000)
		return;
	bits = cairo_image_surface_create(CAIRO_FORMAT_A1, side, side);
	data = cairo_image_surface_get_data(bits);
	stride = cairo_image_surface_get_stride(bits);
	for (int y = 0; y < side; y++)
		grid_row((uint32_t *)(void *)(data + y * stride),
		    dark + (size_t)(y / GRID_ZOOM) * (size_t)n, n);
	cairo_surface_mark_dirty(bits);
	cairo_save(c->cr);
	cairo_translate(c->cr, box.x, box.y);
	cairo_scale(c->cr, box.w / side, box.h / side);
	canvas_color(c, 0x000000);
	cairo_mask_surface(c->cr, bits, 0, 0);
	cairo_restore(c->cr);
	cairo_surface_destroy(bits);
}

/* The library copies the address as it is into a PDF string. */
void
canvas_link_begin(struct canvas *c, struct str url)
{
	if (!canvas_is_drawn(c) || url.n > LIMIT_DOCUMENT_TEXT)
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
