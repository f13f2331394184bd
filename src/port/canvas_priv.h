#ifndef DUNMAIL_PORT_CANVAS_PRIV_H
#define DUNMAIL_PORT_CANVAS_PRIV_H

#include <pango/pangocairo.h>

#include "port/canvas.h"

/*
 * canvas_priv: what canvas.c (pages, shapes) and canvas_text.c share. Nobody
 * else includes it.
 */
struct canvas {
	struct buf *out;
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

/* The text made printable, in c->text until the next call. */
struct str canvas_clean(struct canvas *c, struct str text);
bool canvas_is_drawn(const struct canvas *c);
void canvas_color(struct canvas *c, uint32_t color);

#endif
