#include "flow/checkout.h"

#include "flow/checkout_settle.h"
#include "model/limits.h"
#include "store/ledger.h"
#include "store/posts.h"

#define KEY_TRIES 3 /* with one key: it may answer an old failure for ever */
#define WAIT_MAX  3600

static struct str
landing(struct checkout_run *r, const struct checkout *c)
{
	struct str base = r->p->f->set->links_base;

	return arena_fmt(r->a, "%.*s/paid/%.*s", STR_ARG(base), STR_ARG(c->id));
}

static struct str
email_of(struct checkout_run *r, const struct checkout *c)
{
	struct contact who;
	struct err err;

	if (c->contact.n == 0 || ledger_contact(r->p->f->store, r->a,
				     c->contact, &who, &err) != RC_OK)
		return STR("");
	return who.email;
}

static enum rc
create(struct checkout_run *r, const struct checkout *c,
    struct provider_session *out, struct err *err)
{
	struct provider_line *lines =
	    arena_array(r->a, c->line_count, sizeof(*lines));
	struct provider_ask ask = {
	    .key = c->op,
	    .checkout = c->id,
	    .digest = c->digest,
	    .email = email_of(r, c),
	    .locale = c->language,
	    .method = c->method,
	    .total = money_of(c->amount, c->currency),
	    .lines = lines,
	    .count = c->line_count,
	    .expires_at = c->expires_at,
	    .success_url = landing(r, c),
	    .cancel_url = landing(r, c),
	};

	for (size_t i = 0; i < c->line_count; i++)
		lines[i] = (struct provider_line){
		    c->lines[i].invoice, c->lines[i].amount};
	return r->p->provider->create(r->p->session, r->a, &ask, out, err);
}

/* What the customer waits for, or that it will not come. */
static enum rc
tell_post(struct checkout_run *r, const struct checkout *c, const char *state,
    struct str answer, struct err *err)
{
	return posts_settle(r->p->f->store, c->id, state, answer, r->now, err);
}

static enum rc
opened(struct checkout_run *r, struct checkout *c,
    const struct provider_session *s, struct err *err)
{
	struct checkout_settle x = {r->p->f, r->a, r->now};
	bool changed;
	enum rc rc;

	c->session = s->id;
	rc = checkout_settle_set(&x, c, s, &changed, err);
	if (rc != RC_OK)
		return rc;
	if (c->state == CHECKOUT_OPEN && s->url.n > 0) {
		r->stats->opened++;
		return tell_post(r, c, "done", s->url, err);
	}
	r->stats->refused++;
	return tell_post(r, c, "refused", STR(CHECKOUT_ANSWER_ODD), err);
}

static enum rc
refused(struct checkout_run *r, struct checkout *c, const char *answer,
    const char *why, struct err *err)
{
	struct checkout_settle x = {r->p->f, r->a, r->now};
	struct str text = arena_fmt(r->a,
	    "a customer wanted to pay over the provider and could not: %s",
	    why);
	enum rc rc = checkout_settle_person(&x, c, "refused", text, err);

	if (rc == RC_OK)
		rc = checkout_settle_end(&x, c, text.p, err);
	r->stats->refused++;
	return rc == RC_OK ? tell_post(r, c, "refused", str_of(answer), err)
			   : rc;
}

static int64_t
wait_of(int64_t tries)
{
	int64_t wait = tries < 12 ? (int64_t)1 << tries : WAIT_MAX;

	return wait < WAIT_MAX ? wait : WAIT_MAX;
}

/* No answer: another time, and after a few with another key. The page that may
 * have come of the old one was shown to nobody. */
static enum rc
postpone(struct checkout_run *r, struct checkout *c, struct err *err)
{
	c->tries++;
	c->look_at = r->now + wait_of(c->tries);
	if (c->state == CHECKOUT_CREATED)
		c->op = arena_fmt(r->a, "checkout-%.*s-%lld", STR_ARG(c->id),
		    (long long)(1 + c->tries / KEY_TRIES));
	return checkouts_put(r->p->f->store, c, err);
}

static enum rc
finish(struct checkout_run *r, enum rc rc, struct err *err)
{
	if (rc == RC_OK)
		return store_commit(r->p->f->store, err);
	store_rollback(r->p->f->store);
	return rc;
}

/* In one transaction, what came of asking for a page. */
static enum rc
note_page(struct checkout_run *r, struct checkout *c, enum rc asked,
    const struct provider_session *s, const struct err *why, struct err *err)
{
	enum rc rc = checkout_begin(r, c, err);

	if (rc != RC_OK)
		return rc;
	if (asked == RC_OK)
		rc = opened(r, c, s, err);
	else if (asked == RC_BAD)
		rc = refused(r, c, CHECKOUT_ANSWER_OFFLINE, why->text, err);
	else if (c->at < r->now - CHECKOUT_PATIENCE)
		rc = refused(r, c, CHECKOUT_ANSWER_LATER, why->text, err);
	else
		rc = postpone(r, c, err);
	return finish(r, rc, err);
}

static enum rc
make_page(struct checkout_run *r, struct checkout *c, struct err *err)
{
	struct provider_session s = {.state = PROVIDER_OPEN};
	struct err why = {""};
	enum rc asked, rc;

	asked = create(r, c, &s, &why);
	if (asked != RC_OK)
		r->stats->failed++;
	rc = note_page(r, c, asked, &s, &why, err);
	if (rc == RC_OK && asked == RC_DOWN)
		return err_set(err, RC_DOWN, "%s", why.text);
	return rc;
}

static enum rc
note_answer(struct checkout_run *r, struct checkout *c,
    const struct provider_session *s, struct err *err)
{
	struct checkout_settle x = {r->p->f, r->a, r->now};
	bool changed = false;
	enum rc rc = checkout_begin(r, c, err);

	if (rc != RC_OK)
		return rc;
	rc = finish(r, checkout_settle_set(&x, c, s, &changed, err), err);
	if (rc == RC_OK && changed)
		r->stats->changed++;
	return rc;
}

enum rc
checkout_ask(struct checkout_run *r, struct checkout *c, struct err *err)
{
	struct provider_session s = {.state = PROVIDER_OPEN};
	struct err why = {""};
	enum rc rc, asked;

	asked = r->p->provider->read(r->p->session, r->a, c->session, &s, &why);
	if (asked == RC_OK)
		return note_answer(r, c, &s, err);
	r->stats->failed++;
	rc = checkout_begin(r, c, err);
	if (rc == RC_OK)
		rc = finish(r, postpone(r, c, err), err);
	if (rc != RC_OK)
		return rc;
	return err_set(
	    err, asked == RC_DOWN ? RC_DOWN : RC_LATER, "%s", why.text);
}

static enum rc
look(struct checkout_run *r, struct checkout *c, struct err *err)
{
	struct checkout_settle x = {r->p->f, r->a, r->now};
	enum rc rc;

	if (c->state == CHECKOUT_CREATED)
		return make_page(r, c, err);
	if (c->session.n > 0) {
		rc = checkout_ask(r, c, err);
		return rc == RC_LATER ? RC_OK : rc;
	}
	/* There is nobody to ask about it. */
	rc = checkout_begin(r, c, err);
	if (rc != RC_OK)
		return rc;
	rc = checkout_settle_end(&x, c, "it never had a page", err);
	return finish(r, rc, err);
}

enum rc
checkout_looks(struct checkout_run *r, struct err *err)
{
	struct arena *keep = arena_new(16u << 20);
	struct checkout *v;
	size_t n = 0;
	enum rc rc = checkouts_due(
	    r->p->f->store, keep, r->now, LIMIT_CHECKOUT_BATCH, &v, &n, err);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		arena_reset(r->a);
		rc = look(r, &v[i], err);
	}
	arena_free(&keep);
	return rc;
}
