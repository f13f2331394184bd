#include "flow/creditlimit.h"

#include "flow/creditdesk.h"
#include "flow/facts.h"
#include "render/msgid.h"
#include "store/courses.h"
#include "store/deed.h"
#include "store/ledger.h"

#define ID_LENGTH 8 /* short enough to be typed */

/* Persons are told apart by their names, however they are written. */
static struct str
key_of(struct arena *a, struct str name)
{
	return ledger_email_key(a, name);
}

static struct str
amount_text(struct arena *a, struct money m)
{
	char text[MONEY_TEXT];

	return arena_fmt(a, "%s %s", money_plain(m, text), m.currency);
}

static enum rc
add_note(const struct flow *f, struct arena *a,
    const struct creditbook_request *r, struct str by, struct str text,
    struct err *err)
{
	struct deed_note note = {
	    .id = arena_fmt(
		a, "limit/%.*s/%.*s", STR_ARG(r->id), STR_ARG(r->state)),
	    .account = r->account,
	    .at = r->at,
	    .author = by,
	    .kind = STR("limit"),
	    .text = text,
	};

	return deed_note(f->store, &note, err);
}

static enum rc
happened(const struct flow *f, struct arena *a,
    const struct creditbook_request *r, enum step_anchor what, int64_t now,
    struct err *err)
{
	struct facts_ask ask = {r->account, now, NULL, 0};
	struct facts_account facts;
	struct courses_event e = {
	    .account = r->account,
	    .sequence = SEQUENCE_CREDIT,
	    .subject = creditdesk_subject(a, r->account, "limit", r->id),
	    .what = what,
	    .at = now,
	};
	enum rc rc = facts_load(f, a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	e.day = facts.today;
	rc = courses_happened(f->store, a, &e, err);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
creditlimit_ask(const struct flow *f, struct arena *a,
    const struct creditlimit_ask *ask, struct creditbook_request *out,
    struct err *err)
{
	struct account account;
	struct str seed =
	    arena_fmt(a, "limit|%.*s|%lld|%lld", STR_ARG(ask->account),
		(long long)ask->amount.minor, (long long)ask->now);
	enum rc rc = ledger_account(f->store, a, ask->account, &account, err);

	if (rc != RC_OK)
		return rc;
	*out = (struct creditbook_request){
	    .id = str_sub(msgid_touch(a, f->key, seed), 0, ID_LENGTH),
	    .account = ask->account,
	    .amount = ask->amount,
	    .was = money_of(account.credit_limit, str_of(ask->amount.currency)),
	    .why = ask->why,
	    .state = STR("open"),
	    .by = ask->by,
	    .key = key_of(a, ask->by),
	    .at = ask->now,
	};
	if (out->amount.minor == out->was.minor)
		return err_set(err, RC_BAD, "that is the limit already");
	rc = creditbook_ask(f->store, out, err);
	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "another limit is asked for already; `limit` lists it");
	if (rc == RC_OK)
		rc = happened(f, a, out, ANCHOR_REQUESTED, ask->now, err);
	if (rc == RC_OK)
		rc = add_note(f, a, out, ask->by,
		    arena_fmt(a,
			"asks for a credit limit of %.*s instead of "
			"%.*s: %.*s",
			STR_ARG(amount_text(a, out->amount)),
			STR_ARG(amount_text(a, out->was)), STR_ARG(ask->why)),
		    err);
	return rc;
}

static enum rc
find(const struct flow *f, struct arena *a, struct str what,
    struct creditbook_request *out, struct err *err)
{
	struct creditbook_request *v = NULL;
	size_t n = 0;
	enum rc rc = creditbook_request(f->store, a, what, out, err);

	if (rc != RC_MISS)
		return rc;
	rc = creditbook_requests(f->store, a, &v, &n, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].account, what)) {
			*out = v[i];
			return RC_OK;
		}
	return err_set(err, RC_MISS,
	    "no limit is asked for by the id or for "
	    "the account %.*s",
	    STR_ARG(what));
}

/* Is it still what was asked, and by somebody else? */
static enum rc
judge(const struct flow *f, struct arena *a,
    const struct creditlimit_decision *d, const struct creditbook_request *r,
    struct err *err)
{
	struct account account;
	enum rc rc;

	if (!str_eqc(r->state, "open"))
		return err_set(err, RC_BAD, "%.*s is %.*s already, by %.*s",
		    STR_ARG(r->id), STR_ARG(r->state), STR_ARG(r->decided_by));
	if (str_eq(key_of(a, d->by), r->key))
		return err_set(err, RC_BAD,
		    "%.*s asked for it; another person decides",
		    STR_ARG(r->by));
	rc = ledger_account(f->store, a, r->account, &account, err);
	if (rc != RC_OK || !d->approved)
		return rc;
	if (account.credit_limit != r->was.minor ||
	    !str_eqc(account.currency, r->amount.currency))
		return err_set(err, RC_BAD,
		    "the limit has changed since it was asked for, to %.*s; "
		    "reject it and ask anew",
		    STR_ARG(amount_text(
			a, money_of(account.credit_limit, account.currency))));
	return RC_OK;
}

/* A decision about the limit is a review. */
static enum rc
set_limit(const struct flow *f, struct arena *a,
    const struct creditbook_request *r, int64_t now, struct err *err)
{
	struct facts_ask ask = {r->account, now, NULL, 0};
	struct facts_account facts;
	struct creditbook book;
	enum rc rc =
	    creditbook_limit(f->store, r->account, r->amount.minor, err);

	if (rc == RC_OK)
		rc = facts_load(f, a, &ask, &facts, err);
	if (rc == RC_OK)
		rc = creditbook_get(f->store, a, r->account, &book, err);
	if (rc != RC_OK)
		return rc;
	book.last_review = facts.today;
	return creditbook_put(f->store, &book, err);
}

static enum rc
carry_out(const struct flow *f, struct arena *a,
    const struct creditlimit_decision *d, const struct creditbook_request *r,
    struct err *err)
{
	enum rc rc;

	if (!d->approved)
		return courses_over(f->store,
		    courses_id(a, SEQUENCE_CREDIT,
			creditdesk_subject(a, r->account, "limit", r->id)),
		    d->now, err);
	rc = set_limit(f, a, r, d->now, err);
	if (rc == RC_OK)
		rc = happened(f, a, r, ANCHOR_DECIDED, d->now, err);
	return rc == RC_OK ? creditdesk_settle(f, a, r->account, d->now, err)
			   : rc;
}

enum rc
creditlimit_decide(const struct flow *f, struct arena *a,
    const struct creditlimit_decision *d, struct creditbook_request *out,
    struct err *err)
{
	struct creditbook_decision decision = {
	    .approved = d->approved,
	    .by = d->by,
	    .key = key_of(a, d->by),
	    .why = d->why,
	    .at = d->now,
	};
	enum rc rc = find(f, a, d->what, out, err);

	if (rc == RC_OK)
		rc = judge(f, a, d, out, err);
	if (rc != RC_OK)
		return rc;
	decision.id = out->id;
	rc = creditbook_decide(f->store, &decision, err);
	if (rc == RC_OK)
		rc = carry_out(f, a, d, out, err);
	out->state = d->approved ? STR("approved") : STR("rejected");
	out->at = d->now;
	if (rc == RC_OK)
		rc = add_note(f, a, out, d->by,
		    arena_fmt(a,
			"%.*s: credit limit of %.*s, as %.*s asked%s%.*s",
			STR_ARG(out->state),
			STR_ARG(amount_text(a, out->amount)), STR_ARG(out->by),
			d->why.n ? ": " : "", STR_ARG(d->why)),
		    err);
	return rc;
}
