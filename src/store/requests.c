#include "store/requests.h"

enum rc
requests_add(struct store *st, const struct requests_row *r, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REQUEST_ADD);

	db_text(s, 1, r->id);
	db_text(s, 2, r->account);
	db_text(s, 3, r->kind);
	db_text(s, 4, r->subject);
	db_i64(s, 5, r->amount.minor);
	db_text(s, 6, str_of(r->amount.currency));
	db_text(s, 7, r->why);
	db_text(s, 8, r->touch);
	db_text(s, 9, r->by);
	db_text(s, 10, r->key);
	db_i64(s, 11, r->at);
	return store_one(s, err);
}

enum rc
requests_of_touch(struct store *st, struct arena *a, struct str touch,
    struct requests_row *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REQUEST_OF_TOUCH);
	enum rc rc;

	db_text(s, 1, touch);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct requests_row){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		    .kind = arena_dup(a, db_col_text(s, 2)),
		    .subject = arena_dup(a, db_col_text(s, 3)),
		    .amount = money_of(db_col_i64(s, 4), db_col_text(s, 5)),
		    .why = arena_dup(a, db_col_text(s, 6)),
		    .state = arena_dup(a, db_col_text(s, 7)),
		    .by = arena_dup(a, db_col_text(s, 8)),
		    .key = arena_dup(a, db_col_text(s, 9)),
		    .at = db_col_i64(s, 10),
		    .decided_by = arena_dup(a, db_col_text(s, 11)),
		    .touch = touch,
		};
	db_reset(s);
	return rc;
}

enum rc
requests_decide(
    struct store *st, const struct requests_decision *d, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REQUEST_DECIDE);

	db_text(s, 1, d->id);
	db_text(s, 2, d->approved ? STR("approved") : STR("rejected"));
	db_text(s, 3, d->by);
	db_text(s, 4, d->key);
	db_i64(s, 5, d->at);
	db_text(s, 6, d->why);
	return store_one(s, err);
}
