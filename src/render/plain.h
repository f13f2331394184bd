#ifndef DUNMAIL_RENDER_PLAIN_H
#define DUNMAIL_RENDER_PLAIN_H

#include "base/buf.h"
#include "port/markdown.h"

/*
 * plain: Markdown as a mail's text part, for people who read it: paragraphs
 * wrapped at PLAIN_WIDTH, tables as aligned columns (as one block a row when
 * they are wider than the page), links as "label: address". Lines end with LF.
 */
#define PLAIN_WIDTH 72

void plain_render(struct arena *a, const struct markdown *m, struct buf *out);

#endif
