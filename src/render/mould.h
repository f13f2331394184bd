#ifndef DUNMAIL_RENDER_MOULD_H
#define DUNMAIL_RENDER_MOULD_H

#include "base/arena.h"
#include "port/markdown.h"
#include "render/template.h"

/*
 * mould: the Markdown of a letter, parsed. Letters of one template differ in
 * their values, and a value is never more than text (render/escape.h): so one
 * parse, with a mark where each value stands, serves all that have the same
 * sections, and the values are put into its events. The result is that of
 *
 *	template_render(t, values, ESCAPE_MARKDOWN, NULL, NULL, source);
 *	markdown_parse(a, buf_str(source), out);
 *
 * which is also what happens wherever a value might mean something. Each
 * thread keeps its last few moulds.
 */
void mould_markdown(struct arena *a, const struct template *t,
    const struct value *values, struct buf *source, struct markdown *out);

/* This thread's moulds are given back. */
void mould_forget(void);

#endif
