#include "flow/agingrows.h"
#include "flow/creditdesk.h"
#include "flow/facts.h"
#include "flow/words.h"
#include "render/digits.h"
#include "render/locale.h"

#define YEAR_DAYS 365

enum language {
	EN,
	DE,
	FR,
	ES,
	LANGUAGES
};
static const char *const languages[LANGUAGES] = {"en", "de", "fr", "es"};

/* Within a sentence: "The reason: ...". */
static const char *const reasons[LANGUAGES][CREDIT_REASONS] = {
    [EN] = {"", "invoices are past due", "a promised payment did not arrive",
	"the credit limit is exceeded", "a decision of our credit department"},
    [DE] = {"", "Rechnungen sind überfällig",
	"eine zugesagte Zahlung ist nicht eingegangen",
	"das Kreditlimit ist überschritten",
	"eine Entscheidung unserer Kreditabteilung"},
    [FR] = {"", "des factures sont échues et impayées",
	"un règlement promis n’est pas arrivé",
	"la limite de crédit est dépassée",
	"une décision de notre service crédit"},
    [ES] = {"", "hay facturas vencidas", "no ha llegado un pago prometido",
	"se ha superado el límite de crédito",
	"una decisión de nuestro departamento de crédito"},
};

/* One letter in the making. */
struct job {
	const struct words_ask *ask;
	struct words *out;
	struct creditdesk desk;
	struct creditbook_request request; /* of another limit, if it is */
	struct value *credit;              /* "credit." */
};

static struct str
money(const struct job *j, int64_t minor)
{
	return locale_money(j->ask->a, j->ask->locale,
	    money_of(minor, j->ask->facts->account.currency));
}

static void
set_number(const struct job *j, struct value *map, const char *name, int64_t n)
{
	value_set_text(j->ask->a, map, name, digits_text(j->ask->a, n));
}

static struct str
reason_words(const struct job *j, enum credit_reason reason)
{
	struct str language = locale_language(j->ask->locale);

	for (int i = 0; i < LANGUAGES; i++)
		if (str_eqc(language, languages[i]))
			return str_of(reasons[i][reason]);
	return str_of(reasons[EN][reason]);
}

static enum credit_reason
reason_of(const struct job *j)
{
	struct str detail = j->ask->courses[0].detail;

	if (!str_is_empty(j->desk.book.reason))
		return credit_reason_parse(j->desk.book.reason);
	for (int i = 1; i < CREDIT_REASONS; i++)
		if (str_find(detail, str_of(credit_reason_name(
					 (enum credit_reason)i))) != STR_NPOS)
			return (enum credit_reason)i;
	return CREDIT_NONE;
}

static void
set_figures(const struct job *j)
{
	const struct credit_figures *f = &j->desk.figures;
	struct arena *a = j->ask->a;
	struct value *m = j->credit;

	value_set_text(a, m, "used", money(j, f->open));
	if (f->limit > 0) {
		value_set_text(a, m, "limit", money(j, f->limit));
		value_set_text(a, m, "available",
		    money(j, f->open < f->limit ? f->limit - f->open : 0));
		set_number(j, m, "used_percent", credit_used(f) / 100);
		value_set_text(
		    a, j->out->root, "credit_limit", money(j, f->limit));
	}
	if (f->past_due > 0) {
		value_set_text(a, m, "past_due", money(j, f->past_due));
		set_number(j, m, "oldest_days", f->oldest_days);
	}
}

static void
set_days(const struct job *j, enum step_anchor anchor)
{
	const struct creditdesk *d = &j->desk;
	struct arena *a = j->ask->a;
	struct str locale = j->ask->locale;

	if (anchor == ANCHOR_WARNED)
		value_set_text(a, j->credit, "grace_until",
		    locale_date_long(
			a, locale, credit_hold_day(&d->rules, &d->state)));
	if (anchor == ANCHOR_REVIEW)
		value_set_text(a, j->credit, "review_on",
		    locale_date(a, locale,
			course_day(&j->ask->courses[0], ANCHOR_REVIEW)));
	else if (anchor == ANCHOR_DECIDED && d->rules.review_every > 0)
		value_set_text(a, j->credit, "review_on",
		    locale_date(
			a, locale, d->state.reviewed + d->rules.review_every));
}

/* What the customer is asked to pay: what is late, else what is open. */
static void
set_invoices(const struct job *j)
{
	const struct facts_account *facts = j->ask->facts;
	struct words *out = j->out;
	bool late = j->desk.figures.past_due > 0;

	out->invoices = arena_array(
	    j->ask->a, facts->invoice_count, sizeof(*out->invoices));
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (inv->disputed || inv->promised != DAY_NONE ||
		    (late && inv->due >= facts->today))
			continue;
		out->invoices[out->invoice_count++] = inv->id;
	}
}

static enum rc
set_days_to_pay(const struct job *j, struct err *err)
{
	const struct facts_account *facts = j->ask->facts;
	struct creditbook_paid *v = NULL;
	struct credit_paid *w;
	size_t n = 0, k = 0;
	int64_t days;
	enum rc rc = creditbook_payments(j->ask->f->store, j->ask->a,
	    facts->account.id, facts->today - YEAR_DAYS, &v, &n, err);

	if (rc != RC_OK)
		return rc;
	w = arena_array(j->ask->a, n, sizeof(*w));
	for (size_t i = 0; i < n; i++)
		if (str_eqc(facts->account.currency, v[i].amount.currency))
			w[k++] = (struct credit_paid){
			    v[i].received - v[i].issued, v[i].amount.minor};
	days = credit_days_to_pay(w, k);
	if (days >= 0)
		set_number(j, j->out->root, "average_days_to_pay", days);
	return RC_OK;
}

static enum rc
set_notes(const struct job *j, struct err *err)
{
	struct arena *a = j->ask->a;
	struct value *list = value_list(a);
	struct creditbook_note *v = NULL;
	size_t n = 0;
	enum rc rc = creditbook_notes(
	    j->ask->f->store, a, j->ask->facts->account.id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct value *m = value_map(a);
		day_t day = facts_day(j->ask->f, j->ask->facts, v[i].at);

		value_set_text(a, m, "at", locale_date(a, j->ask->locale, day));
		value_set_text(a, m, "author", v[i].author);
		value_set_text(a, m, "text", v[i].text);
		value_push(a, list, m);
	}
	value_set(a, j->out->root, "notes", list);
	return rc;
}

/* For our own people: what they decide by. */
static enum rc
set_history(const struct job *j, struct err *err)
{
	const struct facts_account *facts = j->ask->facts;
	int64_t disputes = 0;
	enum rc rc = creditbook_disputes(
	    j->ask->f->store, facts->account.id, &disputes, err);

	if (rc != RC_OK)
		return rc;
	if (facts->account.terms_days > 0)
		set_number(
		    j, j->out->root, "terms_days", facts->account.terms_days);
	set_number(j, j->out->root, "broken_promises", j->desk.figures.broken);
	set_number(j, j->out->root, "open_disputes", disputes);
	if (facts->contact_count > 0)
		value_set_text(
		    j->ask->a, j->out->root, "phone", facts->contacts[0].phone);
	value_set(j->ask->a, j->out->root, "aging",
	    agingrows_list(j->ask->a, j->ask->locale, facts));
	rc = set_days_to_pay(j, err);
	return rc == RC_OK ? set_notes(j, err) : rc;
}

static enum rc
load_request(struct job *j, struct err *err)
{
	struct str id;
	enum rc rc;

	if (!creditdesk_is(j->ask->courses[0].subject,
		j->ask->facts->account.id, "limit", &id))
		return RC_OK;
	rc = creditbook_request(
	    j->ask->f->store, j->ask->a, id, &j->request, err);
	return rc == RC_MISS ? RC_OK : rc;
}

static void
set_request(const struct job *j)
{
	const struct creditbook_request *r = &j->request;
	struct arena *a = j->ask->a;

	value_set_text(a, j->credit, "requested",
	    locale_money(a, j->ask->locale, r->amount));
	value_set_text(a, j->credit, "requested_by", r->by);
	value_set_text(a, j->credit, "reason", r->why);
}

/* Not true any more since it was planned. */
static struct str
moot(const struct job *j, enum step_anchor anchor)
{
	const struct creditdesk *d = &j->desk;
	struct str of, percent;
	int64_t t;

	if (anchor == ANCHOR_USED &&
	    creditdesk_is(j->ask->courses[0].subject, j->ask->facts->account.id,
		"used", &of) &&
	    str_cut(&of, '-', &percent) && str_to_i64(percent, 1, 1000, &t) &&
	    credit_used(&d->figures) < t * 100)
		return STR("less of the limit is used since");
	if (anchor == ANCHOR_WARNED &&
	    (d->book.warned == DAY_NONE || d->book.held))
		return STR("no hold is coming since");
	if (anchor == ANCHOR_HELD && !d->book.held)
		return STR("it is not held any more");
	if (anchor == ANCHOR_RELEASED && d->book.held)
		return STR("it is held again since");
	if (anchor == ANCHOR_REQUESTED && !str_eqc(j->request.state, "open"))
		return STR("it is decided since");
	return (struct str){NULL, 0};
}

enum rc
words_credit(const struct words_ask *ask, struct words *out, struct err *err)
{
	struct job j = {.ask = ask, .out = out, .credit = value_map(ask->a)};
	enum step_anchor anchor = ask->step->anchor;
	struct creditdesk_ask desk = {.f = ask->f,
	    .a = ask->a,
	    .facts = ask->facts,
	    .courses = ask->courses,
	    .course_count = ask->course_count};
	enum rc rc;

	desk.seq = flow_sequence_for(ask->f, SEQUENCE_CREDIT, ask->facts);
	rc = creditdesk_load(&desk, &j.desk, err);
	if (rc == RC_OK)
		rc = load_request(&j, err);
	if (rc != RC_OK)
		return rc;
	out->moot = moot(&j, anchor);
	value_set(ask->a, out->root, "credit", j.credit);
	set_figures(&j);
	set_days(&j, anchor);
	if (anchor == ANCHOR_REQUESTED)
		set_request(&j);
	else if (anchor == ANCHOR_WARNED || anchor == ANCHOR_HELD ||
		 anchor == ANCHOR_RELEASED)
		value_set_text(ask->a, j.credit, "reason",
		    reason_words(&j, reason_of(&j)));
	if (step_is_outward(ask->step)) {
		if (anchor == ANCHOR_WARNED || anchor == ANCHOR_HELD)
			set_invoices(&j);
		return RC_OK;
	}
	return set_history(&j, err);
}
