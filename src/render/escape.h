#ifndef DUNMAIL_RENDER_ESCAPE_H
#define DUNMAIL_RENDER_ESCAPE_H

#include "base/buf.h"

/*
 * escape: a value made harmless for the place where it lands. What comes out
 * reads back as exactly the value (control characters apart, which go).
 */
void escape_html(struct buf *out, struct str s);

/*
 * For CommonMark with GFM tables: wherever in a line the value stands, alone
 * or beside other values, it is text. Line ends become "&#10;", so that a
 * value stays within its paragraph, list item or table cell.
 */
void escape_markdown(struct buf *out, struct str s);

#endif
