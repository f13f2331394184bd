#include "store/holds.h"

enum rc
holds_list(struct store *st, struct arena *a, struct str account, int64_t now,
    struct hold **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_HOLDS_OF_ACCOUNT);
	struct hold *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	db_i64(s, 2, now);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n] = (struct hold){
		    .kind = arena_dup(a, db_col_text(s, 0)),
		    .subject = arena_dup(a, db_col_text(s, 1)),
		    .reason = arena_dup(a, db_col_text(s, 2)),
		    .by = arena_dup(a, db_col_text(s, 3)),
		    .since = db_col_i64(s, 4),
		    .until = db_col_i64(s, 5),
		    .day = DAY_NONE,
		};
		day_parse(db_col_text(s, 6), &v[n].day);
		n++;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
holds_end(struct store *st, const struct holds_subject *of, struct str kind,
    int64_t now, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REST_END);
	enum rc rc;

	db_text(s, 1, of->account);
	db_text(s, 2, of->invoice);
	db_text(s, 3, of->contact);
	db_i64(s, 4, now);
	db_text(s, 5, kind);
	*count = 0;
	while ((rc = db_step(s, err)) == RC_OK)
		++*count;
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
holds_pauses_ending(struct store *st, struct arena *a, int64_t now,
    int64_t until, size_t max, struct holds_pause **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REST_PAUSES_ENDING);
	struct holds_pause *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, now);
	db_i64(s, 2, until);
	db_i64(s, 3, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n] = (struct holds_pause){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .reason = arena_dup(a, db_col_text(s, 4)),
		    .by = arena_dup(a, db_col_text(s, 5)),
		    .until = db_col_i64(s, 6),
		};
		v[n].of.account = arena_dup(a, db_col_text(s, 1));
		v[n].of.invoice = arena_dup(a, db_col_text(s, 2));
		v[n].of.contact = arena_dup(a, db_col_text(s, 3));
		n++;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
holds_told(struct store *st, struct str id, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REST_TOLD);

	db_text(s, 1, id);
	db_i64(s, 2, now);
	return store_run(s, err);
}

enum rc
holds_hours(struct store *st, const struct holds_hours *h, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CONTACT_HOURS);

	db_text(s, 1, h->contact);
	db_i64(s, 2, h->from);
	db_i64(s, 3, h->to);
	db_text(s, 4, h->timezone);
	return store_one(s, err);
}

enum rc
holds_touched_since(struct store *st, struct str account, int64_t since,
    struct str but, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_ACCOUNT_TOUCHED_SINCE);

	db_text(s, 1, account);
	db_i64(s, 2, since);
	db_text(s, 3, but);
	return store_one(s, err);
}
