#include "store/deed.h"

static void
bind_texts(struct db_stmt *s, int from, const struct str *texts, int count)
{
	for (int i = 0; i < count; i++)
		db_text(s, from + i, texts[i]);
}

enum rc
deed_note(struct store *st, const struct deed_note *n, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_NOTE_ADD);
	const struct str head[] = {n->id, n->account, n->invoice};
	const struct str tail[] = {
	    n->author, n->kind, n->text, n->inbox, n->outcome};

	bind_texts(s, 1, head, 3);
	db_i64(s, 4, n->at);
	bind_texts(s, 5, tail, 5);
	return store_run(s, err);
}

enum rc
deed_rest(struct store *st, const struct deed_rest *r, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REST_ADD);
	const struct str head[] = {
	    r->id, r->account, r->invoice, r->kind, r->reason};

	bind_texts(s, 1, head, 5);
	db_i64(s, 6, r->since);
	db_i64(s, 7, r->until);
	db_text(s, 8, r->inbox);
	db_text(s, 9, r->contact);
	db_text(s, 10, r->by);
	return store_run(s, err);
}

static enum rc
applied_sum(struct store *st, const struct deed_promise *p, int64_t *sum,
    struct err *err)
{
	*sum = 0;
	for (size_t i = 0; i < p->invoice_count; i++) {
		struct db_stmt *s = store_stmt(st, SQL_INVOICE_APPLIED_SUM);
		enum rc rc;

		db_text(s, 1, p->invoices[i]);
		rc = db_step(s, err);
		if (rc == RC_OK)
			*sum += db_col_i64(s, 0);
		db_reset(s);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static enum rc
add_promise(struct store *st, const struct deed_promise *p, int64_t applied,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_ADD);
	const struct str head[] = {p->id, p->account, p->contact};
	char day[DAY_TEXT];

	bind_texts(s, 1, head, 3);
	db_text(s, 4, str_of(day_iso(p->day, day)));
	if (p->has_amount)
		db_i64(s, 5, p->amount.minor);
	else
		db_null(s, 5);
	db_text(s, 6, str_of(p->amount.currency));
	db_i64(s, 7, p->conditional);
	db_i64(s, 8, p->at);
	db_i64(s, 9, applied);
	db_text(s, 10, p->inbox);
	return store_one(s, err);
}

static enum rc
cancel_if_empty(
    struct store *st, struct str promise, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_CANCEL_EMPTY);

	db_text(s, 1, promise);
	db_i64(s, 2, now);
	return store_run(s, err);
}

/* Move one invoice from its older promise, if any, to this one. */
static enum rc
take_invoice(struct store *st, struct arena *a, const struct deed_promise *p,
    struct str invoice, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_RELEASE);
	struct str old = {NULL, 0};
	enum rc rc;

	db_text(s, 1, invoice);
	rc = db_step(s, err);
	if (rc == RC_OK)
		old = arena_dup(a, db_col_text(s, 0));
	db_reset(s);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	if (old.n && (rc = cancel_if_empty(st, old, p->at, err)) != RC_OK)
		return rc;
	s = store_stmt(st, SQL_PROMISE_INVOICE_ADD);
	db_text(s, 1, p->id);
	db_text(s, 2, invoice);
	return store_run(s, err);
}

enum rc
deed_promise(struct store *st, struct arena *a, const struct deed_promise *p,
    struct err *err)
{
	int64_t applied = 0;
	enum rc rc;

	rc = applied_sum(st, p, &applied, err);
	if (rc == RC_OK)
		rc = add_promise(st, p, applied, err);
	for (size_t i = 0; rc == RC_OK && i < p->invoice_count; i++)
		rc = take_invoice(st, a, p, p->invoices[i], err);
	return rc;
}

enum rc
deed_promise_close(struct store *st, struct str id, const char *state,
    int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_PROMISE_CLOSE);
	enum rc rc;

	db_text(s, 1, id);
	db_text(s, 2, str_of(state));
	db_i64(s, 3, now);
	rc = store_one(s, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_PROMISE_CLOSE_INVOICES);
	db_text(s, 1, id);
	return store_run(s, err);
}

enum rc
deed_dispute(struct store *st, const struct deed_dispute *d, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_DISPUTE_ADD);
	const struct str head[] = {d->id, d->account, d->invoice, d->reason};

	bind_texts(s, 1, head, 4);
	db_i64(s, 5, d->at);
	db_text(s, 6, d->opened_by);
	db_text(s, 7, d->inbox);
	if (d->amount > 0)
		db_i64(s, 8, d->amount);
	else
		db_null(s, 8);
	db_text(s, 9, d->text);
	return store_one(s, err);
}

enum rc
deed_task(struct store *st, const struct deed_task *t, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TASK_ADD);
	const struct str head[] = {t->id, t->account, t->kind, t->text};

	bind_texts(s, 1, head, 4);
	db_i64(s, 5, t->at);
	db_text(s, 6, t->inbox);
	return store_run(s, err);
}

enum rc
deed_task_close(struct store *st, struct str id, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TASK_CLOSE);

	db_text(s, 1, id);
	db_i64(s, 2, now);
	return store_run(s, err);
}

enum rc
deed_rest_lift(struct store *st, struct str account, struct str inbox,
    int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_REST_LIFT);

	db_text(s, 1, account);
	db_text(s, 2, inbox);
	db_i64(s, 3, now);
	return store_run(s, err);
}

enum rc
deed_task_done(struct store *st, struct str inbox, struct str account,
    int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_TASK_DONE_OF_MAIL);

	db_text(s, 1, inbox);
	db_i64(s, 2, now);
	db_text(s, 3, account);
	return store_run(s, err);
}
