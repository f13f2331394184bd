#include "flow/endings.h"

#include "flow/hookout.h"
#include "store/courses.h"
#include "store/deed.h"
#include "store/promises.h"

#define YEAR_SECS (365 * INT64_C(86400))

enum rc
endings_of_promise(const struct flow *f, const struct facts_account *facts,
    enum pledge outcome, enum step_anchor *out, struct err *err)
{
	int64_t before = 0;
	enum rc rc = RC_OK;

	switch (outcome) {
	case PLEDGE_OPEN:
	case PLEDGE_KEPT:
		*out = ANCHOR_KEPT;
		break;
	case PLEDGE_PARTLY:
		*out = ANCHOR_PARTLY_KEPT;
		break;
	case PLEDGE_BROKEN:
		rc = promises_broken_since(f->store, facts->account.id,
		    facts->now - YEAR_SECS, &before, err);
		*out = before > 0 ? ANCHOR_BROKEN_AGAIN : ANCHOR_BROKEN;
		break;
	}
	return rc;
}

struct redress
endings_of_dispute(const struct disputes_row *d)
{
	struct redress_ask ask = {
	    .invoiced = d->invoiced,
	    .applied = d->applied,
	    .part = d->part,
	    .amount = d->amount.minor,
	    .credited_since = d->credited_since,
	    .resolved = str_eqc(d->state, "resolved"),
	    .credited = d->credited,
	};

	return redress_judge(&ask);
}

static enum rc
happened(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct courses_event *e, struct err *err)
{
	enum rc rc;

	e->account = facts->account.id;
	e->day = facts->today;
	e->at = facts->now;
	rc = courses_happened(f->store, a, e, err);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
note_promise(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct facts_promise *p,
    enum pledge verdict, struct err *err)
{
	char day[DAY_TEXT];
	struct deed_note note = {
	    .id = arena_fmt(a, "%.*s/%s", STR_ARG(p->id), pledge_name(verdict)),
	    .account = facts->account.id,
	    .at = facts->now,
	    .author = STR("gateway"),
	    .kind = STR("promise"),
	    .text = arena_fmt(a, "promise for %s: %s", day_iso(p->day, day),
		pledge_name(verdict)),
	};

	return deed_note(f->store, &note, err);
}

static enum rc
tell_promise(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct facts_promise *p,
    enum pledge verdict, struct err *err)
{
	struct hookout out = {f, a, facts->now};
	struct hookout_promise told = {
	    .account = facts->account.id,
	    .promise = p->id,
	    .state = pledge_name(verdict),
	    .day = p->day,
	    .has_amount = p->has_amount,
	    .amount = p->amount,
	};

	return hookout_promise(&out, &told, err);
}

static enum rc
close_promise(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct facts_promise *p,
    enum pledge v, struct err *err)
{
	struct courses_event e = {
	    .sequence = SEQUENCE_PROMISE,
	    .subject = p->id,
	};
	enum rc rc = endings_of_promise(f, facts, v, &e.what, err);

	if (rc == RC_OK)
		rc = deed_promise_close(
		    f->store, p->id, pledge_name(v), facts->now, err);
	if (rc == RC_OK)
		rc = tell_promise(f, a, facts, p, v, err);
	if (rc == RC_OK)
		rc = note_promise(f, a, facts, p, v, err);
	return rc == RC_OK ? happened(f, a, facts, &e, err) : rc;
}

static enum rc
close_promises(const struct flow *f, struct arena *a,
    const struct facts_account *facts, size_t *closed, struct err *err)
{
	int grace = (int)f->set->promise_grace_days;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < facts->promise_count; i++) {
		const struct facts_promise *p = &facts->promises[i];
		enum pledge v = pledge_judge(p, facts->today, grace);

		if (v == PLEDGE_OPEN)
			continue;
		rc = close_promise(f, a, facts, p, v, err);
		++*closed;
	}
	return rc;
}

static enum rc
note_dispute(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct disputes_row *d,
    const struct redress *r, struct err *err)
{
	struct deed_note note = {
	    .id = arena_fmt(a, "%.*s/resolved", STR_ARG(d->id)),
	    .account = facts->account.id,
	    .invoice = d->invoice,
	    .at = facts->now,
	    .author = STR("gateway"),
	    .kind = STR("dispute"),
	    .text = arena_fmt(a, "dispute of %.*s: %s, nothing of it is open",
		STR_ARG(d->invoice), r->outcome),
	};

	return deed_note(f->store, &note, err);
}

static enum rc
close_dispute(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct disputes_row *d,
    const struct redress *r, struct err *err)
{
	struct disputes_end end = {
	    .id = d->id,
	    .outcome = str_of(r->outcome),
	    .credited = r->credited,
	    .at = facts->now,
	};
	struct courses_event e = {
	    .sequence = SEQUENCE_DISPUTES,
	    .subject = d->id,
	    .what = ANCHOR_RESOLVED,
	};
	enum rc rc = disputes_resolve(f->store, &end, err);

	if (rc == RC_OK)
		rc = note_dispute(f, a, facts, d, r, err);
	return rc == RC_OK ? happened(f, a, facts, &e, err) : rc;
}

static enum rc
close_disputes(const struct flow *f, struct arena *a,
    const struct facts_account *facts, size_t *closed, struct err *err)
{
	struct disputes_row *v;
	size_t n = 0;
	enum rc rc =
	    disputes_holding(f->store, a, facts->account.id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct redress r = endings_of_dispute(&v[i]);

		if (r.over)
			rc = close_dispute(f, a, facts, &v[i], &r, err);
		else if (str_eqc(v[i].state, "resolved") &&
			 r.awaits != v[i].awaits)
			rc = disputes_await(f->store, v[i].id, r.awaits, err);
		else
			continue;
		++*closed;
	}
	return rc;
}

enum rc
endings_write(const struct flow *f, struct arena *a, enum sequence_kind kind,
    const struct facts_account *facts, size_t *closed, struct err *err)
{
	*closed = 0;
	if (kind == SEQUENCE_PROMISE)
		return close_promises(f, a, facts, closed, err);
	if (kind == SEQUENCE_DISPUTES)
		return close_disputes(f, a, facts, closed, err);
	return RC_OK;
}
