#include "store/checkouts.h"

static const char *const states[CHECKOUT_STATES] = {
    [CHECKOUT_CREATED] = "created",
    [CHECKOUT_OPEN] = "open",
    [CHECKOUT_PROCESSING] = "processing",
    [CHECKOUT_PAID] = "paid",
    [CHECKOUT_FAILED] = "failed",
    [CHECKOUT_EXPIRED] = "expired",
    [CHECKOUT_REFUNDED] = "refunded",
    [CHECKOUT_DISPUTED] = "disputed",
    [CHECKOUT_MISMATCH] = "mismatch",
};

const char *
checkout_state_name(enum checkout_state s)
{
	return states[s];
}

static enum checkout_state
state_of(struct str s)
{
	for (int i = 0; i < CHECKOUT_STATES; i++)
		if (str_eqc(s, states[i]))
			return (enum checkout_state)i;
	return CHECKOUT_MISMATCH;
}

enum rc
checkouts_add(struct store *st, const struct checkout *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_ADD);
	enum rc rc;

	db_text(s, 1, c->id);
	db_text(s, 2, c->account);
	db_text(s, 3, c->contact);
	db_text(s, 4, c->language);
	db_i64(s, 5, c->at);
	db_text(s, 6, c->currency);
	db_i64(s, 7, c->amount);
	db_text(s, 8, c->method);
	db_text(s, 9, c->provider);
	db_text(s, 10, c->op);
	db_text(s, 11, c->digest);
	db_i64(s, 12, c->expires_at);
	rc = store_one(s, err);
	for (size_t i = 0; i < c->line_count && rc == RC_OK; i++) {
		s = store_stmt(st, SQL_CHECKOUT_LINE_ADD);
		db_text(s, 1, c->id);
		db_i64(s, 2, (int64_t)i);
		db_text(s, 3, c->lines[i].invoice);
		db_i64(s, 4, c->lines[i].amount);
		rc = store_run(s, err);
	}
	return rc;
}

static bool
is_over(enum checkout_state state)
{
	return state != CHECKOUT_CREATED && state != CHECKOUT_OPEN &&
	       state != CHECKOUT_PROCESSING;
}

enum rc
checkouts_put(struct store *st, const struct checkout *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_PUT);
	enum rc rc;

	db_text(s, 1, c->id);
	db_text(s, 2, c->op);
	db_text(s, 3, str_of(states[c->state]));
	db_text(s, 4, c->session);
	db_text(s, 5, c->provider_payment);
	db_text(s, 6, c->payment);
	db_i64(s, 7, c->booked);
	db_i64(s, 8, c->received);
	db_i64(s, 9, c->refunded);
	db_i64(s, 10, c->withdrawn);
	db_text(s, 11, c->reason);
	if (c->look_at > 0)
		db_i64(s, 12, c->look_at);
	else
		db_null(s, 12);
	db_i64(s, 13, c->tries);
	db_text(s, 14, c->tell);
	db_i64(s, 15, c->changed_at);
	rc = store_run(s, err);
	if (rc != RC_OK || !is_over(c->state))
		return rc;
	s = store_stmt(st, SQL_CHECKOUT_CLOSE);
	db_text(s, 1, c->id);
	return store_run(s, err);
}

static void
take_names(struct arena *a, struct db_stmt *s, struct checkout *out)
{
	*out = (struct checkout){
	    .id = arena_dup(a, db_col_text(s, 0)),
	    .account = arena_dup(a, db_col_text(s, 1)),
	    .contact = arena_dup(a, db_col_text(s, 2)),
	    .language = arena_dup(a, db_col_text(s, 3)),
	    .at = db_col_i64(s, 4),
	    .currency = arena_dup(a, db_col_text(s, 5)),
	    .amount = db_col_i64(s, 6),
	    .method = arena_dup(a, db_col_text(s, 7)),
	    .provider = arena_dup(a, db_col_text(s, 8)),
	    .op = arena_dup(a, db_col_text(s, 9)),
	    .digest = arena_dup(a, db_col_text(s, 10)),
	    .expires_at = db_col_i64(s, 11),
	};
}

static void
take(struct arena *a, struct db_stmt *s, struct checkout *out)
{
	take_names(a, s, out);
	out->state = state_of(db_col_text(s, 12));
	out->session = arena_dup(a, db_col_text(s, 13));
	out->provider_payment = arena_dup(a, db_col_text(s, 14));
	out->payment = arena_dup(a, db_col_text(s, 15));
	out->booked = (enum checkout_booked)db_col_i64(s, 16);
	out->received = db_col_i64(s, 17);
	out->refunded = db_col_i64(s, 18);
	out->withdrawn = db_col_i64(s, 19);
	out->reason = arena_dup(a, db_col_text(s, 20));
	out->look_at = db_col_i64(s, 21);
	out->tries = db_col_i64(s, 22);
	out->tell = arena_dup(a, db_col_text(s, 23));
	out->changed_at = db_col_i64(s, 24);
}

/* Rows of a text and an amount. */
static enum rc
lines(struct db_stmt *s, struct arena *a, struct checkout_line **out,
    size_t *count, struct err *err)
{
	struct checkout_line *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n++] = (struct checkout_line){
		    arena_dup(a, db_col_text(s, 0)), db_col_i64(s, 1)};
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
take_lines(
    struct store *st, struct arena *a, struct checkout *c, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_LINES);

	db_text(s, 1, c->id);
	return lines(s, a, &c->lines, &c->line_count, err);
}

static enum rc
one(struct store *st, struct arena *a, struct db_stmt *s, struct checkout *out,
    struct err *err)
{
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		take(a, s, out);
	db_reset(s);
	return rc == RC_OK ? take_lines(st, a, out, err) : rc;
}

static enum rc
many(struct store *st, struct arena *a, struct db_stmt *s,
    struct checkout **out, size_t *count, struct err *err)
{
	struct checkout *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		take(a, s, &v[n++]);
	}
	db_reset(s);
	rc = rc == RC_MISS ? RC_OK : rc;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = take_lines(st, a, &v[i], err);
	*out = v;
	*count = n;
	return rc;
}

static enum rc
one_by(struct store *st, struct arena *a, enum sql_id sql, struct str key,
    struct checkout *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, sql);

	db_text(s, 1, key);
	return one(st, a, s, out, err);
}

enum rc
checkouts_get(struct store *st, struct arena *a, struct str id,
    struct checkout *out, struct err *err)
{
	return one_by(st, a, SQL_CHECKOUT_GET, id, out, err);
}

enum rc
checkouts_by_session(struct store *st, struct arena *a, struct str session,
    struct checkout *out, struct err *err)
{
	return one_by(st, a, SQL_CHECKOUT_BY_SESSION, session, out, err);
}

enum rc
checkouts_by_provider_payment(struct store *st, struct arena *a,
    struct str payment, struct checkout *out, struct err *err)
{
	return one_by(
	    st, a, SQL_CHECKOUT_BY_PROVIDER_PAYMENT, payment, out, err);
}

enum rc
checkouts_by_payment(struct store *st, struct arena *a, struct str payment,
    struct str account, struct checkout *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_BY_PAYMENT);

	db_text(s, 1, payment);
	db_text(s, 2, account);
	return one(st, a, s, out, err);
}

enum rc
checkouts_open_of(struct store *st, struct arena *a, struct str invoice,
    struct checkout *out, struct err *err)
{
	return one_by(st, a, SQL_CHECKOUT_OPEN_OF_INVOICE, invoice, out, err);
}

enum rc
checkouts_due(struct store *st, struct arena *a, int64_t now, size_t max,
    struct checkout **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_DUE);

	db_i64(s, 1, now);
	db_i64(s, 2, (int64_t)max);
	return many(st, a, s, out, count, err);
}

enum rc
checkouts_to_tell(struct store *st, struct arena *a, size_t max,
    struct checkout **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_TELL);

	db_i64(s, 1, (int64_t)max);
	return many(st, a, s, out, count, err);
}

enum rc
checkouts_ours(struct store *st, struct arena *a, struct str account,
    struct checkout **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_OURS);

	db_text(s, 1, account);
	return many(st, a, s, out, count, err);
}

enum rc
checkouts_ours_all(struct store *st, struct arena *a, struct checkout **out,
    size_t *count, struct err *err)
{
	return many(
	    st, a, store_stmt(st, SQL_CHECKOUT_OURS_ALL), out, count, err);
}

enum rc
checkouts_lost(struct store *st, struct arena *a, struct checkout **out,
    size_t *count, struct err *err)
{
	return many(st, a, store_stmt(st, SQL_CHECKOUT_LOST), out, count, err);
}

enum rc
checkouts_of(struct store *st, struct arena *a, struct str account,
    int64_t since, size_t max, struct checkout **out, size_t *count,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_ACCOUNT);

	db_text(s, 1, account);
	db_i64(s, 2, since);
	db_i64(s, 3, (int64_t)max);
	return many(st, a, s, out, count, err);
}

static enum rc
number(struct db_stmt *s, int64_t *out, struct err *err)
{
	enum rc rc = db_step(s, err);

	if (rc == RC_OK)
		*out = db_col_i64(s, 0);
	db_reset(s);
	return rc;
}

enum rc
checkouts_ours_count(struct store *st, int64_t *out, struct err *err)
{
	return number(store_stmt(st, SQL_CHECKOUT_OURS_COUNT), out, err);
}

enum rc
checkouts_unsettled(struct store *st, int64_t *out, struct err *err)
{
	return number(store_stmt(st, SQL_CHECKOUT_UNSETTLED), out, err);
}

enum rc
checkouts_look_all(struct store *st, int64_t at, int64_t since, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CHECKOUT_LOOK_ALL);

	db_i64(s, 1, at);
	db_i64(s, 2, since);
	return store_run(s, err);
}
