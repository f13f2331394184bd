#ifndef DUNMAIL_DECIDE_RULEMACRO_H
#define DUNMAIL_DECIDE_RULEMACRO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/*
 * rulemacro: short names for pieces of pattern: `define name = pattern`, used
 * as {name}. A piece may use pieces that were defined before it.
 */
struct rulemacro {
	struct str name;
	struct str body; /* expanded, in its own group */
};

struct rulemacros {
	struct rulemacro *v;
	size_t n;
	size_t cap;
};

/* False when the name is taken or is no name. */
bool rulemacro_add(
    struct arena *a, struct rulemacros *m, struct str name, struct str body);

/* Append text to *out with every {name} replaced; on false, *unknown is the
 * name that nobody defined. */
bool rulemacro_expand(const struct rulemacros *m, struct str text,
    struct buf *out, struct str *unknown);

#endif
