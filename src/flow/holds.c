#include "flow/holds.h"

#include "flow/facts.h"
#include "flow/params.h"
#include "flow/staff.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/holds.h"
#include "store/outbox.h"

#define AHEAD_DAYS 14 /* a pause can end behind a week of holidays */
#define ROUND_MAX  200

struct str
holds_words(struct arena *a, struct str reason, struct str by, day_t until)
{
	char day[DAY_TEXT];
	struct str end = STR("until a person lets go");

	if (until != DAY_NONE)
		end = arena_fmt(a, "until %s", day_iso(until, day));
	return arena_fmt(a, "%.*s (%s%.*s%s%.*s)", STR_ARG(reason),
	    by.n ? "by " : "", STR_ARG(by), by.n ? ", " : "", STR_ARG(end));
}

static void
tell_one(const struct flow *f, struct arena *a, const struct facts_account *x,
    int64_t until, struct str by, struct str *reason)
{
	if (until <= x->now)
		return;
	*reason = holds_words(a, *reason, by,
	    until == INT64_MAX ? DAY_NONE : facts_day(f, x, until));
}

void
holds_tell(const struct flow *f, struct arena *a, struct facts_account *x)
{
	tell_one(f, a, x, x->rests_until, x->rest_by, &x->rest_reason);
	tell_one(f, a, x, x->silent_until, x->silent_by, &x->silent_reason);
	for (size_t i = 0; i < x->invoice_count; i++) {
		struct facts_invoice *inv = &x->invoices[i];

		tell_one(
		    f, a, x, inv->rests_until, inv->rest_by, &inv->rest_reason);
	}
	for (size_t i = 0; i < x->contact_count; i++) {
		struct contact *c = &x->contacts[i];

		tell_one(f, a, x, c->rests_until, c->rest_by, &c->rest_reason);
	}
}

static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
}

/* What it is that rests, in words. */
static struct str
subject_of(struct arena *a, const struct facts_account *facts,
    const struct holds_pause *p)
{
	const struct contact *c = find_contact(facts, p->of.contact);

	if (!str_is_empty(p->of.invoice))
		return arena_fmt(a, "invoice %.*s", STR_ARG(p->of.invoice));
	if (c != NULL)
		return arena_fmt(
		    a, "%.*s <%.*s>", STR_ARG(c->name), STR_ARG(c->email));
	return arena_fmt(a, "account %.*s", STR_ARG(p->of.account));
}

static enum rc
announce(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct holds_pause *p,
    struct err *err)
{
	struct str what = subject_of(a, facts, p);
	day_t end = facts_day(f, facts, p->until);
	char day[DAY_TEXT];
	struct str line = holds_words(a, p->reason, p->by, end);
	struct params params = {
	    .subject = arena_fmt(a, "The pause of %.*s ends on %s",
		STR_ARG(what), day_iso(end, day)),
	    .promise_day = DAY_NONE,
	    .tasks = &line,
	    .task_count = 1,
	};
	struct outbox_touch t = {
	    .account = p->of.account,
	    .kind = STR("staff"),
	    .template_name = STR("pause-ends"),
	    .mailbox = f->set->mailboxes[0].name,
	    .recipient = staff_address(f, a, facts, STR("collector"), NULL),
	    .reason = STR("a pause ends"),
	    .planned_at = facts->now,
	    .not_before = facts->now,
	};
	enum rc rc;

	t.params = params_write(a, &params);
	t.natural_key = arena_fmt(a, "pause-ends|%.*s", STR_ARG(p->id));
	t.id = msgid_touch(a, f->key, t.natural_key);
	rc = outbox_add(f->store, &t, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = holds_told(f->store, p->id, facts->now, err);
	return rc;
}

/* On the business day before, from the opening of the window on; at once when
 * that day has gone by. */
static enum rc
look_at(const struct flow *f, struct arena *a, const struct holds_pause *p,
    int64_t now, struct err *err)
{
	struct facts_ask ask = {p->of.account, now, NULL, 0};
	struct facts_account facts;
	struct dun_limits limits;
	day_t day;
	enum rc rc = facts_load(f, a, &ask, &facts, err);

	if (rc != RC_OK)
		return rc;
	facts_limits(f, &facts, &limits);
	day =
	    calendar_add(&limits.calendar, facts_day(f, &facts, p->until), -1);
	if (facts.today < day ||
	    (facts.today == day && facts.minutes < limits.window_from))
		return RC_OK;
	return announce(f, a, &facts, p, err);
}

enum rc
holds_round(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a;
	struct holds_pause *v = NULL;
	size_t n = 0;
	enum rc rc;

	a = arena_new(LIMIT_JOB_ARENA);
	rc = holds_pauses_ending(f->store, a, now, now + AHEAD_DAYS * DAY_SECS,
	    ROUND_MAX, &v, &n, err);
	if (rc == RC_OK && n > 0)
		rc = store_begin(f->store, err);
	if (rc != RC_OK || n == 0)
		goto out;
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = look_at(f, a, &v[i], now, err);
	if (rc == RC_OK)
		rc = store_commit(f->store, err);
	else
		store_rollback(f->store);
out:
	arena_free(&a);
	return rc;
}
