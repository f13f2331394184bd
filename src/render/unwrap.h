#ifndef DUNMAIL_RENDER_UNWRAP_H
#define DUNMAIL_RENDER_UNWRAP_H

#include "base/arena.h"
#include "base/str.h"

/* unwrap: text that was wrapped at `width` with each paragraph on one line
 * again: a line goes on with the next where the next one's first word had no
 * room on it. Blank lines stay. */
struct str unwrap(struct arena *a, struct str text, size_t width);

#endif
