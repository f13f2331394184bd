#include "store/slots.h"

#include "base/xalloc.h"

static void
bind_id(struct db_stmt *s, int i, struct str id)
{
	if (str_is_empty(id))
		db_null(s, i); /* equal to nothing: not even looked for */
	else
		db_text(s, i, id);
}

struct db_stmt *
slots_stmt(struct store *st, enum sql_id name, const struct slots *slots)
{
	bool one = slots->count == 1;
	struct db_stmt *s = store_stmt(st, one ? name : name + 1);
	size_t room = one ? 1 : SLOTS_MAX;

	if (slots->count == 0 || slots->count > SLOTS_MAX)
		xdie("store: %zu ids for one statement", slots->count);
	db_text(s, 1, slots->given);
	for (size_t i = 0; i < slots->count; i++)
		bind_id(s, (int)i + 2, slots->ids[i]);
	for (size_t i = slots->count; i < room; i++)
		db_null(s, (int)i + 2);
	return s;
}

enum rc
slots_step(
    struct db_stmt *s, const struct slots *slots, size_t *slot, struct err *err)
{
	enum rc rc = db_step(s, err);

	if (rc != RC_OK)
		return rc;
	*slot = (size_t)db_col_i64(s, 0);
	if (*slot >= slots->count)
		xdie("store: a row for slot %zu of %zu", *slot, slots->count);
	return RC_OK;
}

enum rc
slots_end(struct db_stmt *s, enum rc rc)
{
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}
