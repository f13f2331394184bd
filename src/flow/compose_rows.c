#include "flow/compose_rows.h"

#include "decide/advance.h"

bool
compose_is_reminder(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "reminder");
}

bool
compose_is_staff(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "staff");
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

/* RC_MISS when this account may not be reminded at this moment. */
static enum rc
reminder_gates(const struct compose *j, const struct facts_gate *gate,
    struct compose_result *out)
{
	const struct facts_account *facts = &j->facts;
	bool response = j->step != NULL && j->step->response;

	if (gate->held)
		return skip(out, COMPOSE_POSTPONE, STR("held"));
	if (gate->stale && !response)
		return skip(out, COMPOSE_POSTPONE, STR("ledger is stale"));
	if (facts->account.white_glove &&
	    !(j->seq != NULL && j->seq->kind == SEQUENCE_WHITE_GLOVE))
		return skip(out, COMPOSE_SKIP, STR("white-glove"));
	if (facts->rests_until > facts->now && !response)
		return skip(out, COMPOSE_SKIP, facts->rest_reason);
	if (j->contact == NULL || j->contact->state != CONTACT_OK)
		return skip(out, COMPOSE_SKIP,
		    STR("the address is not usable any more"));
	return RC_OK;
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
	if (!str_is_empty(j->words.moot))
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

enum rc
compose_rows(struct compose *j, const struct facts_gate *gate,
    struct compose_result *out)
{
	enum rc rc = RC_OK;

	if (compose_is_reminder(j->t))
		rc = reminder_gates(j, gate, out);
	if (rc == RC_OK && compose_is_course(j)) {
		rc = course_rows(j, out);
		if (rc != RC_OK || j->shown_count > 0)
			return rc;
	}
	if (rc != RC_OK)
		return rc;
	if (compose_is_reminder(j->t))
		return compose_is_course(j) ? RC_OK : reminder_rows(j, out);
	if (compose_is_staff(j->t))
		staff_rows(j);
	else
		answer_rows(j);
	return RC_OK;
}
