#include "flow/compose_rows.h"

#include "decide/advance.h"
#include "flow/spool.h"
#include "store/holds.h"

#define FRESH_SECS 3600

bool
compose_is_reminder(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "reminder");
}

bool
compose_is_over(const struct compose *j, enum step_channel channel)
{
	return j->step != NULL && j->step->channel == channel;
}

bool
compose_is_staff(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "staff");
}

bool
compose_is_spool(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "spool") ||
	       (str_eqc(t->kind, "answer") && str_eqc(t->channel, "sms"));
}

bool
compose_is_outward(const struct compose *j)
{
	return compose_is_reminder(j->t) ||
	       (str_eqc(j->t->kind, "spool") &&
		   spool_is_outward(j->t->channel));
}

/* What our own people or a machine do about open invoices. */
static bool
is_work(const struct compose *j)
{
	if (j->seq == NULL || compose_is_course(j) || compose_is_outward(j))
		return false;
	return compose_is_spool(j->t) ||
	       (compose_is_staff(j->t) && j->line_count > 0);
}

bool
compose_is_course(const struct compose *j)
{
	return j->seq != NULL && j->seq->kind != SEQUENCE_INVOICING;
}

static enum rc
skip(
    struct compose_result *out, enum compose_verdict verdict, struct str reason)
{
	out->verdict = verdict;
	out->reason = reason;
	return RC_MISS;
}

static const struct facts_invoice *
find_invoice(const struct facts_account *facts, struct str id, size_t *index)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_eq(facts->invoices[i].id, id)) {
			*index = i;
			return &facts->invoices[i];
		}
	return NULL;
}

static bool
invoice_held(const struct facts_account *facts, const struct facts_invoice *inv)
{
	return inv->disputed || inv->promised != DAY_NONE ||
	       inv->rests_until > facts->now;
}

static bool
is_by_telephone(const struct compose *j)
{
	return compose_is_over(j, STEP_SMS) || compose_is_over(j, STEP_CALL);
}

/* RC_MISS when this account may not be reminded at this moment. */
static enum rc
reminder_gates(const struct compose *j, const struct facts_gate *gate,
    struct compose_result *out)
{
	const struct facts_account *facts = &j->facts;
	bool response = j->step != NULL && j->step->response;
	struct gate rests, number;

	if (gate->held)
		return skip(out, COMPOSE_POSTPONE, STR("held"));
	if (gate->stale && !response)
		return skip(out, COMPOSE_POSTPONE, STR("ledger is stale"));
	if (facts->account.white_glove &&
	    !(j->seq != NULL && j->seq->kind == SEQUENCE_WHITE_GLOVE &&
		j->step != NULL && j->step->channel == STEP_INVITE))
		return skip(out, COMPOSE_SKIP, STR("white-glove"));
	if (!response && (j->step ? gate_rests_for(facts, j->step, &rests)
				  : gate_rests(facts, &rests)))
		return skip(out, COMPOSE_SKIP, rests.why);
	if (is_work(j) || (j->step != NULL && gate_by_post(facts, j->step)))
		return RC_OK;
	if (j->contact == NULL || j->contact->state != CONTACT_OK)
		return skip(out, COMPOSE_SKIP,
		    STR("the address is not usable any more"));
	if (j->contact->rests_until > facts->now)
		return skip(out, COMPOSE_SKIP, j->contact->rest_reason);
	if (j->step != NULL && gate_number(j->step, j->contact, &number))
		return skip(out, COMPOSE_SKIP, number.why);
	if (is_by_telephone(j) && j->contact->line.number[0] &&
	    !str_eqc(j->t->recipient, j->contact->line.number))
		return skip(out, COMPOSE_SKIP, STR("their number is another"));
	return RC_OK;
}

/* The window, when all else is open: what waited for it is still right. */
static enum rc
hours_gate(const struct compose *j, struct compose_result *out)
{
	struct dun_limits limits;
	struct gate gate;

	facts_limits(j->f, &j->facts, &limits);
	if (!gate_hours(&j->facts, j->contact, &limits, &gate) &&
	    (j->step == NULL ||
		!gate_texts(&j->facts, j->step, j->contact, &limits, &gate)))
		return RC_OK;
	out->not_before =
	    facts_next_from(j->f, &j->facts, gate.day, gate.minute, gate.at);
	return skip(out, COMPOSE_POSTPONE, gate.why);
}

static bool
is_over(day_t last, day_t today)
{
	return last != DAY_NONE && today > last;
}

/* The last day of its step has gone by for what it was planned for. */
static bool
has_expired(const struct compose *j)
{
	size_t at = 0;

	for (size_t i = 0; i < j->course_count; i++)
		if (is_over(advance_last_day(j->step, &j->courses[i]),
			j->facts.today))
			return true;
	for (size_t i = 0; !compose_is_course(j) && i < j->line_count; i++) {
		const struct facts_invoice *inv =
		    find_invoice(&j->facts, j->lines[i].invoice, &at);

		if (inv != NULL && str_eq(j->lines[i].step, j->step->name) &&
		    is_over(dun_last_day(
				j->seq, (size_t)(j->step - j->seq->steps), inv),
			j->facts.today))
			return true;
	}
	return false;
}

/*
 * What waited for long (for a yes, or for a server) may have been overtaken:
 * by its own last day, by a later word of ours, or by a person.
 */
static enum rc
waited_too_long(
    const struct compose *j, struct compose_result *out, struct err *err)
{
	enum rc rc;

	if (j->now - j->t->planned_at < FRESH_SECS ||
	    !str_eqc(j->t->state, "planned"))
		return RC_OK;
	if (j->step != NULL && has_expired(j))
		return skip(out, COMPOSE_SKIP, STR("its last day has gone by"));
	rc = holds_touched_since(
	    j->f->store, j->t->account, j->t->planned_at, j->t->id, err);
	if (rc == RC_OK)
		return skip(
		    out, COMPOSE_SKIP, STR("somebody has been in touch since"));
	return rc == RC_MISS ? RC_OK : rc;
}

/*
 * The rows of the table, as they stand now. If an invoice whose step this
 * message says is paid, disputed, promised or at rest since, the message is
 * not the right one any more: the planner decides anew.
 */
static enum rc
reminder_rows(struct compose *j, struct compose_result *out)
{
	for (size_t i = 0; i < j->line_count; i++) {
		size_t at = 0;
		const struct facts_invoice *inv =
		    find_invoice(&j->facts, j->lines[i].invoice, &at);

		if (inv != NULL && !invoice_held(&j->facts, inv)) {
			j->shown[j->shown_count++] = at;
			continue;
		}
		if (!str_is_empty(j->lines[i].step))
			return skip(out, COMPOSE_SKIP,
			    arena_fmt(j->a, "%.*s is %s since",
				STR_ARG(j->lines[i].invoice),
				inv == NULL                 ? "paid"
				: inv->disputed             ? "disputed"
				: inv->promised != DAY_NONE ? "promised"
							    : "at rest"));
	}
	if (j->shown_count > LIMIT_INVOICES_LETTER)
		j->shown_count = LIMIT_INVOICES_LETTER;
	return RC_OK;
}

static void
answer_rows(struct compose *j)
{
	for (size_t i = 0; i < j->params.invoice_count; i++) {
		size_t at = 0;

		if (find_invoice(&j->facts, j->params.invoices[i], &at) &&
		    j->shown_count < LIMIT_INVOICES_LETTER)
			j->shown[j->shown_count++] = at;
	}
}

/*
 * What courses say still has to be true: nothing that ends the step has
 * happened since, and its words are not moot.
 */
static enum rc
course_rows(struct compose *j, struct compose_result *out)
{
	if (j->step == NULL)
		return skip(out, COMPOSE_SKIP, STR("its step is gone"));
	for (size_t i = 0; i < j->course_count; i++) {
		const char *since =
		    advance_passed(j->step, &j->courses[i], j->facts.today);

		if (since != NULL)
			return skip(out, COMPOSE_SKIP,
			    arena_fmt(j->a, "%s since", since));
	}
	out->moot = !str_is_empty(j->words.moot);
	if (out->moot)
		return skip(out, COMPOSE_SKIP, j->words.moot);
	for (size_t i = 0; i < j->words.invoice_count; i++) {
		size_t at = 0;

		if (find_invoice(&j->facts, j->words.invoices[i], &at) &&
		    j->shown_count < LIMIT_INVOICES_LETTER)
			j->shown[j->shown_count++] = at;
	}
	return RC_OK;
}

/* What is open, for whoever has to decide. */
static void
staff_rows(struct compose *j)
{
	size_t n = j->facts.invoice_count;

	for (size_t i = 0; i < n && i < STAFF_INVOICES; i++)
		j->shown[j->shown_count++] = i;
}

static enum rc
rows(struct compose *j, struct compose_result *out)
{
	enum rc rc = RC_OK;

	if (compose_is_course(j)) {
		rc = course_rows(j, out);
		if (rc != RC_OK || j->shown_count > 0)
			return rc;
	}
	if (compose_is_outward(j) || is_work(j))
		return compose_is_course(j) ? RC_OK : reminder_rows(j, out);
	if (compose_is_staff(j->t))
		staff_rows(j);
	else
		answer_rows(j);
	return RC_OK;
}

enum rc
compose_rows(struct compose *j, const struct facts_gate *gate,
    struct compose_result *out, struct err *err)
{
	bool reminder = compose_is_outward(j);
	enum rc rc =
	    reminder || is_work(j) ? reminder_gates(j, gate, out) : RC_OK;

	if (rc == RC_OK)
		rc = rows(j, out);
	if (rc == RC_OK && reminder)
		rc = waited_too_long(j, out, err);
	if (rc == RC_OK && reminder)
		rc = hours_gate(j, out);
	return rc;
}
