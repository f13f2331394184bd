#include "store/corrections.h"

static void
bind_move(struct db_stmt *s, const struct correction *c)
{
	db_text(s, 1, c->inbox);
	db_text(s, 2, c->mailbox);
	db_text(s, 3, c->to);
}

enum rc
corrections_add(struct store *st, const struct correction *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CORRECTION_ADD);
	enum rc rc;

	bind_move(s, c);
	db_text(s, 4, c->from);
	db_i64(s, 5, c->at);
	rc = store_run(s, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_INBOX_REQUEUE);
	db_text(s, 1, c->inbox);
	db_text(s, 2, c->to);
	rc = store_run(s, err);
	if (rc != RC_OK)
		return rc;
	s = store_stmt(st, SQL_FILING_ELSEWHERE);
	bind_move(s, c);
	return store_run(s, err);
}

enum rc
corrections_open(struct store *st, struct arena *a, size_t max,
    struct correction **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CORRECTIONS_OPEN);
	struct correction *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct correction){
		    .inbox = arena_dup(a, db_col_text(s, 0)),
		    .ordinal = db_col_i64(s, 1),
		    .mailbox = arena_dup(a, db_col_text(s, 2)),
		    .from = arena_dup(a, db_col_text(s, 3)),
		    .to = arena_dup(a, db_col_text(s, 4)),
		    .at = db_col_i64(s, 5),
		};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
corrections_done(
    struct store *st, const struct correction *c, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CORRECTION_DONE);

	db_text(s, 1, c->inbox);
	db_i64(s, 2, c->ordinal);
	db_i64(s, 3, now);
	return store_one(s, err);
}

/* Two columns of all rows; the second may not be wanted. */
static enum rc
read_pairs(struct db_stmt *s, struct arena *a, struct str **ids,
    struct str **seconds, size_t *count, struct err *err)
{
	struct str *v = NULL, *w = NULL;
	size_t n = 0, cap = 0, cap2 = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		w = arena_grow(a, w, n, &cap2, sizeof(*w));
		v[n] = arena_dup(a, db_col_text(s, 0));
		w[n++] = arena_dup(a, db_col_text(s, 1));
	}
	db_reset(s);
	*ids = v;
	*seconds = w;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

/* Of its disputes or promises those that are open; *once: there is any. */
static enum rc
read_open(struct db_stmt *s, struct arena *a, struct str **ids, size_t *count,
    bool *once, struct err *err)
{
	struct str *all, *states;
	size_t n = 0;
	enum rc rc = read_pairs(s, a, &all, &states, &n, err);

	*once = n > 0;
	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (str_eqc(states[i], "open") ||
		    str_eqc(states[i], "escalated"))
			all[(*count)++] = all[i];
	*ids = all;
	return rc;
}

static struct db_stmt *
of_mail(struct store *st, enum sql_id id, struct str inbox,
    const struct correction_mail *m)
{
	struct db_stmt *s = store_stmt(st, id);

	db_text(s, 1, inbox);
	db_text(s, 2, m->account);
	return s;
}

static enum rc
read_mail(struct store *st, struct arena *a, struct str inbox,
    struct correction_mail *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CORRECTION_MAIL);
	enum rc rc;

	*out = (struct correction_mail){0};
	db_text(s, 1, inbox);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		out->account = arena_dup(a, db_col_text(s, 0));
		out->contact = arena_dup(a, db_col_text(s, 1));
		out->decisions = arena_dup(a, db_col_text(s, 2));
		out->received_at = db_col_i64(s, 3);
		out->readable = str_eqc(db_col_text(s, 4), "done");
	}
	db_reset(s);
	return rc;
}

enum rc
corrections_mail(struct store *st, struct arena *a, struct str inbox,
    struct correction_mail *out, struct err *err)
{
	enum rc rc = read_mail(st, a, inbox, out, err);

	if (rc == RC_OK)
		rc = read_open(of_mail(st, SQL_CORRECTION_DISPUTES, inbox, out),
		    a, &out->disputes, &out->dispute_count, &out->disputed_once,
		    err);
	if (rc == RC_OK)
		rc = read_open(of_mail(st, SQL_CORRECTION_PROMISES, inbox, out),
		    a, &out->promises, &out->promise_count, &out->promised_once,
		    err);
	if (rc == RC_OK)
		rc = read_pairs(of_mail(st, SQL_CORRECTION_TASKS, inbox, out),
		    a, &out->tasks, &out->task_kinds, &out->task_count, err);
	return rc;
}

static void
bind_verdict(struct db_stmt *s, const struct rule_verdict *v)
{
	db_text(s, 1, v->inbox);
	db_text(s, 2, v->intent);
	db_i64(s, 3, v->at);
}

enum rc
corrections_verdict(
    struct store *st, const struct rule_verdict *v, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_RULE_VERDICT);

	bind_verdict(s, v);
	db_text(s, 4, v->rule);
	db_i64(s, 5, v->right);
	return store_run(s, err);
}

enum rc
corrections_missed(struct store *st, const struct rule_verdict *v,
    struct str text, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_RULE_MISSED);

	bind_verdict(s, v);
	db_text(s, 4, text);
	return store_run(s, err);
}

enum rc
corrections_not_missed(
    struct store *st, struct str inbox, struct str intent, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_RULE_NOT_MISSED);

	db_text(s, 1, inbox);
	db_text(s, 2, intent);
	return store_run(s, err);
}

static enum rc
all_rows(struct db_stmt *s, corrections_each *each, void *ctx, struct err *err)
{
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		rc = each(ctx, s, err);
		if (rc != RC_OK)
			break;
	}
	db_reset(s);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
corrections_hits(
    struct store *st, corrections_each *each, void *ctx, struct err *err)
{
	return all_rows(store_stmt(st, SQL_RULE_HITS), each, ctx, err);
}

enum rc
corrections_verdicts(
    struct store *st, corrections_each *each, void *ctx, struct err *err)
{
	return all_rows(store_stmt(st, SQL_RULE_VERDICTS), each, ctx, err);
}

enum rc
corrections_words(struct store *st, size_t max, corrections_each *each,
    void *ctx, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_RULE_WORDS);

	db_i64(s, 1, (int64_t)max);
	return all_rows(s, each, ctx, err);
}
