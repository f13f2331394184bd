#include "store/creditbook.h"

static day_t
day_col(struct db_stmt *s, int col)
{
	day_t day;

	return day_parse(db_col_text(s, col), &day) ? day : DAY_NONE;
}

static void
bind_day(struct db_stmt *s, int i, day_t day, char text[DAY_TEXT])
{
	db_text(s, i,
	    day == DAY_NONE ? (struct str){NULL, 0}
			    : str_of(day_iso(day, text)));
}

/* Until it is cured is the end of all days. */
#define FOR_GOOD "9999-12-31"

static day_t
excused_col(struct db_stmt *s, int col)
{
	if (str_eqc(db_col_text(s, col), FOR_GOOD))
		return (day_t)INT32_MAX;
	return day_col(s, col);
}

static void
read_book(struct db_stmt *s, struct arena *a, struct creditbook *out)
{
	*out = (struct creditbook){
	    .created_at = db_col_i64(s, 0),
	    .mode = arena_dup(a, db_col_text(s, 1)),
	    .held = db_col_i64(s, 2) != 0,
	    .reason = arena_dup(a, db_col_text(s, 3)),
	    .since = day_col(s, 4),
	    .warned = day_col(s, 5),
	    .by = arena_dup(a, db_col_text(s, 6)),
	    .why = arena_dup(a, db_col_text(s, 7)),
	    .excused = excused_col(s, 8),
	    .announced = db_col_i64(s, 9),
	    .used_count = db_col_i64(s, 10),
	    .hold_count = db_col_i64(s, 11),
	    .last_review = day_col(s, 12),
	    .given = !db_col_is_null(s, 13),
	    .limit_given = db_col_i64(s, 13),
	};
}

enum rc
creditbook_get(struct store *st, struct arena *a, struct str account,
    struct creditbook *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_GET);
	enum rc rc;

	db_text(s, 1, account);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_book(s, a, out);
	out->account = account;
	db_reset(s);
	return rc;
}

enum rc
creditbook_put(struct store *st, const struct creditbook *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_PUT);
	char days[4][DAY_TEXT];

	db_text(s, 1, c->account);
	db_text(s, 2, str_is_empty(c->mode) ? STR("auto") : c->mode);
	db_i64(s, 3, c->held);
	db_text(s, 4, c->reason);
	bind_day(s, 5, c->since, days[0]);
	bind_day(s, 6, c->warned, days[1]);
	db_text(s, 7, c->by);
	db_text(s, 8, c->why);
	if (c->excused == (day_t)INT32_MAX)
		db_text(s, 9, STR(FOR_GOOD));
	else
		bind_day(s, 9, c->excused, days[2]);
	db_i64(s, 10, c->announced);
	db_i64(s, 11, c->used_count);
	db_i64(s, 12, c->hold_count);
	bind_day(s, 13, c->last_review, days[3]);
	return store_run(s, err);
}

enum rc
creditbook_held(struct store *st, struct arena *a, struct str after, size_t max,
    struct str **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_HELD);
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

static enum rc
read_count(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}

enum rc
creditbook_broken(struct store *st, struct str account, int64_t since,
    int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_BROKEN);

	db_text(s, 1, account);
	db_i64(s, 2, since);
	return read_count(s, out, err);
}

enum rc
creditbook_disputes(
    struct store *st, struct str account, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_DISPUTES);

	db_text(s, 1, account);
	return read_count(s, out, err);
}

enum rc
creditbook_payments(struct store *st, struct arena *a, struct str account,
    day_t since, struct creditbook_paid **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_PAID);
	struct creditbook_paid *v = NULL;
	size_t n = 0, cap = 0;
	char day[DAY_TEXT];
	enum rc rc;

	db_text(s, 1, account);
	bind_day(s, 2, since, day);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct creditbook_paid){
		    .issued = day_col(s, 0),
		    .received = day_col(s, 1),
		    .amount = money_of(db_col_i64(s, 2), db_col_text(s, 3)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
creditbook_notes(struct store *st, struct arena *a, struct str account,
    struct creditbook_note **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_NOTES);
	struct creditbook_note *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct creditbook_note){
		    .at = db_col_i64(s, 0),
		    .author = arena_dup(a, db_col_text(s, 1)),
		    .text = arena_dup(a, db_col_text(s, 2)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
creditbook_limit(
    struct store *st, struct str account, int64_t limit, struct err *err)
{
	static const enum sql_id both[] = {
	    SQL_CREDIT_LIMIT, SQL_CREDIT_LIMIT_GIVEN};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < 2; i++) {
		struct db_stmt *s = store_stmt(st, both[i]);

		db_text(s, 1, account);
		db_i64(s, 2, limit);
		rc = store_run(s, err);
	}
	return rc;
}

enum rc
creditbook_imported(struct store *st, struct arena *a,
    struct creditbook_other **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_LIMIT_IMPORTED);
	struct creditbook_other *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct creditbook_other){
		    .account = arena_dup(a, db_col_text(s, 0)),
		    .given = db_col_i64(s, 1),
		    .is = db_col_i64(s, 2),
		    .currency = arena_dup(a, db_col_text(s, 3)),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
creditbook_forget(struct store *st, struct str account, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CREDIT_LIMIT_FORGET);

	db_text(s, 1, account);
	return store_run(s, err);
}

enum rc
creditbook_ask(
    struct store *st, const struct creditbook_request *r, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LIMIT_ASK);

	db_text(s, 1, r->id);
	db_text(s, 2, r->account);
	db_i64(s, 3, r->amount.minor);
	db_i64(s, 4, r->was.minor);
	db_text(s, 5, str_of(r->amount.currency));
	db_text(s, 6, r->why);
	db_text(s, 7, r->by);
	db_text(s, 8, r->key);
	db_i64(s, 9, r->at);
	return store_one(s, err);
}

static void
read_request(struct db_stmt *s, struct arena *a, struct creditbook_request *out)
{
	struct str currency = db_col_text(s, 4);

	*out = (struct creditbook_request){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .account = arena_dup(a, db_col_text(s, 1)),
	    .amount = money_of(db_col_i64(s, 2), currency),
	    .was = money_of(db_col_i64(s, 3), currency),
	    .why = arena_dup(a, db_col_text(s, 5)),
	    .state = arena_dup(a, db_col_text(s, 6)),
	    .by = arena_dup(a, db_col_text(s, 7)),
	    .key = arena_dup(a, db_col_text(s, 8)),
	    .at = db_col_i64(s, 9),
	    .decided_by = arena_dup(a, db_col_text(s, 10)),
	};
}

enum rc
creditbook_request(struct store *st, struct arena *a, struct str id,
    struct creditbook_request *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LIMIT_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_request(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
creditbook_requests(struct store *st, struct arena *a,
    struct creditbook_request **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LIMIT_OPEN);
	struct creditbook_request *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_request(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
creditbook_decide(
    struct store *st, const struct creditbook_decision *d, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LIMIT_DECIDE);

	db_text(s, 1, d->id);
	db_text(s, 2, d->approved ? STR("approved") : STR("rejected"));
	db_text(s, 3, d->by);
	db_text(s, 4, d->key);
	db_i64(s, 5, d->at);
	db_text(s, 6, d->why);
	return store_one(s, err);
}
