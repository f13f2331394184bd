#include "flow/approval.h"

#include <stdlib.h>

#include "flow/compose.h"
#include "flow/library.h"
#include "flow/params.h"
#include "flow/people.h"
#include "model/limits.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "store/agenda.h"
#include "store/ledger.h"

#define LOOK_AGAIN_SECS 900
#define ROUND_MAX       200
#define TOLD_MAX        100 /* lines of the mail to staff */

struct str
approval_words(struct str why)
{
	return str_eqc(why, APPROVALS_TEXT)
		   ? STR("waits for a yes: its text is new")
		   : STR("waits for a yes: its step asks for one");
}

static struct str
text_hash(const struct flow *f, const struct approval_ask *ask)
{
	struct str locale = ask->facts->locale;

	if (f->library == NULL || f->set->first_approved == 0 ||
	    !step_is_outward(ask->step))
		return (struct str){NULL, 0};
	if (ask->contact != NULL && !str_is_empty(ask->contact->language))
		locale = ask->contact->language;
	return library_hash(f->library, ask->seq->name,
	    ask->step->template_name, locale_language(locale),
	    locale_language(f->set->company_locale));
}

enum rc
approval_needed(const struct flow *f, const struct approval_ask *ask,
    struct approval *out, struct err *err)
{
	int64_t given = 0;
	enum rc rc;

	*out = (struct approval){.hash = text_hash(f, ask)};
	if (ask->step->approval) {
		out->why = STR(APPROVALS_STEP);
		return RC_OK;
	}
	if (str_is_empty(out->hash))
		return RC_OK;
	rc = approvals_text_given(f->store, out->hash, &given, err);
	if (rc == RC_OK && given < f->set->first_approved)
		out->why = STR(APPROVALS_TEXT);
	return rc;
}

enum rc
approval_add(const struct flow *f, struct outbox_touch *t,
    const struct approval *need, struct err *err)
{
	struct approvals_ask ask = {
	    .touch = t->id,
	    .why = need->why,
	    .hash = need->hash,
	    .now = t->planned_at,
	};
	enum rc rc;

	if (str_is_empty(need->why))
		return outbox_add(f->store, t, err);
	t->not_before = APPROVALS_NEVER;
	t->reason = approval_words(need->why);
	rc = outbox_add(f->store, t, err);
	if (rc == RC_OK)
		rc = approvals_ask(f->store, &ask, err);
	if (rc == RC_OK && !str_is_empty(need->hash))
		rc = approvals_text_met(
		    f->store, need->hash, t->template_name, t->planned_at, err);
	return rc;
}

/* All that one waiting touch is judged by. */
struct look {
	struct outbox_touch touch;
	struct facts_account facts;
	struct approval_ask ask;
};

static enum rc
look_at(const struct flow *f, struct arena *a, struct str id, int64_t now,
    struct look *out, struct err *err)
{
	struct facts_ask ask = {.now = now};
	enum sequence_kind kind;
	enum rc rc = outbox_get(f->store, a, id, &out->touch, err);

	out->ask = (struct approval_ask){.facts = &out->facts};
	ask.account = out->touch.account;
	if (rc == RC_OK)
		rc = facts_load(f, a, &ask, &out->facts, err);
	if (rc != RC_OK || !sequence_kind_parse(out->touch.sequence, &kind))
		return rc;
	out->ask.seq = flow_sequence_for(f, kind, &out->facts);
	for (size_t i = 0; i < out->ask.seq->step_count; i++)
		if (str_eq(out->ask.seq->steps[i].name, out->touch.step))
			out->ask.step = &out->ask.seq->steps[i];
	for (size_t i = 0; i < out->facts.contact_count; i++)
		if (str_eq(out->facts.contacts[i].id, out->touch.contact))
			out->ask.contact = &out->facts.contacts[i];
	return RC_OK;
}

enum rc
approval_give(const struct flow *f, struct arena *a,
    const struct approvals_row *row, struct str by, int64_t now,
    struct err *err)
{
	struct approvals_yes yes = {
	    .touch = row->touch.id, .by = by, .now = now};
	struct look look;
	struct str hash;
	enum rc rc = look_at(f, a, row->touch.id, now, &look, err);

	if (rc != RC_OK)
		return rc;
	yes.reason = arena_fmt(a, "%.*s said yes", STR_ARG(by));
	rc = approvals_give(f->store, &yes, err);
	if (rc != RC_OK || look.ask.step == NULL)
		return rc;
	/* The yes is for the words that would be sent now. */
	hash = f->library == NULL ? row->hash : text_hash(f, &look.ask);
	if (str_is_empty(hash))
		return RC_OK;
	rc = approvals_text_met(
	    f->store, hash, look.touch.template_name, now, err);
	return rc == RC_OK ? approvals_text_give(f->store, hash, err) : rc;
}

enum rc
approval_refuse(const struct flow *f, struct arena *a,
    const struct approvals_row *row, struct str why, int64_t now,
    struct err *err)
{
	const struct outbox_touch *t = &row->touch;
	enum rc rc = outbox_pass(f->store, t->id, arena_dup(a, why), now, err);

	if (rc == RC_OK)
		rc = approvals_gone(f->store, t->id, now, err);
	return rc == RC_OK
		   ? agenda_look(f->store, t->account, t->sequence, now, err)
		   : rc;
}

struct str
approval_line(struct arena *a, const struct approvals_row *row)
{
	const struct outbox_touch *t = &row->touch;

	return arena_fmt(a, "%.*s, %.*s: %.*s/%.*s by %.*s to %.*s",
	    STR_ARG(t->account), STR_ARG(row->account_name),
	    STR_ARG(t->sequence), STR_ARG(t->step), STR_ARG(t->channel),
	    STR_ARG(t->recipient.n ? t->recipient : STR("staff")));
}

/* Not to be sent any more: as the claim would skip it. */
static enum rc
drop(const struct flow *f, const struct look *look,
    const struct compose_result *r, int64_t now, struct err *err)
{
	const struct outbox_touch *t = &look->touch;
	enum rc rc = r->moot
			 ? outbox_pass(f->store, t->id, r->reason, now, err)
			 : outbox_skip(f->store, t->id, r->reason, now, err);

	if (rc == RC_OK)
		rc = approvals_gone(f->store, t->id, now, err);
	if (rc == RC_OK)
		rc = agenda_look(f->store, t->account, t->sequence, now, err);
	return rc;
}

static enum rc
let_go(
    const struct flow *f, const struct look *look, int64_t now, struct err *err)
{
	struct approvals_yes yes = {
	    .touch = look->touch.id,
	    .by = STR("gateway"),
	    .reason = STR("no yes is needed any more"),
	    .now = now,
	};

	return approvals_give(f->store, &yes, err);
}

static enum rc
review(const struct flow *f, struct arena *a, const struct approvals_row *row,
    int64_t now, struct err *err)
{
	static const struct facts_gate open;
	struct compose_sheet sheet = {.result.verdict = COMPOSE_SEND};
	struct compose_ask ask = {.now = now, .gate = &open};
	struct approval need = {.why = STR(APPROVALS_STEP)};
	struct look look;
	enum rc rc = look_at(f, a, row->touch.id, now, &look, err);

	if (rc == RC_OK && !str_eqc(look.touch.state, "planned"))
		return approvals_gone(f->store, look.touch.id, now, err);
	sheet.touch = &look.touch;
	if (rc == RC_OK)
		rc = compose_load(f, a, &ask, &sheet, 1, err);
	if (rc == RC_OK && sheet.result.verdict == COMPOSE_SKIP)
		return drop(f, &look, &sheet.result, now, err);
	if (rc == RC_OK && look.ask.step != NULL)
		rc = approval_needed(f, &look.ask, &need, err);
	if (rc == RC_OK && str_is_empty(need.why))
		return let_go(f, &look, now, err);
	if (rc == RC_OK)
		rc = approvals_looked(f->store, look.touch.id, now, err);
	return rc;
}

static enum rc
review_all(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct approvals_want want = {
	    .looked_before = now - LOOK_AGAIN_SECS, .max = ROUND_MAX};
	struct approvals_row *v = NULL;
	size_t n = 0;
	enum rc rc = approvals_waiting(f->store, a, &want, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = review(f, a, &v[i], now, err);
	return rc;
}

static struct str
line_of(struct arena *a, const struct approvals_row *row, size_t number)
{
	return arena_fmt(a, "No. %zu: %.*s (%.*s) %.*s", number,
	    STR_ARG(approval_line(a, row)), STR_ARG(approval_words(row->why)),
	    STR_ARG(row->touch.id));
}

/* In an order that a person can follow; ids are random to the eye. */
static int
by_account(const void *a, const void *b)
{
	const struct approvals_row *x = a, *y = b;
	int order = str_cmp(x->touch.account, y->touch.account);

	return order ? order : str_cmp(x->touch.id, y->touch.id);
}

static enum rc
add_mail(const struct flow *f, struct arena *a, struct outbox_touch *t,
    int64_t now, struct err *err)
{
	struct approvals_want want = {
	    .looked_before = INT64_MAX, .max = TOLD_MAX + 1};
	struct approvals_row *v = NULL;
	struct params p = {
	    .promise_day = DAY_NONE,
	    .text = STR("Reply with `#approve` in the first line to let them "
			"go, with `#approve 1 3` for some of them, with "
			"`#reject 2` and a reason for what shall not be sent. "
			"`dunmail approve` does the same. What is paid, "
			"disputed or overtaken meanwhile goes away by "
			"itself."),
	};
	size_t n = 0;
	enum rc rc = approvals_waiting(f->store, a, &want, &v, &n, err);

	if (rc != RC_OK || n == 0)
		return rc;
	qsort(v, n, sizeof(*v), by_account);
	p.tasks = arena_array(a, n, sizeof(*p.tasks));
	p.touches = arena_array(a, n, sizeof(*p.touches));
	for (size_t i = 0; i < n && i < TOLD_MAX; i++) {
		p.tasks[p.task_count++] = line_of(a, &v[i], i + 1);
		p.touches[p.touch_count++] = v[i].touch.id;
	}
	if (n > TOLD_MAX)
		p.tasks[p.task_count++] = STR("and more");
	p.subject = arena_fmt(a, "%zu%s message%s for your yes", p.task_count,
	    n > TOLD_MAX ? " and more" : "", n == 1 ? " waits" : "s wait");
	t->params = params_write(a, &p);
	t->planned_at = t->not_before = now;
	rc = outbox_add(f->store, t, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* Once a day, on days on which our own people work. */
static enum rc
tell_staff(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct facts_account us = {.locale = f->set->company_locale};
	struct outbox_touch seen, t = {
				      .kind = STR("staff"),
				      .template_name = STR("approvals"),
				      .mailbox = f->set->mailboxes[0].name,
				      .reason = STR("messages wait for a yes"),
				  };
	struct dun_limits limits;
	struct gate gate;
	char day[DAY_TEXT];
	enum rc rc;

	facts_set_moment(f, &us, now);
	facts_limits(f, &us, &limits);
	if (us.minutes < limits.window_from || gate_office(&us, &limits, &gate))
		return RC_OK;
	t.recipient = people_deputy(f, f->set->staff_fallback, us.today);
	t.natural_key = arena_fmt(a, "approvals|%s", day_iso(us.today, day));
	t.id = msgid_touch(a, f->key, t.natural_key);
	rc = outbox_get(f->store, a, t.id, &seen, err);
	return rc == RC_MISS ? add_mail(f, a, &t, now, err) : rc;
}

enum rc
approval_round(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a;
	enum rc rc = approvals_any(f->store, INT64_MAX, err);

	if (rc != RC_OK) /* nothing waits, most of the time */
		return rc == RC_MISS ? RC_OK : rc;
	a = arena_new(LIMIT_JOB_ARENA);
	rc = store_begin(f->store, err);
	if (rc == RC_OK) {
		rc = review_all(f, a, now, err);
		if (rc == RC_OK)
			rc = tell_staff(f, a, now, err);
		if (rc == RC_OK)
			rc = store_commit(f->store, err);
		else
			store_rollback(f->store);
	}
	arena_free(&a);
	return rc;
}
