#include "store/standstill.h"

enum rc
standstill_get(
    struct store *st, struct arena *a, struct standstill *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STANDSTILL_GET);
	enum rc rc = db_step(s, err);

	if (rc == RC_OK && out != NULL)
		*out = (struct standstill){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .reason = arena_dup(a, db_col_text(s, 1)),
		    .by = arena_dup(a, db_col_text(s, 2)),
		    .since = db_col_i64(s, 3),
		};
	db_reset(s);
	return rc;
}

enum rc
standstill_put(struct store *st, const struct standstill *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STANDSTILL_PUT);

	db_text(s, 1, x->id);
	db_text(s, 2, x->reason);
	db_text(s, 3, x->by);
	db_i64(s, 4, x->since);
	return store_run(s, err);
}

enum rc
standstill_end(struct store *st, struct str by, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STANDSTILL_END);
	enum rc rc, last = RC_MISS;

	db_i64(s, 1, now);
	db_text(s, 2, by);
	while ((rc = db_step(s, err)) == RC_OK)
		last = RC_OK;
	db_reset(s);
	return rc == RC_MISS ? last : rc;
}
