#include "flow/draftmail.h"

#include "flow/facts.h"
#include "flow/officehours.h"
#include "flow/params.h"
#include "flow/people.h"
#include "model/limits.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "store/cases.h"
#include "store/drafts.h"
#include "store/holds.h"
#include "store/outbox.h"

#define STUCK_SECS (4 * 3600)
#define TEMPLATE   "draft-unsent"

struct round {
	const struct flow *f;
	struct arena *a;
	int64_t now;
};

static struct facts_account
company(const struct round *r, int64_t at)
{
	struct facts_account us = {.locale = r->f->set->company_locale};

	facts_set_moment(r->f, &us, at);
	return us;
}

static struct str
day_of_it(const struct round *r, int64_t at)
{
	struct facts_account us = company(r, at);

	return locale_date(r->a, r->f->set->company_locale, us.today);
}

/* Where it was last seen. */
static struct str
whereabouts(const struct round *r, const struct drafts_row *d)
{
	struct str day = day_of_it(r, d->at);

	if (d->collector.n == 0)
		return arena_fmt(r->a,
		    "The draft came to you by mail on %.*s, and no copy of "
		    "it, sent, has come here.",
		    STR_ARG(day));
	if (d->gone_at > 0)
		return arena_fmt(r->a,
		    "The draft of %.*s was taken out of your folder %.*s on "
		    "%.*s, and it is not among the mails that you sent.",
		    STR_ARG(day), STR_ARG(d->folder),
		    STR_ARG(day_of_it(r, d->gone_at)));
	if (!str_eqc(d->state, "lies"))
		return arena_fmt(r->a,
		    "The draft of %.*s could not be put into your mailbox.",
		    STR_ARG(day));
	return arena_fmt(r->a,
	    "The draft has lain in your folder %.*s since %.*s.",
	    STR_ARG(d->folder), STR_ARG(day));
}

static enum rc
put(const struct round *r, const struct drafts_row *d, struct outbox_touch *t,
    struct str late, struct err *err)
{
	struct params p = {
	    .promise_day = DAY_NONE,
	    .subject = d->subject,
	    .text = whereabouts(r, d),
	    .late = late,
	};
	struct outbox_touch of;
	enum rc rc = outbox_get(r->f->store, r->a, d->touch, &of, err);

	if (rc != RC_OK)
		return rc;
	t->account = d->account;
	t->contact = d->contact;
	t->kind = STR("staff");
	t->template_name = STR(TEMPLATE);
	t->mailbox = of.mailbox;
	t->params = params_write(r->a, &p);
	t->planned_at = t->not_before = r->now;
	t->id = msgid_touch(r->a, r->f->key, t->natural_key);
	return outbox_put(r->f->store, t, err);
}

static struct str
reminder_key(const struct round *r, const struct drafts_row *d)
{
	return arena_fmt(
	    r->a, "unsent|%.*s|%lld", STR_ARG(d->touch), (long long)d->at);
}

/* RC_OK: they were in touch with them otherwise since. */
static enum rc
is_settled_otherwise(
    const struct round *r, const struct drafts_row *d, struct err *err)
{
	return holds_touched_since(
	    r->f->store, d->account, d->at, d->touch, err);
}

static enum rc
remind(const struct round *r, const struct drafts_row *d, struct err *err)
{
	struct outbox_touch t = {
	    .recipient =
		people_deputy(r->f, d->person, company(r, r->now).today),
	    .natural_key = reminder_key(r, d),
	    .reason = STR("a draft was not sent by its time"),
	};
	int64_t late = 0;
	enum rc rc = is_settled_otherwise(r, d, err);

	if (rc == RC_OK)
		return drafts_told(r->f->store, d->touch, r->now, 0, err);
	if (rc != RC_MISS)
		return rc;
	if (!str_is_empty(r->f->set->staff_escalation))
		late = officehours_after(
		    r->f, r->now, r->f->set->staff_escalate_hours);
	rc = put(r, d, &t, (struct str){NULL, 0}, err);
	return rc == RC_OK
		   ? drafts_told(r->f->store, d->touch, r->now, late, err)
		   : rc;
}

/* RC_OK: the reminder was answered, or they were in touch otherwise. */
static enum rc
is_answered(const struct round *r, const struct drafts_row *d, struct err *err)
{
	struct cases_row c = {
	    .touch = msgid_touch(r->a, r->f->key, reminder_key(r, d)),
	    .account = d->account,
	    .at = d->told_at,
	};
	enum rc rc = cases_is_answered(r->f->store, &c, err);

	return rc == RC_MISS ? is_settled_otherwise(r, d, err) : rc;
}

static enum rc
escalate(const struct round *r, const struct drafts_row *d, struct err *err)
{
	struct outbox_touch t = {
	    .recipient = people_deputy(
		r->f, r->f->set->staff_escalation, company(r, r->now).today),
	    .natural_key =
		arena_fmt(r->a, "late|%.*s", STR_ARG(reminder_key(r, d))),
	    .reason = STR("not answered in time"),
	};
	struct str late = arena_fmt(r->a, "%.*s was reminded on %.*s.",
	    STR_ARG(d->person), STR_ARG(day_of_it(r, d->told_at)));
	enum rc rc = is_answered(r, d, err);

	if (rc == RC_MISS)
		rc = str_is_empty(t.recipient) ? RC_OK
					       : put(r, d, &t, late, err);
	return rc == RC_OK
		   ? drafts_told(r->f->store, d->touch, d->told_at, 0, err)
		   : rc;
}

/* It is made anew, and goes by mail: compose_draft sees the same. */
static enum rc
mail_instead(const struct round *r, const struct drafts_row *d, struct err *err)
{
	const struct collector_settings *who = flow_collector(r->f, d->person);
	struct outbox_settled s = {
	    .touch = d->touch,
	    .state = "planned",
	    .reason = STR("could not be put among their drafts"),
	    .now = r->now,
	    .not_before = r->now,
	};
	int64_t since = 0;
	enum rc rc = RC_OK;

	if (who != NULL)
		rc = drafts_box_since(r->f->store, who->box.name, &since, err);
	if (rc == RC_MISS || (rc == RC_OK && r->now - since < STUCK_SECS))
		return RC_OK;
	return rc == RC_OK ? outbox_settle(r->f->store, &s, err) : rc;
}

typedef enum rc work(
    const struct round *r, const struct drafts_row *d, struct err *err);

static enum rc
each(const struct round *r, enum drafts_which which, int64_t at, work *do_it,
    struct err *err)
{
	struct drafts_row *v = NULL;
	size_t n = 0;
	enum rc rc = drafts_waiting(r->f->store, r->a, which, at, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = do_it(r, &v[i], err);
	return rc;
}

enum rc
draftmail_round(const struct flow *f, int64_t now, struct err *err)
{
	struct round r = {.f = f, .a = arena_new(LIMIT_JOB_ARENA), .now = now};
	enum rc rc = store_begin(f->store, err);

	if (rc != RC_OK)
		goto out;
	rc = each(&r, DRAFTS_STUCK, now - STUCK_SECS, mail_instead, err);
	if (rc == RC_OK)
		rc = each(&r, DRAFTS_DUE, now, remind, err);
	if (rc == RC_OK)
		rc = each(&r, DRAFTS_LATE, now, escalate, err);
	if (rc == RC_OK)
		rc = store_commit(f->store, err);
	else
		store_rollback(f->store);
out:
	arena_free(&r.a);
	return rc;
}
