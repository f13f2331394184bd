#ifndef DUNMAIL_RENDER_MARK_H
#define DUNMAIL_RENDER_MARK_H

#include "base/arena.h"
#include "base/buf.h"

/*
 * mark: stand-ins for values in a Markdown source, one character of the
 * private use area each, for mould. A mark behaves like its value as far as
 * Markdown looks at what is beside it: a value that begins or ends with
 * punctuation has a parenthesis there.
 */
struct mark {
	struct str value; /* as a reader sees it */
	bool raw;         /* the template wrote {{{x}}} */
	bool plain;       /* means nothing in an address */
	bool open, close; /* has a parenthesis before, after */
};

struct marks {
	struct arena *a;
	struct mark *v;
	size_t n, cap;
	bool odd; /* some value is none that a mark can stand for */
};

enum mark_place {
	MARK_LOST,
	MARK_IN_TEXT,
	MARK_IN_ADDRESS,
};

/* For template_render_with; ctx is the struct marks. */
void mark_put(void *ctx, struct buf *out, struct str value, bool raw);

/* Is every mark of this source at a place where only the characters beside
 * it could matter? False also when the template itself uses such characters
 * as marks are made of. */
bool mark_may(struct str source);

/* The next mark in *rest, cut off with all before it. */
bool mark_next(struct str *rest, size_t *index);

/* The text with its marks replaced. */
struct str mark_fill(
    struct arena *a, struct str text, const struct marks *marks);

#endif
