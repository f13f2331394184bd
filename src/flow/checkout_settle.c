#include "flow/checkout_settle.h"

#include "flow/checkout_book.h"
#include "flow/hookout.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/holds.h"

/* A debit takes up to two weeks; one of which nothing is heard for longer does
 * not keep its invoices at rest for good. */
#define REST_SECONDS (30 * INT64_C(86400))
#define ODD_SECONDS  (5 * INT64_C(86400))
#define REST_KIND    "payment"

static struct str
plain(const struct checkout_settle *x, const struct checkout *c, int64_t v)
{
	char out[MONEY_TEXT];

	return arena_fmt(x->a, "%s %.*s",
	    money_plain(money_of(v, c->currency), out), STR_ARG(c->currency));
}

/* Into the timeline, once under that name. */
static enum rc
note(const struct checkout_settle *x, const struct checkout *c, struct str name,
    struct str text, struct err *err)
{
	struct deed_note n = {
	    .id = arena_fmt(
		x->a, "checkout/%.*s/%.*s", STR_ARG(c->id), STR_ARG(name)),
	    .account = c->account,
	    .invoice = c->line_count == 1 ? c->lines[0].invoice : STR(""),
	    .author = STR("gateway"),
	    .kind = STR("payment"),
	    .text = text,
	    .at = x->now,
	};
	enum rc rc = deed_note(x->f->store, &n, err);

	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
checkout_settle_person(const struct checkout_settle *x, struct checkout *c,
    const char *name, struct str text, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(x->a, "checkout/%.*s/%s", STR_ARG(c->id), name),
	    .account = c->account,
	    .kind = STR("payment"),
	    .text = text,
	    .at = x->now,
	};
	enum rc rc = deed_task(x->f->store, &task, err);

	if (!str_eqc(c->tell, "failed"))
		c->tell = STR("person");
	c->reason = text;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
let_rest(const struct checkout_settle *x, const struct checkout *c,
    struct str why, int64_t seconds, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < c->line_count && rc == RC_OK; i++) {
		struct deed_rest rest = {
		    .id = arena_fmt(x->a, "checkout/%.*s/%s/%zu",
			STR_ARG(c->id), checkout_state_name(c->state), i),
		    .account = c->account,
		    .invoice = c->lines[i].invoice,
		    .kind = STR(REST_KIND),
		    .reason = why,
		    .by = STR("gateway"),
		    .since = x->now,
		    .until = x->now + seconds,
		};

		rc = deed_rest(x->f->store, &rest, err);
		rc = rc == RC_MISS ? RC_OK : rc;
	}
	return rc == RC_OK ? agenda_wake(x->f->store, c->account, x->now, err)
			   : rc;
}

static enum rc
end_rests(
    const struct checkout_settle *x, const struct checkout *c, struct err *err)
{
	enum rc rc = RC_OK;
	size_t n;

	for (size_t i = 0; i < c->line_count && rc == RC_OK; i++) {
		struct holds_subject of = {
		    .account = c->account, .invoice = c->lines[i].invoice};

		rc = holds_end(
		    x->f->store, &of, STR(REST_KIND), x->now, &n, err);
	}
	return rc == RC_OK ? agenda_wake(x->f->store, c->account, x->now, err)
			   : rc;
}

static enum rc
begin_processing(
    const struct checkout_settle *x, struct checkout *c, struct err *err)
{
	struct str text =
	    arena_fmt(x->a, "a payment of %.*s (%.*s) is on its way",
		STR_ARG(plain(x, c, c->amount)), STR_ARG(c->method));
	enum rc rc;

	c->state = CHECKOUT_PROCESSING;
	rc = note(x, c, STR("processing"), text, err);
	return rc == RC_OK ? let_rest(x, c, text, REST_SECONDS, err) : rc;
}

enum rc
checkout_settle_processing(
    const struct checkout_settle *x, struct checkout *c, struct err *err)
{
	enum rc rc;

	if (c->state != CHECKOUT_CREATED && c->state != CHECKOUT_OPEN)
		return RC_OK;
	rc = begin_processing(x, c, err);
	c->changed_at = x->now;
	return rc == RC_OK ? checkouts_put(x->f->store, c, err) : rc;
}

static enum rc
begin_failed(const struct checkout_settle *x, struct checkout *c,
    const struct provider_session *s, struct err *err)
{
	struct str text =
	    arena_fmt(x->a, "a payment of %.*s (%.*s) failed%s%.*s",
		STR_ARG(plain(x, c, c->amount)), STR_ARG(c->method),
		s->reason.n ? ": " : "", STR_ARG(s->reason));
	enum rc rc;

	c->state = CHECKOUT_FAILED;
	c->tell = STR("failed");
	rc = note(x, c, STR("failed"), text, err);
	if (rc == RC_OK)
		rc = end_rests(x, c, err);
	return rc == RC_OK ? checkout_settle_person(x, c, "failed", text, err)
			   : rc;
}

/* What has become other money than before. */
static enum rc
note_money(const struct checkout_settle *x, struct checkout *c,
    const struct checkout *was, struct err *err)
{
	enum rc rc = RC_OK;
	struct str text;

	if (was->received == 0 && c->received > 0)
		rc = note(x, c, STR("paid"),
		    arena_fmt(x->a, "paid %.*s (%.*s)",
			STR_ARG(plain(x, c, c->received)), STR_ARG(c->method)),
		    err);
	if (rc == RC_OK && c->refunded != was->refunded) {
		text = arena_fmt(x->a, "%.*s of a payment of %.*s (%.*s) %s",
		    STR_ARG(plain(x, c, c->refunded)),
		    STR_ARG(plain(x, c, c->received)), STR_ARG(c->method),
		    c->refunded > 0 ? "was paid back" : "is back");
		rc = note(x, c,
		    arena_fmt(x->a, "refunded-%lld", (long long)c->refunded),
		    text, err);
		if (rc == RC_OK)
			rc =
			    checkout_settle_person(x, c, "refunded", text, err);
	}
	if (rc == RC_OK && c->withdrawn != was->withdrawn) {
		text = c->withdrawn > 0
			   ? arena_fmt(x->a,
				 "the bank took %.*s back: the payment is "
				 "disputed there",
				 STR_ARG(plain(x, c, c->withdrawn)))
			   : STR("the dispute at the bank is over, and the "
				 "money is back");
		rc = note(x, c,
		    arena_fmt(x->a, "withdrawn-%lld/%lld",
			(long long)c->withdrawn, (long long)was->withdrawn),
		    text, err);
		if (rc == RC_OK)
			rc = checkout_settle_person(x, c,
			    c->withdrawn > 0 ? "disputed" : "reinstated", text,
			    err);
	}
	return rc;
}

/* More came than was open by then: somebody paid twice, or too much. */
static enum rc
tell_over(const struct checkout_settle *x, struct checkout *c, int64_t over,
    struct err *err)
{
	struct str text;

	if (over <= 0)
		return RC_OK;
	text = arena_fmt(x->a,
	    "of a payment of %.*s (%.*s) %.*s was not open any more: it stands "
	    "as unapplied cash; paid twice, or to be paid back?",
	    STR_ARG(plain(x, c, c->received)), STR_ARG(c->method),
	    STR_ARG(plain(x, c, over)));
	return checkout_settle_person(x, c, "over", text, err);
}

static enum rc
set_paid(const struct checkout_settle *x, struct checkout *c,
    const struct provider_session *s, struct err *err)
{
	struct checkout_book book = {x->f, x->a, x->now};
	struct checkout was = *c;
	int64_t over = 0;
	enum rc rc = RC_OK;

	c->received = s->received;
	c->refunded = s->refunded;
	c->withdrawn = s->withdrawn;
	c->state = c->withdrawn > 0  ? CHECKOUT_DISPUTED
		   : c->refunded > 0 ? CHECKOUT_REFUNDED
				     : CHECKOUT_PAID;
	if (c->state == was.state && c->received == was.received &&
	    c->refunded == was.refunded && c->withdrawn == was.withdrawn &&
	    c->booked != CHECKOUT_UNBOOKED)
		return RC_OK;
	rc = end_rests(x, c, err);
	if (rc == RC_OK)
		rc = checkout_book(&book, c, &over, err);
	if (rc == RC_OK)
		rc = note_money(x, c, &was, err);
	return rc == RC_OK ? tell_over(x, c, over, err) : rc;
}

/* What was booked before, when it was paid after all, is none. */
static enum rc
set_unpaid(const struct checkout_settle *x, struct checkout *c,
    const struct provider_session *s, struct err *err)
{
	struct checkout_book book = {x->f, x->a, x->now};
	int64_t over;

	if (c->received == 0)
		return RC_OK;
	c->received = s->received;
	c->refunded = s->refunded;
	c->withdrawn = s->withdrawn;
	return checkout_book(&book, c, &over, err);
}

static enum rc
set(const struct checkout_settle *x, struct checkout *c,
    const struct provider_session *s, struct err *err)
{
	enum checkout_state was = c->state;
	enum rc rc = RC_OK;

	if (s->payment.n > 0)
		c->provider_payment = s->payment;
	switch (s->state) {
	case PROVIDER_OPEN:
		c->state = CHECKOUT_OPEN;
		break;
	case PROVIDER_EXPIRED:
		c->state = CHECKOUT_EXPIRED;
		break;
	case PROVIDER_PROCESSING:
		return was == CHECKOUT_PROCESSING ? RC_OK
						  : begin_processing(x, c, err);
	case PROVIDER_FAILED:
		rc = set_unpaid(x, c, s, err);
		if (rc == RC_OK && was != CHECKOUT_FAILED)
			rc = begin_failed(x, c, s, err);
		return rc;
	case PROVIDER_PAID:
		return set_paid(x, c, s, err);
	}
	return rc;
}

static const char *
difference(const struct checkout *c, const struct provider_session *s)
{
	if (c->session.n > 0 && !str_eq(c->session, s->id))
		return "session";
	if (!str_eq(c->id, s->checkout))
		return "reference";
	if (!str_eqc(c->currency, s->amount.currency))
		return "currency";
	if (c->amount != s->amount.minor)
		return "amount";
	if (!str_eq(c->digest, s->digest))
		return "list of invoices";
	return NULL;
}

static enum rc
set_mismatch(const struct checkout_settle *x, struct checkout *c,
    const char *what, struct err *err)
{
	struct str text = arena_fmt(x->a,
	    "the payment provider names another %s than we asked for (page "
	    "%.*s): nothing of that was booked",
	    what, STR_ARG(c->session));
	enum rc rc;

	if (c->booked == CHECKOUT_UNBOOKED)
		c->state = CHECKOUT_MISMATCH;
	rc = note(x, c, STR("mismatch"), text, err);
	if (rc == RC_OK && c->booked == CHECKOUT_UNBOOKED)
		rc = let_rest(x, c, text, ODD_SECONDS, err);
	return rc == RC_OK ? checkout_settle_person(x, c, "mismatch", text, err)
			   : rc;
}

/* When to ask again, if nothing is heard: open ones when their page ends; all
 * others the night asks for (checkout_round). */
static int64_t
next_look(const struct checkout_settle *x, const struct checkout *c)
{
	int64_t end = c->expires_at + 60;

	if (c->state != CHECKOUT_OPEN)
		return 0;
	return end > x->now ? end : x->now + 3600;
}

enum rc
checkout_settle_set(const struct checkout_settle *x, struct checkout *c,
    const struct provider_session *s, bool *changed, struct err *err)
{
	const char *what = difference(c, s);
	struct checkout was = *c;
	enum rc rc = RC_OK;

	if (what == NULL)
		rc = set(x, c, s, err);
	else if (c->state != CHECKOUT_MISMATCH)
		rc = set_mismatch(x, c, what, err);
	*changed = c->state != was.state || c->received != was.received ||
		   c->refunded != was.refunded || c->withdrawn != was.withdrawn;
	if (*changed)
		c->changed_at = x->now;
	c->look_at = next_look(x, c);
	c->tries = 0;
	if (rc == RC_OK && *changed)
		rc = hookout_checkout(
		    &(struct hookout){x->f, x->a, x->now}, c, err);
	return rc == RC_OK ? checkouts_put(x->f->store, c, err) : rc;
}

enum rc
checkout_settle_odd(const struct checkout_settle *x, struct checkout *c,
    const char *what, struct err *err)
{
	enum rc rc = set_mismatch(x, c, what, err);

	c->look_at = 0;
	c->changed_at = x->now;
	return rc == RC_OK ? checkouts_put(x->f->store, c, err) : rc;
}

enum rc
checkout_settle_end(const struct checkout_settle *x, struct checkout *c,
    const char *why, struct err *err)
{
	c->state = CHECKOUT_EXPIRED;
	c->reason = str_of(why);
	c->look_at = 0;
	c->changed_at = x->now;
	return checkouts_put(x->f->store, c, err);
}
