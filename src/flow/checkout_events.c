#include "flow/checkout.h"

#include "flow/checkout_settle.h"
#include "model/limits.h"
#include "store/deed.h"
#include "store/hookevents.h"

struct told {
	struct checkout_run *r;
	const struct hookevent *event;
	struct provider_event said;
	struct checkout checkout;
};

/* Whose it is: by the page, by the payment, by our own id within it. */
static enum rc
find(struct told *t, struct err *err)
{
	struct store *st = t->r->p->f->store;
	enum rc rc = RC_MISS;

	if (t->said.session.n > 0)
		rc = checkouts_by_session(
		    st, t->r->a, t->said.session, &t->checkout, err);
	if (rc == RC_MISS && t->said.payment.n > 0)
		rc = checkouts_by_provider_payment(
		    st, t->r->a, t->said.payment, &t->checkout, err);
	if (rc == RC_MISS && t->said.checkout.n > 0)
		rc = checkouts_get(
		    st, t->r->a, t->said.checkout, &t->checkout, err);
	return rc;
}

/* A page whose answer never came was made a second time, and nobody was sent
 * to the first. */
static bool
is_orphan(const struct told *t)
{
	return t->said.ended && t->said.session.n > 0 &&
	       t->checkout.session.n > 0 &&
	       !str_eq(t->said.session, t->checkout.session);
}

/* Against our own row, before anything is believed. */
static const char *
difference(const struct told *t)
{
	const struct provider_event *e = &t->said;
	const struct checkout *c = &t->checkout;

	if (e->checkout.n > 0 && !str_eq(e->checkout, c->id))
		return "reference";
	if (e->session.n > 0 && c->session.n > 0 &&
	    !str_eq(e->session, c->session))
		return "page";
	if (e->has_amount && !str_eqc(c->currency, e->amount.currency))
		return "currency";
	if (e->has_amount && e->amount.minor != c->amount)
		return "amount";
	return NULL;
}

static enum rc
settle(struct told *t, const char *state, const char *reason, struct err *err)
{
	struct hookevent_settled x = {
	    .source = t->event->source,
	    .id = t->event->id,
	    .state = state,
	    .reason = str_of(reason),
	    .at = t->r->now,
	};

	return hookevents_settle(t->r->p->f->store, &x, err);
}

/* What is pending keeps reminders back at once; all else is asked first. */
static enum rc
follow(struct told *t, struct err *err)
{
	struct checkout_settle x = {t->r->p->f, t->r->a, t->r->now};
	struct checkout *c = &t->checkout;
	const char *odd = difference(t);
	enum rc rc = RC_OK;

	if (odd != NULL) {
		rc = checkout_settle_odd(&x, c, odd, err);
		return rc == RC_OK ? settle(t, "done", odd, err) : rc;
	}
	if (t->said.processing)
		rc = checkout_settle_processing(&x, c, err);
	c->look_at = t->r->now;
	if (rc == RC_OK)
		rc = checkouts_put(x.f->store, c, err);
	return rc == RC_OK ? settle(t, "done", "", err) : rc;
}

/* Our row is written before there is a page: only a ledger that was restored
 * does not know it. */
static enum rc
unknown(struct told *t, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(
		t->r->a, "checkout/%.*s/unknown", STR_ARG(t->said.checkout)),
	    .kind = STR("payment"),
	    .text = arena_fmt(t->r->a,
		"the payment provider tells of a payment that the ledger does "
		"not know (%.*s): nothing was booked",
		STR_ARG(t->said.checkout)),
	    .at = t->r->now,
	};
	enum rc rc = deed_task(t->r->p->f->store, &task, err);

	return rc == RC_OK ? settle(t, "done", "a page that is unknown", err)
			   : rc;
}

static enum rc
one_event(struct told *t, struct err *err)
{
	struct err why = {""};
	enum rc rc =
	    t->r->p->provider->event(t->r->a, t->event->bytes, &t->said, &why);

	if (rc == RC_MISS)
		return settle(t, "ignored", "about nothing of ours", err);
	if (rc != RC_OK)
		return settle(t, "ignored", why.text, err);
	rc = find(t, err);
	if (rc == RC_OK && t->checkout.session.n == 0 &&
	    t->checkout.state == CHECKOUT_CREATED)
		return RC_OK; /* its page was made, and is not noted yet */
	if (rc == RC_OK && is_orphan(t))
		return settle(
		    t, "ignored", "a page that nobody was sent to", err);
	if (rc == RC_OK)
		return follow(t, err);
	if (rc == RC_MISS && t->said.checkout.n > 0)
		return unknown(t, err);
	return rc == RC_MISS
		   ? settle(t, "ignored", "about no page of ours", err)
		   : rc;
}

static enum rc
all_events(
    struct checkout_run *r, struct hookevent *v, size_t n, struct err *err)
{
	enum rc rc = store_begin(r->p->f->store, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct told t = {.r = r, .event = &v[i]};

		arena_reset(r->a);
		rc = one_event(&t, err);
	}
	if (rc == RC_OK)
		return store_commit(r->p->f->store, err);
	store_rollback(r->p->f->store);
	return rc;
}

enum rc
checkout_events(struct checkout_run *r, struct err *err)
{
	struct arena *keep =
	    arena_new((size_t)LIMIT_CHECKOUT_BATCH * (LIMIT_WEBHOOK + 4096));
	struct hookevent *v;
	size_t n = 0;
	enum rc rc = hookevents_new(r->p->f->store, keep,
	    str_of(r->p->provider->name), LIMIT_CHECKOUT_BATCH, &v, &n, err);

	if (rc == RC_OK && n > 0)
		rc = all_events(r, v, n, err);
	r->stats->events += (int64_t)n;
	arena_free(&keep);
	return rc;
}
