#ifndef DUNMAIL_RENDER_PLAIN_TABLE_H
#define DUNMAIL_RENDER_PLAIN_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

/* plain_table: the cells of one table, collected and then laid out. */
struct plain_cell {
	struct str text;
	size_t column;
	bool header;
	char align; /* 'l', 'r', 'c' or 0 */
};

struct plain_table {
	struct plain_cell *cells; /* in reading order */
	size_t count, cap;
};

void plain_table_add(
    struct arena *a, struct plain_table *t, struct plain_cell cell);

/* Write it with `indent` before each line. A column that is empty in every
 * row but the head is left out. */
void plain_table_render(struct arena *a, const struct plain_table *t,
    struct str indent, struct buf *out);

/* Columns a terminal needs for a text: code points, wide ones twice. */
size_t plain_table_width(struct str s);

#endif
