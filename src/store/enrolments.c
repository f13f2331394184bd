#include "store/enrolments.h"

static enum rc
run(struct store *st, enum sql_id id, struct str sequence, int64_t at,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, id);

	db_text(s, 1, sequence);
	db_i64(s, 2, at);
	return store_run(s, err);
}

enum rc
enrolments_follow(
    struct store *st, struct str sequence, int64_t at, struct err *err)
{
	return run(st, SQL_ENROLMENT_FOLLOW, sequence, at, err);
}

enum rc
enrolments_fill(
    struct store *st, struct str sequence, int64_t at, struct err *err)
{
	return run(st, SQL_ENROLMENT_FILL, sequence, at, err);
}
