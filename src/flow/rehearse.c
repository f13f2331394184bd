#include "flow/plan.h"

#include "decide/advance.h"
#include "flow/approval.h"
#include "flow/happen.h"
#include "flow/reach.h"
#include "model/limits.h"
#include "store/ledger.h"
#include "store/meta.h"

#define REHEARSE_ROUNDS 2000 /* messages and looks for one account */

/* One sequence of the account that is being rehearsed. */
struct track {
	const struct sequence *seq;
	struct course *courses;
	size_t course_count;
	int64_t next;           /* look then; 0: not before something changes */
	struct dun dun;         /* the last look: of invoices */
	struct advance advance; /* of courses */
};

struct rehearsal {
	const struct flow *f;
	struct arena *a;
	struct facts_account facts;
	struct dun_limits limits;
	struct track tracks[SEQUENCE_KINDS];
	struct hold *holds;
	size_t hold_count;
	plan_show *show;
	void *ctx;
};

/* Say the due steps in memory, as sending would record them. */
static void
say_steps(struct facts_account *facts, const struct sequence *seq,
    const struct dun *dun)
{
	for (size_t i = 0; i < facts->invoice_count; i++) {
		if (dun->lines[i].state != DUN_DUE)
			continue;
		facts->invoices[i].said = (struct facts_said){
		    .step = seq->steps[dun->lines[i].step].name,
		    .level = (int64_t)dun->lines[i].step + 1,
		    .occurrence = dun->lines[i].occurrence,
		    .day = facts->today,
		};
	}
	if (step_is_outward(&seq->steps[dun->step]))
		facts->last_reminder_at = facts->now;
}

/* Holds that end by their day end in the rehearsal as well. */
static void
pass_time(const struct flow *f, struct facts_account *facts)
{
	for (size_t i = 0; i < facts->invoice_count; i++) {
		struct facts_invoice *inv = &facts->invoices[i];

		if (inv->promised != DAY_NONE &&
		    facts->today >= dun_promise_ends(inv->promised,
					(int)f->set->promise_grace_days))
			inv->promised = DAY_NONE;
	}
}

static struct plan_item
item_of(const struct rehearsal *r, const struct track *t)
{
	return (struct plan_item){
	    .account = r->facts.account.id,
	    .account_name = r->facts.account.name,
	    .at = r->facts.now,
	    .day = r->facts.today,
	    .sequence = t->seq,
	    .facts = &r->facts,
	    .holds = r->holds,
	    .hold_count = r->hold_count,
	};
}

/* Would it wait for a yes? */
static void
ask_approval(
    const struct rehearsal *r, const struct contact *to, struct plan_item *item)
{
	struct approval_ask ask = {item->sequence, item->step, &r->facts, to};
	struct approval need = {.why = {NULL, 0}};
	struct err ignored;

	if (!item->send ||
	    approval_needed(r->f, &ask, &need, &ignored) != RC_OK)
		return;
	item->approval = !str_is_empty(need.why);
	if (item->approval)
		item->why = approval_words(need.why);
}

/* What staff gets is not told by address. */
static struct str
goes_to(const struct rehearsal *r, const struct sequence_step *step,
    const struct contact *contact)
{
	struct reach reach = {r->f, r->a, &r->facts, step, contact, NULL};

	return step_is_outward(step) ? reach_recipient(&reach)
				     : (struct str){NULL, 0};
}

static void
show_invoices(const struct rehearsal *r, const struct track *t)
{
	const struct dun *dun = &t->dun;
	struct plan_item item = item_of(r, t);

	item.send = dun->verdict == DUN_SEND;
	item.step = item.send ? &t->seq->steps[dun->step] : NULL;
	if (dun->contact)
		item.to = dun->contact->email;
	if (item.step != NULL)
		item.to = goes_to(r, item.step, dun->contact);
	item.why = dun->why;
	item.dun = dun;
	ask_approval(r, dun->contact, &item);
	r->show(r->ctx, &item);
}

static void
look_at_invoices(struct rehearsal *r, struct track *t)
{
	pass_time(r->f, &r->facts);
	dun_decide(r->a, &r->facts, t->seq, &r->limits, &t->dun);
	t->next = facts_next(r->f, &r->facts, &t->dun);
	if (t->dun.verdict != DUN_SEND)
		return;
	show_invoices(r, t);
	say_steps(&r->facts, t->seq, &t->dun);
	t->next = r->facts.now + 60;
}

static void
show_courses(const struct rehearsal *r, const struct track *t,
    const struct advance_message *m)
{
	struct plan_item item = item_of(r, t);

	item.send = m->verdict == ADVANCE_SEND;
	item.step = &t->seq->steps[m->step];
	item.to = goes_to(r, item.step, m->contact);
	item.why = m->why;
	item.courses = t->courses;
	item.message = m;
	ask_approval(r, m->contact, &item);
	r->show(r->ctx, &item);
}

static void
say_courses(
    struct rehearsal *r, struct track *t, const struct advance_message *m)
{
	const struct sequence_step *step = &t->seq->steps[m->step];

	for (size_t i = 0; i < m->course_count; i++) {
		struct course *c = &t->courses[m->courses[i]];
		size_t cap = c->said_count;

		c->said = arena_grow(
		    r->a, c->said, c->said_count, &cap, sizeof(*c->said));
		c->said[c->said_count++] = (struct course_said){
		    step->name, m->occurrence, r->facts.today};
	}
	if (step_is_outward(step))
		r->facts.last_reminder_at = r->facts.now;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == 0 || (b > 0 && b < a) ? b : a;
}

static enum rc
look_at_courses(struct rehearsal *r, struct track *t, struct err *err)
{
	struct happen_ask ask = {
	    r->f, r->a, &r->facts, t->seq, t->courses, t->course_count};
	struct advance_ask question;
	struct happen h;
	bool said = false;
	enum rc rc = happen_now(&ask, &h, err);

	if (rc != RC_OK)
		return rc;
	happen_remember(r->a, &h, &t->courses, &t->course_count);
	question = (struct advance_ask){
	    &r->facts, t->seq, &r->limits, t->courses, t->course_count};
	advance_decide(r->a, &question, &t->advance);
	happen_hold(&h, &t->advance);
	for (size_t i = 0; i < t->advance.message_count; i++) {
		const struct advance_message *m = &t->advance.messages[i];

		if (m->verdict != ADVANCE_SEND)
			continue;
		show_courses(r, t, m);
		say_courses(r, t, m);
		said = true;
	}
	t->next = earlier(facts_next_from(r->f, &r->facts, t->advance.next_day,
			      t->advance.next_minute, t->advance.next_at),
	    facts_next_at(r->f, &r->facts, h.next_day, h.next_at));
	if (said)
		t->next = r->facts.now + 60;
	return RC_OK;
}

/* The sequence whose turn comes first; NULL: nothing comes until then. */
static struct track *
next_turn(struct rehearsal *r, int64_t until)
{
	struct track *first = NULL;

	for (int k = 0; k < SEQUENCE_KINDS; k++) {
		struct track *t = &r->tracks[plan_order[k]];

		if (t->next > 0 && t->next <= until &&
		    (first == NULL || t->next < first->next))
			first = t;
	}
	return first;
}

static enum rc
begin(struct rehearsal *r, int64_t now, struct err *err)
{
	enum rc rc = RC_OK;

	facts_limits(r->f, &r->facts, &r->limits);
	for (int k = 0; rc == RC_OK && k < SEQUENCE_KINDS; k++) {
		struct track *t = &r->tracks[k];
		enum sequence_kind kind = (enum sequence_kind)k;

		t->seq = flow_sequence_for(r->f, kind, &r->facts);
		if (t->seq->step_count == 0 && kind != SEQUENCE_INVOICING)
			continue;
		t->next = now;
		if (kind != SEQUENCE_INVOICING)
			rc = courses_running(r->f->store, r->a,
			    r->facts.account.id, kind, &t->courses,
			    &t->course_count, err);
	}
	return rc;
}

/* Why nothing more comes, sequence by sequence. */
static void
show_rest(const struct rehearsal *r)
{
	for (int k = 0; k < SEQUENCE_KINDS; k++) {
		const struct track *t = &r->tracks[k];

		if (k == SEQUENCE_INVOICING) {
			if (t->dun.verdict != DUN_SEND)
				show_invoices(r, t);
			continue;
		}
		for (size_t i = 0; i < t->advance.message_count; i++)
			if (t->advance.messages[i].verdict != ADVANCE_SEND)
				show_courses(r, t, &t->advance.messages[i]);
	}
}

static enum rc
play(struct rehearsal *r, int64_t now, int64_t until, struct err *err)
{
	bool shut = r->facts.ledger_stale || r->facts.held;
	enum rc rc = begin(r, now, err);
	struct track *t;

	for (int i = 0; rc == RC_OK && i < REHEARSE_ROUNDS; i++) {
		t = next_turn(r, shut ? now : until);
		if (t == NULL)
			break;
		facts_set_moment(r->f, &r->facts, t->next);
		if (t == &r->tracks[SEQUENCE_INVOICING])
			look_at_invoices(r, t);
		else
			rc = look_at_courses(r, t, err);
	}
	if (rc == RC_OK)
		show_rest(r);
	return rc;
}

/* Their ends on the account's own days. */
static enum rc
load_holds(struct rehearsal *r, struct err *err)
{
	enum rc rc = holds_list(r->f->store, r->a, r->facts.account.id,
	    r->facts.now, &r->holds, &r->hold_count, err);

	for (size_t i = 0; i < r->hold_count; i++)
		if (r->holds[i].until != 0)
			r->holds[i].day =
			    facts_day(r->f, &r->facts, r->holds[i].until);
	return rc;
}

static enum rc
rehearse_one(struct rehearsal *r, struct str account, int64_t now,
    int64_t until, struct err *err)
{
	struct facts_gate gate;
	struct facts_ask ask = {account, now, &gate, LEDGER_ALL};
	enum rc rc = facts_gate(r->f, r->a, now, &gate, err);

	if (rc == RC_OK)
		rc = facts_load(r->f, r->a, &ask, &r->facts, err);
	if (rc == RC_OK)
		rc = load_holds(r, err);
	return rc == RC_OK ? play(r, now, until, err) : rc;
}

enum rc
plan_rehearse(const struct flow *f, int64_t now, int64_t until,
    struct str account, plan_show *show, void *ctx, struct err *err)
{
	struct arena *keep = arena_new(LIMIT_JOB_ARENA);
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str after = {"", 0}, *ids = &account;
	size_t count = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK) {
		if (str_is_empty(account))
			rc = meta_account_ids(f->store, keep, after,
			    LIMIT_PLAN_BATCH, &ids, &count, err);
		for (size_t i = 0; rc == RC_OK && i < count; i++) {
			struct rehearsal r = {
			    .f = f, .a = a, .show = show, .ctx = ctx};

			arena_reset(a);
			rc = rehearse_one(&r, ids[i], now, until, err);
		}
		if (rc != RC_OK || !str_is_empty(account) || count == 0)
			break;
		after = ids[count - 1];
	}
	arena_free(&a);
	arena_free(&keep);
	return rc;
}
