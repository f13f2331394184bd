#include "store/meta.h"

enum rc
meta_get(struct store *st, struct arena *a, const char *name, struct str *out,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_META_GET);
	enum rc rc;

	db_text(s, 1, str_of(name));
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = arena_dup(a, db_col_text(s, 0));
	db_reset(s);
	return rc;
}

enum rc
meta_put(struct store *st, const char *name, struct str value, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_META_PUT);

	db_text(s, 1, str_of(name));
	db_text(s, 2, value);
	return store_run(s, err);
}

enum rc
meta_latest_import(struct store *st, int64_t *at, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_IMPORT_LATEST);
	enum rc rc = db_step(s, err);

	*at = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}

enum rc
meta_account_ids(struct store *st, struct arena *a, struct str after,
    size_t max, struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_ALL);
	struct str *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, after);
	db_i64(s, 2, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = arena_dup(a, db_col_text(s, 0));
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}
