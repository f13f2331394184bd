#include "store/outbox.h"

#include "store/outbox_letters.h"

/* RC_MISS: it is there, and not to be planned again. */
static enum rc
may_add(struct store *st, struct str natural_key, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_KNOWN);
	enum rc rc;

	db_text(s, 1, natural_key);
	rc = db_step(s, err);
	if (rc == RC_OK && !str_eqc(db_col_text(s, 0), "skipped")) {
		db_reset(s);
		return RC_MISS;
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
outbox_add(struct store *st, const struct outbox_touch *t, struct err *err)
{
	enum rc rc = may_add(st, t->natural_key, err);

	return rc == RC_OK ? outbox_put(st, t, err) : rc;
}

enum rc
outbox_put(struct store *st, const struct outbox_touch *t, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_ADD);
	const struct str texts[] = {t->id, t->natural_key, t->account,
	    t->contact, t->kind, t->sequence, t->step};
	const struct str more[] = {t->template_name, t->mailbox, t->recipient,
	    t->inbox, t->params, t->reason};

	for (int i = 0; i < 7; i++)
		db_text(s, i + 1, texts[i]);
	db_i64(s, 8, t->level);
	db_i64(s, 9, t->episode);
	for (int i = 0; i < 6; i++)
		db_text(s, i + 10, more[i]);
	db_i64(s, 16, t->planned_at);
	db_i64(s, 17, t->not_before);
	db_text(s, 18, t->thread);
	db_text(s, 19, t->channel.n ? t->channel : STR("email"));
	return store_run(s, err);
}

enum rc
outbox_add_line(struct store *st, struct str touch, struct str sequence,
    const struct outbox_line *line, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_INVOICE_ADD);
	char day[DAY_TEXT];

	db_text(s, 1, touch);
	db_text(s, 2, line->invoice);
	db_text(s, 3, sequence);
	db_text(s, 4, line->step);
	db_i64(s, 5, line->level);
	db_i64(s, 6, line->occurrence);
	db_text(s, 7, str_of(day_iso(line->day, day)));
	return store_run(s, err);
}

static void
read_touch(struct db_stmt *s, struct arena *a, struct outbox_touch *t)
{
	*t = (struct outbox_touch){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .account = arena_dup(a, db_col_text(s, 1)),
	    .contact = arena_dup(a, db_col_text(s, 2)),
	    .kind = arena_dup(a, db_col_text(s, 3)),
	    .sequence = arena_dup(a, db_col_text(s, 4)),
	    .step = arena_dup(a, db_col_text(s, 5)),
	    .level = db_col_i64(s, 6),
	    .episode = db_col_i64(s, 7),
	    .template_name = arena_dup(a, db_col_text(s, 8)),
	    .mailbox = arena_dup(a, db_col_text(s, 9)),
	    .recipient = arena_dup(a, db_col_text(s, 10)),
	    .inbox = arena_dup(a, db_col_text(s, 11)),
	    .params = arena_dup(a, db_col_text(s, 12)),
	    .state = arena_dup(a, db_col_text(s, 13)),
	    .attempts = db_col_i64(s, 14),
	    .message_id = arena_dup(a, db_col_text(s, 15)),
	    .planned_at = db_col_i64(s, 16),
	    .thread = arena_dup(a, db_col_text(s, 17)),
	    .channel = arena_dup(a, db_col_text(s, 18)),
	};
}

enum rc
outbox_due(struct store *st, struct arena *a, const struct outbox_want *want,
    struct outbox_touch **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_CLAIM);
	struct outbox_touch *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, want->now);
	db_i64(s, 2, (int64_t)want->max);
	db_text(s, 3, str_of(want->kind));
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		read_touch(s, a, &v[n++]);
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
outbox_get(struct store *st, struct arena *a, struct str id,
    struct outbox_touch *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		read_touch(s, a, out);
	db_reset(s);
	return rc;
}

enum rc
outbox_freeze(struct outbox_letters *letters, const struct outbox_frozen *f,
    struct err *err)
{
	struct db_stmt *s;
	int64_t id = 0;
	enum rc rc;

	rc = outbox_letters_keep(letters, f->like, f->bytes, &id, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(outbox_letters_store(letters), SQL_TOUCH_FREEZE_SENDING);
	db_text(s, 1, f->touch);
	db_text(s, 2, f->message_id);
	db_text(s, 3, f->subject);
	db_text(s, 4, f->owner);
	db_i64(s, 5, id);
	return store_run(s, err);
}

enum rc
outbox_copy(struct store *st, const struct outbox_copy *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_COPY);

	db_text(s, 1, c->of);
	db_text(s, 2, c->id);
	db_text(s, 3, c->natural_key);
	db_text(s, 4, c->contact);
	db_text(s, 5, c->recipient);
	return store_run(s, err);
}

/* Kept whole by an earlier version. */
static enum rc
old_bytes(struct store *st, struct arena *a, struct str touch,
    struct str *bytes, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_MAIL_GET);
	enum rc rc;

	db_text(s, 1, touch);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*bytes = arena_dup(a, db_col_blob(s, 0));
	db_reset(s);
	return rc;
}

enum rc
outbox_bytes(struct store *st, struct arena *a, struct str touch,
    struct str *bytes, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_LETTER_GET);
	enum rc rc;

	db_text(s, 1, touch);
	rc = db_step(s, err);
	if (rc == RC_OK)
		rc = outbox_letters_read(s, a, bytes, err);
	db_reset(s);
	return rc == RC_MISS ? old_bytes(st, a, touch, bytes, err) : rc;
}

enum rc
outbox_sending(
    struct store *st, struct str touch, struct str owner, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_SENDING);

	db_text(s, 1, touch);
	db_text(s, 2, owner);
	return store_run(s, err);
}

enum rc
outbox_settle(struct store *st, const struct outbox_settled *x, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_SETTLE);

	db_text(s, 1, x->touch);
	db_text(s, 2, str_of(x->state));
	db_text(s, 3, x->reason);
	db_i64(s, 4, x->now);
	db_i64(s, 5, x->code);
	db_text(s, 6, x->reply);
	db_i64(s, 7, x->not_before);
	return store_run(s, err);
}

enum rc
outbox_let_go(struct store *st, struct str touch, int64_t at, struct str reason,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_LET_GO);

	db_text(s, 1, touch);
	db_i64(s, 2, at);
	db_text(s, 3, reason);
	return store_run(s, err);
}

static enum rc
free_steps(struct store *st, struct str touch, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_INVOICES_CLEAR);
	enum rc rc;

	db_text(s, 1, touch);
	rc = store_run(s, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_TOUCH_COURSES_CLEAR);
	db_text(s, 1, touch);
	return store_run(s, err);
}

enum rc
outbox_pass(struct store *st, struct str touch, struct str reason, int64_t now,
    struct err *err)
{
	struct outbox_settled x = {.touch = touch,
	    .state = "skipped",
	    .reason = reason,
	    .now = now,
	    .not_before = now};

	return outbox_settle(st, &x, err);
}

enum rc
outbox_skip(struct store *st, struct str touch, struct str reason, int64_t now,
    struct err *err)
{
	enum rc rc = outbox_pass(st, touch, reason, now, err);

	return rc == RC_OK ? free_steps(st, touch, err) : rc;
}

enum rc
outbox_left_over(struct store *st, struct arena *a, struct outbox_left **out,
    size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_OWNED);
	struct outbox_left *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].id = arena_dup(a, db_col_text(s, 0));
		v[n].owner = arena_dup(a, db_col_text(s, 1));
		n++;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

/* The one number a statement answers with; null reads as 0. */
static enum rc
read_number(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	*out = rc == RC_OK && !db_col_is_null(s, 0) ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}

enum rc
outbox_next(struct store *st, int64_t *at, struct err *err)
{
	return read_number(store_stmt(st, SQL_TOUCH_NEXT_DUE), at, err);
}

enum rc
outbox_answers(struct store *st, struct str recipient, struct str thread,
    int64_t since, struct outbox_answers *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_ANSWERS);
	enum rc rc;

	db_text(s, 1, recipient);
	db_i64(s, 2, since);
	db_text(s, 3, thread);
	rc = db_step(s, err);
	*out = (struct outbox_answers){0};
	if (rc == RC_OK) {
		out->address = db_col_i64(s, 0);
		out->documents = db_col_i64(s, 1);
		out->thread = db_col_i64(s, 2);
	}
	db_reset(s);
	return rc;
}

enum rc
outbox_links(struct store *st, struct str recipient, struct str contact,
    int64_t since, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_LINKS);

	db_text(s, 1, recipient);
	db_text(s, 2, contact);
	db_i64(s, 3, since);
	return read_number(s, out, err);
}

enum rc
outbox_sent_since(
    struct store *st, int64_t since, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_SENT_SINCE);

	db_i64(s, 1, since);
	return read_number(s, out, err);
}

enum rc
outbox_bounced(
    struct store *st, struct str touch, struct str reason, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TOUCH_BOUNCED);
	enum rc rc;

	db_text(s, 1, touch);
	db_text(s, 2, reason);
	rc = store_one(s, err);
	return rc == RC_OK ? free_steps(st, touch, err) : rc;
}
