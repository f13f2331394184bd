#include "flow/checkout.h"

#include "flow/checkout_settle.h"
#include "flow/checkout_wish.h"
#include "flow/facts.h"
#include "model/limits.h"
#include "store/posts.h"

#define PAGES_MAX 20 /* older ones that one wish may close */

/* One wish on its way to a row. */
struct wish {
	struct checkout_run *r;
	const struct post *post;
	struct checkout_wish said;
	struct facts_account facts;
	struct money total;
	const char *answer;    /* why not; NULL: it may be */
	struct checkout older; /* in the way; no id: none is */
};

static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
			return false;
	return s.n > 0 && s.n <= 64;
}

/* Is it a way that the settings offer for such a payment? */
static bool
is_offered(const struct wish *w)
{
	const struct provider_method *m[PROVIDER_WAYS];
	size_t n = provider_offer(w->r->p->f->set, w->total,
	    provider_country(w->facts.locale), m, PROVIDER_WAYS);

	for (size_t i = 0; i < n; i++)
		if (str_eqc(w->said.method, m[i]->name))
			return true;
	return false;
}

static enum rc
find_older(struct wish *w, struct err *err)
{
	enum rc rc = RC_MISS;

	for (size_t i = 0; i < w->said.count && rc == RC_MISS; i++)
		rc = checkouts_open_of(w->r->p->f->store, w->r->a,
		    w->said.lines[i].invoice, &w->older, err);
	if (rc == RC_MISS)
		w->older = (struct checkout){.id = {NULL, 0}};
	return rc == RC_MISS ? RC_OK : rc;
}

/* On what the ledger says in this transaction. */
static enum rc
weigh(struct wish *w, struct err *err)
{
	struct facts_ask ask = {w->post->account, w->r->now, NULL, 0};
	struct err why;
	enum paying_verdict v;
	size_t wrong;
	enum rc rc;

	w->answer = CHECKOUT_ANSWER_ODD;
	if (!is_name(w->post->id) ||
	    checkout_wish_read(w->r->a, w->post->fields, &w->said, &why) !=
		RC_OK)
		return RC_OK;
	rc = facts_load(w->r->p->f, w->r->a, &ask, &w->facts, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	v = paying_judge(&w->facts, w->said.currency, w->said.lines,
	    w->said.count, &w->total, &wrong);
	if (v != PAYING_OK)
		w->answer = paying_word(v);
	else if (!is_offered(w))
		w->answer = CHECKOUT_ANSWER_OFFLINE;
	else
		w->answer = NULL;
	rc = find_older(w, err);
	/* What is being paid is not open to be paid, whatever else is wrong. */
	if (rc == RC_OK && w->older.state == CHECKOUT_PROCESSING)
		w->answer = CHECKOUT_ANSWER_UNDER;
	return rc;
}

static struct checkout_line *
lines_of(struct arena *a, const struct checkout_wish *said)
{
	struct checkout_line *v = arena_array(a, said->count, sizeof(*v));

	for (size_t i = 0; i < said->count; i++)
		v[i] = (struct checkout_line){
		    said->lines[i].invoice, said->lines[i].amount};
	return v;
}

static enum rc
write_down(struct wish *w, struct err *err)
{
	struct arena *a = w->r->a;
	const struct flow *f = w->r->p->f;
	struct checkout c = {
	    .id = w->post->id,
	    .account = w->post->account,
	    .contact = w->post->contact,
	    .language = w->post->language,
	    .at = w->r->now,
	    .currency = w->said.currency,
	    .amount = w->total.minor,
	    .method = w->said.method,
	    .provider = str_of(w->r->p->provider->name),
	    .op = arena_fmt(a, "checkout-%.*s-1", STR_ARG(w->post->id)),
	    .digest = checkout_wish_digest(a, &w->said),
	    .expires_at = w->r->now + f->set->payments_expires,
	    .lines = lines_of(a, &w->said),
	    .line_count = w->said.count,
	};
	enum rc rc = checkouts_add(f->store, &c, err);

	return rc == RC_MISS ? RC_OK : rc;
}

/* An older page of one of the invoices stands in the way. The provider closes
 * it or says that it was used; one that nobody was ever sent to just ends. */
static enum rc
close_older(struct wish *w, struct err *err)
{
	struct checkout_run *r = w->r;
	struct checkout_settle x = {r->p->f, r->a, r->now};
	struct checkout *c = &w->older;
	enum rc rc = RC_OK;

	if (c->session.n > 0)
		rc = r->p->provider->expire(
		    r->p->session, r->a, c->session, err);
	if (rc == RC_MISS)
		return checkout_ask(r, c, err);
	if (rc == RC_OK)
		rc = checkout_begin(r, c, err);
	if (rc != RC_OK)
		return rc;
	rc = checkout_settle_end(&x, c, "another page took its place", err);
	if (rc == RC_OK && c->session.n == 0) /* somebody waits for it */
		rc = posts_settle(x.f->store, c->id, "refused",
		    STR(CHECKOUT_ANSWER_OTHER), r->now, err);
	if (rc == RC_OK)
		return store_commit(r->p->f->store, err);
	store_rollback(r->p->f->store);
	return rc;
}

/* RC_MISS: an older page has to be closed before. */
static enum rc
try_once(struct wish *w, struct err *err)
{
	struct store *st = w->r->p->f->store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = weigh(w, err);
	if (rc == RC_OK && w->answer == NULL && w->older.id.n > 0 &&
	    !str_eq(w->older.id, w->post->id))
		rc = RC_MISS;
	else if (rc == RC_OK && w->answer == NULL && w->older.id.n == 0)
		rc = write_down(w, err);
	else if (rc == RC_OK && w->answer != NULL)
		rc = posts_settle(st, w->post->id, "refused", str_of(w->answer),
		    w->r->now, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
refuse_later(struct wish *w, struct err *err)
{
	struct store *st = w->r->p->f->store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = posts_settle(st, w->post->id, "refused",
	    STR(CHECKOUT_ANSWER_LATER), w->r->now, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
one_wish(struct checkout_run *r, const struct post *post, struct err *err)
{
	struct wish w = {.r = r, .post = post};
	struct checkout known;
	enum rc rc = checkouts_get(r->p->f->store, r->a, post->id, &known, err);

	/* Its page is being made, by checkout_looks. */
	if (rc != RC_MISS)
		return rc;
	rc = RC_MISS;
	for (int i = 0; i < PAGES_MAX && rc == RC_MISS; i++) {
		rc = try_once(&w, err);
		if (rc == RC_MISS && close_older(&w, err) != RC_OK) {
			rc = RC_LATER;
			break;
		}
	}
	if (rc == RC_OK && w.answer != NULL)
		r->stats->refused++;
	if (rc == RC_LATER && post->at < r->now - CHECKOUT_PATIENCE)
		return refuse_later(&w, err);
	return rc == RC_MISS ? RC_LATER : rc;
}

enum rc
checkout_wishes(struct checkout_run *r, struct err *err)
{
	struct arena *keep = arena_new(8u << 20);
	struct post *v;
	size_t n = 0;
	enum rc rc = posts_new(
	    r->p->f->store, keep, true, LIMIT_CHECKOUT_BATCH, &v, &n, err);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		arena_reset(r->a);
		rc = one_wish(r, &v[i], err);
		if (rc == RC_LATER) {
			r->stats->failed++;
			rc = RC_OK;
		}
	}
	arena_free(&keep);
	return rc;
}
