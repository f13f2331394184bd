#include "store/revoked.h"

enum rc
revoked_link(struct store *st, struct str id, struct str by, int64_t now,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LINK_REVOKE);

	db_text(s, 1, id);
	db_i64(s, 2, now);
	db_text(s, 3, by);
	return store_one(s, err);
}

enum rc
revoked_all(struct store *st, const struct revoked_stop *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LINK_STOP);

	db_text(s, 1, x->account);
	db_text(s, 2, x->contact);
	db_i64(s, 3, x->until);
	db_i64(s, 4, x->at);
	db_text(s, 5, x->by);
	return store_run(s, err);
}

enum rc
revoked_look(struct store *st, const struct revoked_ask *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LINK_REVOKED);

	db_text(s, 1, x->id);
	db_text(s, 2, x->account);
	db_text(s, 3, x->contact);
	db_i64(s, 4, x->expires);
	return store_one(s, err);
}
