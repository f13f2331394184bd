#include "store/collectors.h"

#define COLLECTORS_MAX 1000

typedef bool is_it(struct str collector, struct str wanted);

/* From one name to the next by the index: few names, whatever the number of
 * accounts. */
static enum rc
search(struct store *st, struct arena *a, is_it *it, struct str wanted,
    struct str *found, struct err *err)
{
	char last[256] = "";
	size_t n = 0;

	for (int i = 0; i < COLLECTORS_MAX; i++) {
		struct db_stmt *s = store_stmt(st, SQL_COLLECTOR_NEXT);
		struct str name;
		enum rc rc;

		db_text(s, 1, (struct str){last, n});
		rc = db_step(s, err);
		if (rc != RC_OK || db_col_is_null(s, 0)) {
			db_reset(s);
			return rc == RC_OK ? RC_MISS : rc;
		}
		name = db_col_text(s, 0);
		if (it(name, wanted)) {
			if (found != NULL)
				*found = arena_dup(a, name);
			db_reset(s);
			return RC_OK;
		}
		n = name.n < sizeof(last) ? name.n : sizeof(last);
		memcpy(last, name.p, n);
		db_reset(s);
		if (n == sizeof(last)) /* no address is as long */
			return RC_MISS;
	}
	return RC_MISS;
}

static bool
is_same(struct str collector, struct str wanted)
{
	return str_fold_eq(str_trim(collector), wanted);
}

static bool
begins_with(struct str collector, struct str wanted)
{
	size_t at = str_chr(collector, '@');

	return at != STR_NPOS && str_fold_eq(str_sub(collector, 0, at), wanted);
}

enum rc
collectors_has(struct store *st, struct str address, struct err *err)
{
	return search(st, NULL, is_same, address, NULL, err);
}

enum rc
collectors_find(struct store *st, struct arena *a, struct str name,
    struct str *address, struct err *err)
{
	return search(st, a, begins_with, name, address, err);
}

enum rc
collectors_put(
    struct store *st, struct str account, struct str address, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_COLLECTOR_PUT);

	db_text(s, 1, account);
	db_text(s, 2, address);
	return store_one(s, err);
}
