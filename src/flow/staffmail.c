#include "flow/staffmail.h"

#include "flow/facts.h"
#include "flow/officehours.h"
#include "flow/params.h"
#include "flow/people.h"
#include "flow/staffmail_words.h"
#include "model/limits.h"
#include "render/locale.h"
#include "render/mimeout.h"
#include "render/msgid.h"
#include "store/approvals.h"
#include "store/cases.h"

#define HOUR_SECS  3600
#define ROUND_MAX  200
#define LISTED_MAX 100 /* cases of one mail */

/* The company itself, at that moment. */
static struct facts_account
company(const struct flow *f, int64_t now)
{
	struct facts_account us = {.locale = f->set->company_locale};

	facts_set_moment(f, &us, now);
	return us;
}

/* A collector may be named by address or by the name in [staff] people. */
static enum rc
collector(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str *who, struct err *err)
{
	struct str name =
	    facts ? str_trim(facts->account.collector) : (struct str){NULL, 0};
	enum rc rc = RC_OK;

	*who = (struct str){NULL, 0};
	if (str_chr(name, '@') != STR_NPOS)
		*who = name;
	else if (name.n > 0)
		rc = people_find(f, a, name, who, err);
	if (rc != RC_OK || !mimeout_check_address(*who))
		*who = (struct str){NULL, 0};
	return rc == RC_MISS || rc == RC_BAD ? RC_OK : rc;
}

enum rc
staffmail_person(const struct flow *f, struct arena *a,
    const struct facts_account *facts, int64_t now, struct str *who,
    struct err *err)
{
	struct facts_account us = company(f, now);
	enum rc rc = collector(f, a, facts, who, err);

	if (str_is_empty(*who))
		*who = f->set->staff_fallback;
	*who = people_deputy(f, *who, us.today);
	if (!mimeout_check_address(*who))
		*who = f->set->staff_fallback;
	return rc;
}

static struct str
folded(struct arena *a, struct str address)
{
	char *p = arena_cstr(a, address);

	for (size_t i = 0; i < address.n; i++)
		p[i] = str_lower(p[i]);
	return (struct str){p, address.n};
}

/* When somebody else is to be told of what this person is told now. */
static int64_t
late_at(const struct flow *f, int64_t now)
{
	if (str_is_empty(f->set->staff_escalation))
		return 0;
	return officehours_after(f, now, f->set->staff_escalate_hours);
}

static enum rc
is_full(const struct flow *f, struct str person, int64_t now, bool *out,
    struct err *err)
{
	struct cases_count n;
	enum rc rc = cases_count(f->store, person, now - HOUR_SECS, &n, err);

	*out = n.waits || n.singles >= f->set->staff_mails_per_hour;
	return rc;
}

static enum rc
add_case(const struct flow *f, struct arena *a, struct outbox_touch *t,
    struct err *err)
{
	struct cases_row c = {
	    .touch = t->id,
	    .inbox = t->inbox,
	    .account = t->account,
	    .person = folded(a, t->recipient),
	    .at = t->planned_at,
	    .told = STR("single"),
	    .told_at = t->planned_at,
	    .late_at = late_at(f, t->planned_at),
	};
	bool full = false;
	enum rc rc = is_full(f, c.person, c.at, &full, err);

	if (rc != RC_OK)
		return rc;
	if (full) {
		c.told = STR("waits");
		c.told_at = c.late_at = 0;
		t->not_before = APPROVALS_NEVER;
		t->reason = STR("waits for a list of several");
	}
	rc = outbox_put(f->store, t, err);
	return rc == RC_OK ? cases_add(f->store, &c, err) : rc;
}

enum rc
staffmail_tell(
    const struct apply *ap, const struct effects *effects, struct err *err)
{
	struct params p;
	struct outbox_touch t = {
	    .kind = STR("staff"),
	    .template_name = STR(STAFFMAIL_TASK),
	    .mailbox = ap->mailbox,
	    .inbox = ap->inbox,
	    .reason = STR("a person is needed"),
	    .planned_at = ap->now,
	    .not_before = ap->now,
	};
	enum rc rc;

	staffmail_words(ap, effects, &p);
	if (p.task_count == 0 || str_is_empty(ap->f->set->staff_fallback))
		return RC_OK;
	if (ap->account != NULL)
		t.account = ap->account->account.id;
	rc = staffmail_person(
	    ap->f, ap->a, ap->account, ap->now, &t.recipient, err);
	if (rc != RC_OK)
		return rc;
	t.params = params_write(ap->a, &p);
	t.natural_key = arena_fmt(ap->a, "%.32s/%.*s%sstaff", ap->inbox.p,
	    STR_ARG(ap->turn), ap->turn.n ? "/" : "");
	t.id = msgid_touch(ap->a, ap->f->key, t.natural_key);
	return add_case(ap->f, ap->a, &t, err);
}

enum rc
staffmail_refused(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, int64_t now, struct err *err)
{
	struct outbox_touch again = *t;
	enum rc rc;

	if (!str_eqc(t->kind, "staff") ||
	    !str_eqc(t->template_name, STAFFMAIL_TASK) ||
	    str_fold_eq(t->recipient, f->set->staff_fallback))
		return RC_OK;
	again.recipient = f->set->staff_fallback;
	again.reason =
	    arena_fmt(a, "%.*s could not be reached", STR_ARG(t->recipient));
	again.planned_at = again.not_before = now;
	again.natural_key = arena_fmt(a, "refused|%.*s", STR_ARG(t->id));
	again.id = msgid_touch(a, f->key, again.natural_key);
	rc = outbox_add(f->store, &again, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* One round at one moment. */
struct round {
	const struct flow *f;
	struct arena *a;
	int64_t now;
};

static enum rc
tell(const struct round *r, struct cases_row *c, const char *how,
    struct str digest, struct err *err)
{
	bool gone = str_eqc(str_of(how), "gone");

	c->told = str_of(how);
	c->told_at = r->now;
	c->digest = digest;
	c->late_at = gone ? 0 : late_at(r->f, r->now);
	return cases_told(r->f->store, c, err);
}

/* What was closed while it waited is not told any more. *left: the others. */
static enum rc
drop_closed(const struct round *r, struct cases_row *v, size_t n, size_t *left,
    struct err *err)
{
	enum rc rc = RC_OK;

	*left = 0;
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = cases_is_open(r->f->store, &v[i], err);
		if (rc == RC_OK) {
			v[(*left)++] = v[i];
			continue;
		}
		if (rc == RC_MISS)
			rc = outbox_pass(r->f->store, v[i].touch,
			    STR("closed before it was told"), r->now, err);
		if (rc == RC_OK)
			rc = tell(r, &v[i], "gone", STR(""), err);
	}
	return rc;
}

static enum rc
send_list(const struct round *r, struct cases_row *v, size_t n, struct err *err)
{
	struct params p = {.promise_day = DAY_NONE};
	struct outbox_touch first, t = {
				       .kind = STR("staff"),
				       .template_name = STR(STAFFMAIL_LIST),
				       .reason = STR("several at once"),
				       .planned_at = r->now,
				       .not_before = r->now,
				   };
	enum rc rc = outbox_get(r->f->store, r->a, v[0].touch, &first, err);

	if (rc != RC_OK)
		return rc;
	t.recipient = first.recipient;
	t.mailbox = first.mailbox;
	p.subject = arena_fmt(r->a, "%zu", n);
	t.params = params_write(r->a, &p);
	t.natural_key = arena_fmt(r->a, "tasks|%.*s", STR_ARG(v[0].touch));
	t.id = msgid_touch(r->a, r->f->key, t.natural_key);
	rc = outbox_put(r->f->store, &t, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = outbox_pass(r->f->store, v[i].touch,
		    STR("told in a list of several"), r->now, err);
		if (rc == RC_OK)
			rc = tell(r, &v[i], "digest", t.id, err);
	}
	return rc;
}

/* One list an hour, and none while single mails have room only for more. */
static enum rc
list_for(const struct round *r, struct str person, struct err *err)
{
	struct cases_row *v = NULL;
	struct cases_count count;
	size_t n = 0;
	enum rc rc;

	rc = cases_count(r->f->store, person, r->now - HOUR_SECS, &count, err);
	if (rc != RC_OK || count.listed > 0 ||
	    count.singles >= r->f->set->staff_mails_per_hour)
		return rc;
	rc = cases_waiting(r->f->store, r->a, person, LISTED_MAX, &v, &n, err);
	if (rc == RC_OK)
		rc = drop_closed(r, v, n, &n, err);
	if (rc != RC_OK || n == 0)
		return rc;
	if (n > 1)
		return send_list(r, v, n, err);
	rc = outbox_let_go(
	    r->f->store, v[0].touch, r->now, STR("a person is needed"), err);
	return rc == RC_OK ? tell(r, &v[0], "single", STR(""), err) : rc;
}

static enum rc
list_all(const struct round *r, struct err *err)
{
	struct str *v = NULL;
	size_t n = 0;
	enum rc rc = cases_persons(r->f->store, r->a, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = list_for(r, v[i], err);
	return rc;
}

/* The same mail, to whoever is told of what is late. */
static enum rc
escalate(const struct round *r, const struct cases_row *c, struct err *err)
{
	struct facts_account us = company(r->f, c->told_at);
	struct facts_account today = company(r->f, r->now);
	struct outbox_touch t;
	struct params p;
	enum rc rc = outbox_get(r->f->store, r->a, c->touch, &t, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	params_read(r->a, t.params, &p);
	p.late = arena_fmt(r->a,
	    "%.*s was told on %.*s, and has neither "
	    "answered nor closed it since.",
	    STR_ARG(t.recipient),
	    STR_ARG(locale_date(r->a, r->f->set->company_locale, us.today)));
	t.recipient =
	    people_deputy(r->f, r->f->set->staff_escalation, today.today);
	if (str_is_empty(t.recipient))
		return RC_OK;
	t.params = params_write(r->a, &p);
	t.reason = STR("not answered in time");
	t.planned_at = t.not_before = r->now;
	t.natural_key = arena_fmt(r->a, "late|%.*s", STR_ARG(c->touch));
	t.id = msgid_touch(r->a, r->f->key, t.natural_key);
	return outbox_put(r->f->store, &t, err);
}

static enum rc
escalate_all(const struct round *r, struct err *err)
{
	struct cases_row *v = NULL;
	size_t n = 0;
	enum rc rc =
	    cases_late(r->f->store, r->a, r->now, ROUND_MAX, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = cases_is_open(r->f->store, &v[i], err);
		if (rc == RC_OK) {
			rc = cases_is_answered(r->f->store, &v[i], err);
			rc = rc == RC_MISS ? escalate(r, &v[i], err) : rc;
		}
		if (rc == RC_OK || rc == RC_MISS)
			rc = cases_unwatch(r->f->store, v[i].touch, err);
	}
	return rc;
}

enum rc
staffmail_round(const struct flow *f, int64_t now, struct err *err)
{
	struct round r = {.f = f, .now = now};
	enum rc rc = cases_any(f->store, now, err);

	if (rc != RC_OK) /* nothing waits, most of the time */
		return rc == RC_MISS ? RC_OK : rc;
	r.a = arena_new(LIMIT_JOB_ARENA);
	rc = store_begin(f->store, err);
	if (rc == RC_OK) {
		rc = list_all(&r, err);
		if (rc == RC_OK)
			rc = escalate_all(&r, err);
		if (rc == RC_OK)
			rc = store_commit(f->store, err);
		else
			store_rollback(f->store);
	}
	arena_free(&r.a);
	return rc;
}
