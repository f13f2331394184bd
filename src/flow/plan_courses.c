#include "flow/plan_courses.h"

#include "decide/advance.h"
#include "flow/approval.h"
#include "flow/endings.h"
#include "flow/happen.h"
#include "flow/reach.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/courses.h"
#include "store/outbox.h"

/* One account in one sequence, now. */
struct round {
	const struct flow *f;
	struct arena *a;
	struct facts_account facts;
	const struct sequence *seq;
	struct course *courses;
	size_t course_count;
	struct happen happened;
	struct advance plan;
};

struct str
plan_touch_kind(const struct sequence_step *step)
{
	switch (step->channel) {
	case STEP_EMAIL:
	case STEP_INVITE:
		return STR("reminder");
	case STEP_PHONE:
	case STEP_DRAFT:
	case STEP_INTERNAL:
		return STR("staff");
	case STEP_SMS:
	case STEP_CALL:
	case STEP_LETTER:
	case STEP_WEBHOOK:
	case STEP_AGENCY:
	case STEP_CHANNELS:
		break;
	}
	return STR("spool");
}

enum rc
plan_next(const struct flow *f, const struct agenda_looked *l, struct err *err)
{
	int64_t latest = l->now + LIMIT_LOOK_DAYS * DAY_SECS;
	struct agenda_looked sooner = *l;

	if (sooner.next > latest)
		sooner.next = latest;
	return agenda_next(f->store, &sooner, err);
}

static struct reach
reach_of(const struct round *r, const struct advance_message *m)
{
	return (struct reach){
	    .f = r->f,
	    .a = r->a,
	    .facts = &r->facts,
	    .step = &r->seq->steps[m->step],
	    .contact = m->contact,
	    .about = &r->courses[m->courses[0]],
	};
}

static enum rc
add_lines(const struct round *r, const struct advance_message *m,
    struct str touch, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < m->course_count; i++) {
		struct courses_line line = {
		    .touch = touch,
		    .course = r->courses[m->courses[i]].id,
		    .step = r->seq->steps[m->step].name,
		    .occurrence = m->occurrence,
		    .day = r->facts.today,
		};

		rc = courses_add_line(r->f->store, &line, err);
	}
	return rc;
}

/* The message, by its natural key: the same step of the same course gives
 * the same touch. */
static enum rc
add_touch(
    const struct round *r, const struct advance_message *m, struct err *err)
{
	const struct sequence_step *step = &r->seq->steps[m->step];
	struct reach reach = reach_of(r, m);
	struct outbox_touch t = {
	    .account = r->facts.account.id,
	    .contact = m->contact ? m->contact->id : (struct str){NULL, 0},
	    .kind = plan_touch_kind(step),
	    .channel = str_of(step_channels[step->channel]),
	    .sequence = str_of(sequence_kind_name(r->seq->kind)),
	    .step = step->name,
	    .level = (int64_t)m->step + 1,
	    .episode = 1,
	    .template_name = step->template_name,
	    .mailbox = r->f->set->mailboxes[0].name,
	    .recipient = reach_recipient(&reach),
	    .params = STR("{}"),
	    .reason = m->why,
	    .planned_at = r->facts.now,
	    .not_before = r->facts.now,
	};
	struct approval_ask ask = {r->seq, step, &r->facts, m->contact};
	struct approval need;
	enum rc rc = approval_needed(r->f, &ask, &need, err);

	if (rc != RC_OK)
		return rc;
	t.natural_key = arena_fmt(r->a, "%.*s|%.*s|%lld|%.*s|%.*s",
	    STR_ARG(t.account), STR_ARG(step->name), (long long)m->occurrence,
	    STR_ARG(r->courses[m->courses[0]].id), STR_ARG(t.contact));
	t.id = msgid_touch(r->a, r->f->key, t.natural_key);
	rc = approval_add(r->f, &t, &need, err);
	if (rc == RC_OK)
		rc = add_lines(r, m, t.id, err);
	return rc == RC_OK ? reach_task(&reach, &t, err) : rc;
}

/* The earlier of what is said next and what happens next. */
static int64_t
next_look(const struct round *r)
{
	int64_t said = facts_next_from(r->f, &r->facts, r->plan.next_day,
	    r->plan.next_minute, r->plan.next_at);
	int64_t happens = facts_next_at(
	    r->f, &r->facts, r->happened.next_day, r->happened.next_at);

	return said == 0 || (happens > 0 && happens < said) ? happens : said;
}

static enum rc
set_next(const struct round *r, struct err *err)
{
	struct agenda_looked l = {
	    .account = r->facts.account.id,
	    .sequence = str_of(sequence_kind_name(r->seq->kind)),
	    .now = r->facts.now,
	    .next = next_look(r),
	};

	return plan_next(r->f, &l, err);
}

static enum rc
load(struct round *r, const struct plan_courses_ask *ask, struct err *err)
{
	struct facts_ask facts = {ask->account, ask->now, NULL, LEDGER_ALL};
	size_t closed = 0;
	enum rc rc = facts_load(r->f, r->a, &facts, &r->facts, err);

	if (rc == RC_OK)
		rc = endings_write(
		    r->f, r->a, ask->kind, &r->facts, &closed, err);
	if (rc == RC_OK && closed > 0)
		rc = facts_load(r->f, r->a, &facts, &r->facts, err);
	if (rc == RC_OK)
		rc = courses_running(r->f->store, r->a, ask->account, ask->kind,
		    &r->courses, &r->course_count, err);
	return rc;
}

/* What time and the ledger have brought about since. */
static enum rc
note_happened(struct round *r, struct err *err)
{
	struct happen_ask ask = {
	    r->f, r->a, &r->facts, r->seq, r->courses, r->course_count};
	enum rc rc = happen_settle(&ask, &r->happened, err);

	for (size_t i = 0; rc == RC_OK && i < r->happened.task_count; i++)
		rc = deed_task(r->f->store, &r->happened.tasks[i], err);
	if (rc == RC_OK && (r->happened.count > 0 || r->happened.memo))
		rc = courses_running(r->f->store, r->a, r->facts.account.id,
		    r->seq->kind, &r->courses, &r->course_count, err);
	return rc;
}

/* It waits for nothing but a telephone number. */
static enum rc
ask_number(
    const struct round *r, const struct advance_message *m, struct err *err)
{
	struct reach reach = reach_of(r, m);
	struct gate gate;

	if (!gate_number(reach.step, m->contact, &gate) ||
	    !str_eq(gate.why, m->why))
		return RC_OK;
	return reach_no_number(
	    &reach, str_of(sequence_kind_name(r->seq->kind)), err);
}

static enum rc
record(const struct round *r, struct plan_stats *stats, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < r->plan.message_count; i++) {
		const struct advance_message *m = &r->plan.messages[i];

		if (m->verdict != ADVANCE_SEND) {
			rc = ask_number(r, m, err);
			continue;
		}
		rc = add_touch(r, m, err);
		if (rc == RC_OK)
			stats->planned++;
		if (rc == RC_MISS)
			rc = RC_OK;
	}
	for (size_t i = 0; rc == RC_OK && i < r->course_count; i++)
		if (r->plan.over[i])
			rc = courses_over(
			    r->f->store, r->courses[i].id, r->facts.now, err);
	return rc;
}

enum rc
plan_courses(const struct flow *f, struct arena *a,
    const struct plan_courses_ask *ask, struct plan_stats *stats,
    struct err *err)
{
	struct round r = {.f = f, .a = a};
	struct dun_limits limits;
	struct advance_ask question;
	enum rc rc = load(&r, ask, err);

	if (rc != RC_OK)
		return rc;
	r.seq = flow_sequence_for(f, ask->kind, &r.facts);
	rc = note_happened(&r, err);
	if (rc != RC_OK)
		return rc;
	facts_limits(f, &r.facts, &limits);
	question = (struct advance_ask){
	    &r.facts, r.seq, &limits, r.courses, r.course_count};
	advance_decide(a, &question, &r.plan);
	happen_hold(&r.happened, &r.plan);
	stats->looked++;
	rc = record(&r, stats, err);
	return rc == RC_OK ? set_next(&r, err) : rc;
}
