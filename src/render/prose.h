#ifndef DUNMAIL_RENDER_PROSE_H
#define DUNMAIL_RENDER_PROSE_H

#include "port/markdown.h"
#include "render/sheet.h"

/*
 * prose: the text of a letter on a sheet: paragraphs, lists, quotations and
 * tables, over as many pages as it takes. Links are their labels, for paper;
 * a block is bold when all of it is.
 */
void prose_draw(struct sheet *s, const struct markdown *m);

#endif
