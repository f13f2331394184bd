#include "flow/compose.h"

#include "flow/compose_job.h"
#include "flow/document.h"
#include "flow/library.h"
#include "model/limits.h"
#include "render/locale.h"
#include "store/ledger.h"

#define STAFF_INVOICES 30 /* rows of a mail to staff */

static bool
is_reminder(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "reminder");
}

static bool
is_staff(const struct outbox_touch *t)
{
	return str_eqc(t->kind, "staff");
}

static enum rc
skip(
    struct compose_result *out, enum compose_verdict verdict, struct str reason)
{
	out->verdict = verdict;
	out->reason = reason;
	return RC_MISS;
}

static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
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

	if (gate->held)
		return skip(out, COMPOSE_POSTPONE, STR("held"));
	if (gate->stale)
		return skip(out, COMPOSE_POSTPONE, STR("ledger is stale"));
	if (facts->account.white_glove)
		return skip(out, COMPOSE_SKIP, STR("white-glove"));
	if (facts->rests_until > facts->now)
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

/* A mail to staff may be about nobody that the ledger knows. */
static enum rc
load_facts(struct compose *j, const struct facts_gate *gate, struct err *err)
{
	struct facts_ask ask = {j->t->account, j->now, gate, LEDGER_UNAPPLIED};

	if (!str_is_empty(j->t->account))
		return facts_load(j->f, j->a, &ask, &j->facts, err);
	j->facts.locale = j->f->set->company_locale;
	facts_set_moment(j->f, &j->facts, j->now);
	return RC_OK;
}

static enum rc
load(struct compose *j, const struct facts_gate *gate, struct err *err)
{
	enum rc rc = load_facts(j, gate, err);

	if (rc != RC_OK)
		return rc;
	j->contact = find_contact(&j->facts, j->t->contact);
	j->mailbox = flow_mailbox(j->f, j->t->mailbox);
	params_read(j->a, j->t->params, &j->params);
	rc = outbox_lines(
	    j->f->store, j->a, j->t->id, &j->lines, &j->line_count, err);
	j->shown = arena_array(j->a,
	    j->line_count + j->params.invoice_count + STAFF_INVOICES,
	    sizeof(*j->shown));
	return rc;
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
attach(
    struct compose *j, enum document_type type, struct str ref, struct err *err)
{
	struct letter_file *file = &j->files[j->file_count];
	struct str url;
	enum rc rc;

	if (j->file_count == LIMIT_ATTACHMENTS)
		return RC_OK;
	rc = compose_write_links(j, err); /* it shows where to pay */
	if (rc != RC_OK)
		return rc;
	url = j->links[LINK_PAY].url;
	rc = type == DOCUMENT_STATEMENT
		 ? document_statement(j->f, j->a, &j->facts, url, file, err)
		 : document_invoice(j->f, j->a, &j->facts, ref, url, file, err);
	if (rc == RC_OK)
		j->file_count++;
	return rc;
}

static const struct sequence_step *
find_step(const struct compose *j)
{
	const struct sequence *seq = flow_sequence(j->f, j->t->sequence);

	for (size_t i = 0; seq != NULL && i < seq->step_count; i++)
		if (str_eq(seq->steps[i].name, j->t->step))
			return &seq->steps[i];
	return NULL;
}

static enum rc
attach_all(struct compose *j, struct err *err)
{
	const struct sequence_step *step = find_step(j);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < j->params.document_count; i++)
		rc = attach(j, j->params.documents[i].type,
		    j->params.documents[i].ref, err);
	if (step == NULL)
		return rc;
	if (rc == RC_OK && step->attach_statement)
		rc = attach(j, DOCUMENT_STATEMENT, (struct str){NULL, 0}, err);
	for (size_t i = 0;
	     rc == RC_OK && step->attach_invoices && i < j->shown_count; i++)
		rc = attach(j, DOCUMENT_INVOICE,
		    j->facts.invoices[j->shown[i]].id, err);
	return rc;
}

/* An answer goes below the mail it answers, a reminder below the last one. */
static enum rc
load_thread(struct compose *j, struct err *err)
{
	struct letter_head *head = &j->head;
	enum rc rc;

	if (!is_reminder(j->t)) {
		head->in_reply_to = j->params.in_reply_to;
		head->references = j->params.references;
		head->reference_count = j->params.reference_count;
		return RC_OK;
	}
	rc = outbox_thread(j->f->store, j->a, j->t, &head->references,
	    &head->reference_count, err);
	if (rc == RC_OK && head->reference_count > 0)
		head->in_reply_to = head->references[head->reference_count - 1];
	return rc;
}

static struct str
folder_of(const struct outbox_touch *t)
{
	if (is_reminder(t))
		return t->sequence;
	return is_staff(t) ? STR("staff") : STR("answers");
}

static enum rc
load_texts(struct compose *j, struct err *err)
{
	struct values_in in = compose_write_values(j);
	enum rc rc;

	j->locale = values_locale(j->f, &in);
	rc = library_letter(j->f->library, folder_of(j->t), j->t->template_name,
	    locale_language(j->locale),
	    locale_language(j->f->set->company_locale), &j->letter, err);
	return rc == RC_OK ? library_layout(j->f->library, &j->layout, err)
			   : rc;
}

static enum rc
cannot(struct arena *a, enum rc rc, struct compose_result *out,
    const struct err *err)
{
	if (rc != RC_BAD && rc != RC_MISS)
		return rc;
	out->verdict = COMPOSE_FAIL;
	out->reason = arena_dup(a, str_of(err->text));
	return RC_OK;
}

enum rc
compose_load(const struct flow *f, struct arena *a,
    const struct compose_ask *ask, struct compose **c,
    struct compose_result *out, struct err *err)
{
	struct compose *j = arena_alloc(a, sizeof(*j));
	enum rc rc;

	*j = (struct compose){.f = f, .a = a, .t = ask->touch, .now = ask->now};
	*c = j;
	*out = (struct compose_result){.verdict = COMPOSE_SEND};
	rc = load(j, ask->gate, err);
	if (rc == RC_OK && is_reminder(j->t)) {
		rc = reminder_gates(j, ask->gate, out);
		if (rc == RC_OK)
			rc = reminder_rows(j, out);
		if (rc == RC_MISS)
			return RC_OK;
	} else if (rc == RC_OK && is_staff(j->t)) {
		staff_rows(j);
	} else if (rc == RC_OK) {
		answer_rows(j);
	}
	if (rc == RC_OK)
		rc = attach_all(j, err);
	if (rc == RC_OK)
		rc = load_texts(j, err);
	if (rc == RC_OK)
		rc = load_thread(j, err);
	return cannot(a, rc, out, err);
}
