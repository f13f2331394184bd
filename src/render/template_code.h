#ifndef DUNMAIL_RENDER_TEMPLATE_CODE_H
#define DUNMAIL_RENDER_TEMPLATE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * template_code: what template_compile leaves for template_render. A flat
 * list; a section knows where its body ends.
 */
enum op_kind {
	OP_TEXT,
	OP_VALUE,
	OP_SECTION,
	OP_INVERTED,
	OP_PARTIAL,
};

struct op {
	enum op_kind kind;
	bool raw;   /* value: never escaped */
	bool alone; /* partial: the only thing in its line */
	int line;
	size_t dot;        /* name: bytes before its first dot */
	size_t end;        /* section: index behind its last op */
	struct str text;   /* text or name; points into source */
	struct str indent; /* partial: blanks before it */
};

struct template
{
	char *source;
	struct op *ops;
	size_t count;
	size_t cap;
};

/* Most names differ in length or at once: no call for those. */
static inline bool
template_same_name(struct str a, struct str b)
{
	return a.n == b.n && a.n > 0 && a.p[0] == b.p[0] &&
	       memcmp(a.p, b.p, a.n) == 0;
}

#endif
