#include "flow/creditlimit.h"

#include "flow/creditdesk.h"
#include "flow/facts.h"
#include "flow/people.h"
#include "port/js.h"
#include "render/msgid.h"
#include "store/courses.h"
#include "store/deed.h"
#include "store/ledger.h"

#define ID_LENGTH  8 /* short enough to be typed */
#define DETAIL_MAX 4096

/* Persons are told apart by their names, however they are written; one whose
 * address is known, by that. */
static enum rc
key_of(const struct flow *f, struct arena *a, struct str name, struct str *key,
    struct err *err)
{
	struct err why;
	struct str address;
	enum rc rc = people_find(f, a, name, &address, &why);

	*key = ledger_email_key(a, rc == RC_OK ? address : name);
	if (rc == RC_OK || rc == RC_MISS || rc == RC_BAD)
		return RC_OK;
	return err_set(err, rc, "%s", why.text);
}

/* Whoever is asked for a yes is somebody else (flow/staff). */
static struct str
detail(struct arena *a, const struct creditbook_request *r)
{
	struct js *j = js_object();
	struct buf b;
	struct str text;

	js_set_str(j, "by", r->key);
	buf_init(&b, DETAIL_MAX);
	js_write(j, &b);
	text = arena_dup(a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
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
	    .detail = detail(a, r),
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
	    .at = ask->now,
	};
	if (out->amount.minor == out->was.minor)
		return err_set(err, RC_BAD, "that is the limit already");
	rc = key_of(f, a, ask->by, &out->key, err);
	if (rc == RC_OK)
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
			"%.*s%s%.*s",
			STR_ARG(amount_text(a, out->amount)),
			STR_ARG(amount_text(a, out->was)),
			ask->why.n ? ": " : "", STR_ARG(ask->why)),
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
	struct str key;
	enum rc rc;

	if (!str_eqc(r->state, "open"))
		return err_set(err, RC_BAD, "%.*s is %.*s already, by %.*s",
		    STR_ARG(r->id), STR_ARG(r->state), STR_ARG(r->decided_by));
	rc = key_of(f, a, d->by, &key, err);
	if (rc != RC_OK)
		return rc;
	if (str_eq(key, r->key))
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
	    .why = d->why,
	    .at = d->now,
	};
	enum rc rc = find(f, a, d->what, out, err);

	if (rc == RC_OK)
		rc = judge(f, a, d, out, err);
	if (rc != RC_OK)
		return rc;
	decision.id = out->id;
	rc = key_of(f, a, d->by, &decision.key, err);
	if (rc == RC_OK)
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
