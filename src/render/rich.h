#ifndef DUNMAIL_RENDER_RICH_H
#define DUNMAIL_RENDER_RICH_H

#include "base/buf.h"
#include "port/markdown.h"

/*
 * rich: Markdown as the HTML of a mail: every style inline, as mail clients
 * want it. A paragraph that is nothing but a strong link (**[Pay](url)**) is
 * drawn as a button. Only http, https, mailto and tel become links; images
 * are their description; a table column without a value in any row is left
 * out.
 */

/* color: "#rrggbb" for buttons and links; anything else is the default. */
void rich_render(const struct markdown *m, struct str color, struct buf *out);

#define RICH_COLOR "#1155cc" /* the default */

/* The colour itself if it is one, else the default. */
struct str rich_color(struct str color);

/* 0 black to 255 white, as the eye weighs it; -1 for no colour. */
int rich_brightness(struct str color);

#endif
