#ifndef DUNMAIL_FLOW_IMPORT_CELL_H
#define DUNMAIL_FLOW_IMPORT_CELL_H

#include "flow/import_kind.h"

/*
 * import_cell: the text of one column held against its type.
 */

/* Without the blanks around them; what must not be empty is not, and an amount
 * that can be read is known. */
void import_cell_trim(const struct import_kind *kind, struct import_row *row);

/* Read all cells of the row; the first that will not do refuses it. Texts
 * that need a change go to the arena. */
void import_cell_read(
    const struct import_kind *kind, struct arena *a, struct import_row *row);

/* "1234.56", not negative, not beyond LIMIT_IMPORT_AMOUNT. */
bool import_cell_amount(struct import_row *row, const char *column,
    struct str text, struct str currency, int64_t *out);

/* A foreign text, short enough for a reason. */
struct str import_cell_clip(struct str s);

#endif
