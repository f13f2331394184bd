#include "store/staffview.h"

/* Ends a reading: RC_MISS is the end of the rows, or enough of them. */
static enum rc
done(struct db_stmt *s, enum rc rc)
{
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

static day_t
day_at(struct db_stmt *s, int col)
{
	day_t day;

	return day_parse(db_col_text(s, col), &day) ? day : DAY_NONE;
}

enum rc
staffview_sums(struct store *st, day_t today, struct str currency,
    staffview_sum_each *each, void *ctx, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_SUMS);
	char day[DAY_TEXT];
	enum rc rc;

	db_text(s, 1, str_of(day_iso(today, day)));
	db_text(s, 2, currency);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct str in = db_col_text(s, 1);
		struct staffview_sum row = {
		    .account = db_col_text(s, 0),
		    .open = money_of(db_col_i64(s, 2), in),
		    .late = money_of(db_col_i64(s, 3), in),
		    .oldest = day_at(s, 4),
		    .name = db_col_text(s, 5),
		    .collector = db_col_text(s, 6),
		    .white_glove = db_col_i64(s, 7) != 0,
		    .disputed = db_col_i64(s, 8) != 0,
		    .promised = db_col_i64(s, 9) != 0,
		    .held = db_col_i64(s, 10) != 0,
		};

		rc = each(ctx, &row, err);
		if (rc != RC_OK)
			break;
	}
	return done(s, rc);
}

enum rc
staffview_names(
    struct store *st, staffview_name_each *each, void *ctx, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_NAMES);
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		struct staffview_name row = {
		    .account = db_col_text(s, 0),
		    .name = db_col_text(s, 1),
		    .collector = db_col_text(s, 2),
		    .contact = db_col_text(s, 3),
		    .contact_name = db_col_text(s, 4),
		    .email = db_col_text(s, 5),
		    .phone = db_col_text(s, 6),
		};

		rc = each(ctx, &row, err);
		if (rc != RC_OK)
			break;
	}
	return done(s, rc);
}

enum rc
staffview_tasks(struct store *st, struct str account, staffview_task_each *each,
    void *ctx, struct err *err)
{
	struct db_stmt *s = store_stmt(
	    st, account.n > 0 ? SQL_STAFF_TASKS_OF : SQL_STAFF_TASKS);
	enum rc rc;

	if (account.n > 0)
		db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		struct staffview_task row = {
		    .id = db_col_text(s, 0),
		    .account = db_col_text(s, 1),
		    .kind = db_col_text(s, 2),
		    .text = db_col_text(s, 3),
		    .at = db_col_i64(s, 4),
		    .inbox = db_col_text(s, 5),
		    .name = db_col_text(s, 6),
		    .collector = db_col_text(s, 7),
		};

		rc = each(ctx, &row, err);
		if (rc != RC_OK)
			break;
	}
	return done(s, rc);
}

static enum rc
parked(struct store *st, struct staffview_queue *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_PARKED);
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		*out = (struct staffview_queue){
		    STR(STAFFVIEW_PARKED), db_col_i64(s, 0), db_col_i64(s, 1)};
	db_reset(s);
	return rc;
}

enum rc
staffview_queues(struct store *st, struct arena *a,
    struct staffview_queue **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_QUEUES);
	struct staffview_queue *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] =
		    (struct staffview_queue){arena_dup(a, db_col_text(s, 0)),
			db_col_i64(s, 1), db_col_i64(s, 2)};
	}
	rc = done(s, rc);
	if (rc == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		rc = parked(st, &v[n], err);
		n += rc == RC_OK && v[n].mails > 0;
	}
	*out = v;
	*count = n;
	return rc;
}

static void
read_mail(struct arena *a, struct db_stmt *s, struct staffview_mail *out)
{
	*out = (struct staffview_mail){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .at = db_col_i64(s, 1),
	    .account = arena_dup(a, db_col_text(s, 2)),
	    .name = arena_dup(a, db_col_text(s, 3)),
	    .kind = arena_dup(a, db_col_text(s, 4)),
	    .trust = arena_dup(a, db_col_text(s, 5)),
	    .intents = arena_dup(a, db_col_text(s, 6)),
	    .queue = arena_dup(a, db_col_text(s, 7)),
	    .state = arena_dup(a, db_col_text(s, 8)),
	    .reason = arena_dup(a, db_col_text(s, 9)),
	    .decisions = arena_dup(a, db_col_text(s, 10)),
	    .words = arena_dup(a, db_col_text(s, 11)),
	    .params = arena_dup(a, db_col_text(s, 12)),
	    .touch = arena_dup(a, db_col_text(s, 13)),
	};
}

enum rc
staffview_queue(struct store *st, struct arena *a,
    const struct staffview_want *want, struct staffview_mail **out,
    size_t *count, struct err *err)
{
	bool aside = str_eqc(want->queue, STAFFVIEW_PARKED);
	struct db_stmt *s =
	    store_stmt(st, aside ? SQL_STAFF_QUEUE_PARKED : SQL_STAFF_QUEUE);
	struct staffview_mail *v = NULL;
	size_t n = 0, cap = 0;
	int i = 1;
	enum rc rc;

	if (!aside)
		db_text(s, i++, want->queue);
	db_i64(s, i++, want->max);
	db_i64(s, i, want->from);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_mail(a, s, &v[n++]);
	}
	*out = v;
	*count = n;
	return done(s, rc);
}

enum rc
staffview_mail(struct store *st, struct arena *a, struct str id,
    struct staffview_mail *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_MAIL_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_mail(a, s, out);
	db_reset(s);
	return rc;
}

enum rc
staffview_touch(struct store *st, struct arena *a, struct str id,
    struct staffview_touch *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_TOUCH_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct staffview_touch){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .account = arena_dup(a, db_col_text(s, 1)),
		    .contact = arena_dup(a, db_col_text(s, 2)),
		    .kind = arena_dup(a, db_col_text(s, 3)),
		    .channel = arena_dup(a, db_col_text(s, 4)),
		    .sequence = arena_dup(a, db_col_text(s, 5)),
		    .step = arena_dup(a, db_col_text(s, 6)),
		    .template_name = arena_dup(a, db_col_text(s, 7)),
		    .recipient = arena_dup(a, db_col_text(s, 8)),
		    .state = arena_dup(a, db_col_text(s, 9)),
		    .reason = arena_dup(a, db_col_text(s, 10)),
		    .planned_at = db_col_i64(s, 11),
		    .settled_at = db_col_i64(s, 12),
		    .subject = arena_dup(a, db_col_text(s, 13)),
		    .reply = arena_dup(a, db_col_text(s, 14)),
		    .inbox = arena_dup(a, db_col_text(s, 15)),
		};
	db_reset(s);
	return rc;
}

enum rc
staffview_disputes(struct store *st, struct arena *a, struct str account,
    struct staffview_dispute **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_DISPUTES);
	struct staffview_dispute *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_text(s, 1, account);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct staffview_dispute){
		    .id = arena_dup(a, db_col_text(s, 0)),
		    .invoice = arena_dup(a, db_col_text(s, 1)),
		    .reason = arena_dup(a, db_col_text(s, 2)),
		    .state = arena_dup(a, db_col_text(s, 3)),
		    .at = db_col_i64(s, 4),
		    .by = arena_dup(a, db_col_text(s, 5)),
		    .part = !db_col_is_null(s, 6) && db_col_i64(s, 6) > 0,
		    .text = arena_dup(a, db_col_text(s, 8)),
		};
		if (v[n - 1].part && !db_col_is_null(s, 7))
			v[n - 1].amount =
			    money_of(db_col_i64(s, 6), db_col_text(s, 7));
	}
	*out = v;
	*count = n;
	return done(s, rc);
}

static enum rc
number(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	return done(s, rc);
}

enum rc
staffview_outs(
    struct store *st, struct str address, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_OUT);

	db_text(s, 1, address);
	return number(s, out, err);
}

enum rc
staffview_asked(struct store *st, struct str address, int64_t since,
    int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_STAFF_ASKED);

	db_text(s, 1, address);
	db_i64(s, 2, since);
	return number(s, out, err);
}
