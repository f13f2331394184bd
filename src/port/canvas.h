#ifndef DUNMAIL_PORT_CANVAS_H
#define DUNMAIL_PORT_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "base/str.h"

/*
 * canvas: pangocairo. Pages of a PDF with text, lines, boxes, links. Lengths
 * are points (1/72 inch) from the upper left corner; colours are 0xRRGGBB.
 * Text is any bytes: what is not UTF-8 becomes U+FFFD, control and
 * direction-override characters go, too long a text is cut
 * (LIMIT_DOCUMENT_TEXT). A text that reads from right to left keeps the
 * alignment it was given. The same calls give the same bytes as long as the
 * same fonts are installed.
 */
enum canvas_paper {
	CANVAS_A4,
	CANVAS_LETTER,
};

enum canvas_align {
	CANVAS_LEFT,
	CANVAS_RIGHT,
	CANVAS_CENTER,
};

struct canvas_sheet {
	enum canvas_paper paper;
	struct str title, author; /* of the document's properties */
	struct str language;      /* "de": chooses among glyph variants */
	day_t created;
};

struct canvas_style {
	double size;
	uint32_t color;
	enum canvas_align align;
	bool bold;
	int lines; /* canvas_text: at most so many, then "..."; 0: all */
};

struct canvas_box {
	double x, y, w, h;
};

struct canvas;

/*
 * A canvas that appends its PDF to *out, or with out == NULL one that only
 * measures: every call is allowed and nothing is drawn. RC_DOWN if fontconfig
 * knows no "DejaVu Sans".
 */
enum rc canvas_open(const struct canvas_sheet *sheet, struct buf *out,
    struct canvas **made, struct err *err);

/*
 * End the document and free the canvas. RC_BAD if the bytes did not fit into
 * *out or the library failed.
 */
enum rc canvas_close(struct canvas **canvas, struct err *err);

double canvas_width(const struct canvas *c);
double canvas_height(const struct canvas *c);

/* While quiet, text is measured and nothing is drawn. */
void canvas_quiet(struct canvas *c, bool quiet);

/* Begin a page: once before anything is drawn, then for each further one. */
void canvas_page(struct canvas *c);
int canvas_pages(const struct canvas *c);

/*
 * Wrapped text from the box's upper edge down; its height is not a limit.
 * LF begins a new line. Returns the height used, 0 for an empty text.
 */
double canvas_text(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style);
double canvas_measure(struct canvas *c, double w, struct str text,
    const struct canvas_style *style);

/*
 * One line in the middle of the box's height. Too wide a text is set smaller
 * down to two thirds, then ends in "..."; a figure only ever gets smaller,
 * because half an amount is a wrong amount.
 */
void canvas_cell(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style);
void canvas_figure(struct canvas *c, struct canvas_box box, struct str text,
    const struct canvas_style *style);

void canvas_fill(struct canvas *c, struct canvas_box box, uint32_t color);

/* n * n modules, 1 is dark, as one black shape. */
void canvas_grid(
    struct canvas *c, struct canvas_box box, const unsigned char *dark, int n);

/*
 * What is drawn between the two leads to the address. An address that is not
 * http, https or mailto gives no link.
 */
void canvas_link_begin(struct canvas *c, struct str url);
void canvas_link_end(struct canvas *c);

#endif
