#include "flow/import_later.h"

#include <string.h>

#include "base/xalloc.h"

/* There is room: every text was held against its limit. */
static struct str
copy(struct import_later *later, struct str s)
{
	char *p = later->text + later->used;

	if (s.n > sizeof(later->text) - later->used)
		xdie("import: a text beyond its limit");
	if (s.n > 0) /* an absent text has no address */
		memcpy(p, s.p, s.n);
	later->used += s.n;
	return (struct str){p, s.n};
}

enum rc
import_later_add(struct import_later *later, struct store *st,
    const struct books_row *row, struct err *err)
{
	const char *layout = books_layout(BOOKS_INVOICE);
	struct books_row *to = &later->rows[later->n++];

	*to = *row;
	to->id = copy(later, row->id);
	for (int i = 0; layout[i]; i++)
		if (layout[i] == 't')
			to->cells[i].text = copy(later, row->cells[i].text);
	return later->n < BOOKS_MANY ? RC_OK
				     : import_later_write(later, st, err);
}

enum rc
import_later_write(
    struct import_later *later, struct store *st, struct err *err)
{
	size_t n = later->n;
	enum rc rc = RC_OK;

	later->n = later->used = 0;
	if (n == BOOKS_MANY)
		return books_add_invoices(st, later->rows, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = books_add(st, BOOKS_INVOICE, &later->rows[i], err);
	return rc;
}
