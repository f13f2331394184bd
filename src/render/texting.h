#ifndef DUNMAIL_RENDER_TEXTING_H
#define DUNMAIL_RENDER_TEXTING_H

#include "base/buf.h"
#include "base/err.h"
#include "port/markdown.h"

/*
 * texting: Markdown as a text message of at most LIMIT_TEXTING bytes: the
 * words of its paragraphs and lists, a line each, without tables, and the link
 * at the end, unless the words have it. What is too long loses its end, never
 * a part of the link. RC_BAD: not even the link has room, or there is nothing.
 */
enum rc texting_render(const struct markdown *m, struct str link,
    struct buf *out, struct err *err);

#endif
