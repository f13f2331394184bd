#include "port/db_lite.h"

#include <string.h>

static bool
is_listed(const char *const *tables, const char *name)
{
	for (; *tables; tables++)
		if (strcmp(*tables, name) == 0)
			return true;
	return false;
}

/* SQLite asks about each thing that a statement would do, as it prepares it.
 * What is not known to be harmless is denied, PRAGMA and ATTACH too. */
static int
judge(void *ctx, int action, const char *one, const char *two, const char *base,
    const char *within)
{
	(void)two;
	(void)base;
	(void)within;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	case SQLITE_INSERT:
		return is_listed(ctx, one) ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

void
db_lite_only_adds(struct db *db, const char *const *tables)
{
	sqlite3_set_authorizer(db_lite_conn(db), judge, (void *)tables);
}
