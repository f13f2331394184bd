#include "flow/values.h"

#include "flow/noteto.h"
#include "flow/values_charges.h"
#include "render/digits.h"
#include "render/locale.h"

/* Our own people read the company's language; a draft is the customer's. */
static bool
is_for_us(const struct outbox_touch *t)
{
	return t != NULL && str_eqc(t->kind, "staff") &&
	       !str_eqc(t->channel, "draft");
}

struct str
values_locale(const struct flow *f, const struct values_in *in)
{
	if (is_for_us(in->touch))
		return f->set->company_locale;
	if (in->contact != NULL && !str_is_empty(in->contact->language))
		return in->contact->language;
	if (!str_is_empty(in->facts->locale))
		return in->facts->locale;
	return f->set->company_locale;
}

static inline void
set_i64(struct arena *a, struct value *map, const char *name, int64_t v)
{
	value_set_text(a, map, name, digits_text(a, v));
}

static struct value *
company(const struct flow *f, struct arena *a)
{
	struct value *m = value_map(a);

	value_set_text(a, m, "name", f->set->company_name);
	value_set_text(a, m, "address", f->set->company_address);
	value_set_text(a, m, "phone", f->set->company_phone);
	value_set_text(a, m, "email", f->set->company_email);
	value_set_text(a, m, "color", f->set->company_color);
	return m;
}

/* Our own people see what is open, customers what we ask for. */
static struct money
asked(const struct values_in *in, const struct facts_invoice *inv)
{
	return is_for_us(in->touch) ? inv->open : facts_asked(inv);
}

/* Contested parts of what is in the table. */
static struct value *
contested(struct arena *a, const struct values_in *in, struct str locale)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < in->shown_count; i++) {
		const struct facts_invoice *inv =
		    &in->facts->invoices[in->shown[i]];
		struct value *m;

		if (inv->disputed || inv->contested.minor <= 0)
			continue;
		m = value_map(a);
		value_set_text(a, m, "number", inv->id);
		value_set_text(
		    a, m, "amount", locale_money(a, locale, inv->contested));
		value_push(a, list, m);
	}
	return list;
}

static struct value *
invoice_row(struct arena *a, const struct values_in *in, struct str locale,
    const struct facts_invoice *inv)
{
	day_t today = in->facts->today;
	struct value *m = value_map(a);

	value_set_text(a, m, "number", inv->id);
	value_set_text(a, m, "po", inv->po);
	value_set_text(a, m, "issued", locale_date(a, locale, inv->issued));
	value_set_text(a, m, "due", locale_date(a, locale, inv->due));
	value_set_text(a, m, "amount", locale_money(a, locale, inv->amount));
	value_set_text(a, m, "open", locale_money(a, locale, asked(in, inv)));
	set_i64(a, m, "days_past_due", today > inv->due ? today - inv->due : 0);
	value_set_bool(a, m, "past_due", today > inv->due);
	value_set_bool(a, m, "disputed", inv->disputed);
	if (inv->contested.minor > 0)
		value_set_text(a, m, "contested_amount",
		    locale_money(a, locale, inv->contested));
	value_set_bool(a, m, "promised", inv->promised != DAY_NONE);
	if (inv->promised != DAY_NONE)
		value_set_text(a, m, "promised_for",
		    locale_date(a, locale, inv->promised));
	return m;
}

/* Sums per currency, in the order they are met; never over currencies. */
static struct value *
totals(struct arena *a, const struct values_in *in, struct str locale)
{
	struct value *list = value_list(a);
	struct money *sum = arena_array(a, in->shown_count, sizeof(*sum));
	size_t n = 0;

	for (size_t i = 0; i < in->shown_count; i++) {
		struct money open =
		    asked(in, &in->facts->invoices[in->shown[i]]);
		size_t k = 0;

		while (k < n && !money_add(sum[k], open, &sum[k]))
			k++;
		if (k == n)
			sum[n++] = open;
	}
	for (size_t i = 0; i < n; i++) {
		struct value *m = value_map(a);

		value_set_text(a, m, "amount", locale_money(a, locale, sum[i]));
		value_push(a, list, m);
	}
	return list;
}

static void
set_invoices(struct arena *a, struct value *root, const struct values_in *in,
    struct str locale)
{
	struct value *list = value_list(a);
	int64_t worst = 0;

	for (size_t i = 0; i < in->shown_count; i++) {
		const struct facts_invoice *inv =
		    &in->facts->invoices[in->shown[i]];
		int64_t late = in->facts->today - inv->due;

		value_push(a, list, invoice_row(a, in, locale, inv));
		worst = late > worst ? late : worst;
	}
	value_set(a, root, "invoices", list);
	value_set(a, root, "totals", totals(a, in, locale));
	value_set(a, root, "contested", contested(a, in, locale));
	set_i64(a, root, "invoice_count", (int64_t)in->shown_count);
	value_set_bool(a, root, "several", in->shown_count > 1);
	set_i64(a, root, "worst_days", worst);
	if (in->shown_count > 0)
		value_set_text(
		    a, root, "reference", in->facts->invoices[in->shown[0]].id);
}

static void
set_unapplied(struct arena *a, struct value *root, const struct values_in *in,
    struct str locale)
{
	struct value *list = value_list(a);

	if (in->facts->unapplied_count == 0)
		return;
	for (size_t i = 0; i < in->facts->unapplied_count; i++) {
		struct value *m = value_map(a);

		value_set_text(a, m, "amount",
		    locale_money(a, locale, in->facts->unapplied[i]));
		value_push(a, list, m);
	}
	value_set(a, root, "unapplied", list);
}

/* What is open and what was paid but not matched, of one currency. */
static bool
left_to_pay(
    const struct values_in *in, const struct money *paid, struct money *out)
{
	struct money less = *paid;
	bool any = false;

	*out = money_of(0, str_of(paid->currency));
	for (size_t i = 0; i < in->shown_count; i++)
		any |= money_add(
		    *out, in->facts->invoices[in->shown[i]].open, out);
	less.minor = -less.minor;
	if (!any || !money_add(*out, less, out))
		return false;
	if (out->minor < 0)
		out->minor = 0;
	return true;
}

static void
set_net(struct arena *a, struct value *root, const struct values_in *in,
    struct str locale)
{
	struct value *list = value_list(a);
	struct money left;

	for (size_t i = 0; i < in->facts->unapplied_count; i++) {
		struct value *m = value_map(a);

		if (!left_to_pay(in, &in->facts->unapplied[i], &left))
			continue;
		value_set_text(a, m, "amount", locale_money(a, locale, left));
		value_push(a, list, m);
	}
	if (list->count > 0)
		value_set(a, root, "net", list);
}

static struct str
joined(struct arena *a, const struct str *v, size_t n)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < n; i++)
		out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), i ? ", " : "",
		    STR_ARG(v[i]));
	return out;
}

static void
set_promise(struct arena *a, struct value *root, const struct params *p,
    struct str locale)
{
	struct value *m = value_map(a);

	if (p->promise_day == DAY_NONE)
		return;
	value_set_text(
	    a, m, "date", locale_date_long(a, locale, p->promise_day));
	if (p->has_amount)
		value_set_text(
		    a, m, "amount", locale_money(a, locale, p->amount));
	value_set(a, root, "promise", m);
}

static void
set_documents(struct arena *a, struct value *root, const struct params *p)
{
	struct value *m = value_map(a), *names = value_list(a);

	if (p->document_count == 0)
		return;
	for (size_t i = 0; i < p->document_count; i++) {
		const struct intent_document *d = &p->documents[i];
		struct value *one = value_map(a);
		struct str name =
		    d->type == DOCUMENT_STATEMENT
			? STR("statement of account")
			: arena_fmt(a, "invoice %.*s", STR_ARG(d->ref));

		value_set_text(a, one, "name", name);
		value_push(a, names, one);
		if (i == 0)
			value_set_text(a, m, "name", name);
	}
	value_set(a, m, "names", names);
	value_set(a, root, "document", m);
}

static void
set_dispute(struct arena *a, struct value *root, const struct params *p)
{
	struct value *m = value_map(a);

	if (str_is_empty(p->reason))
		return;
	value_set_text(a, m, "reason", p->reason);
	value_set_text(
	    a, m, "invoices", joined(a, p->invoices, p->invoice_count));
	value_set(a, root, "dispute", m);
}

static struct value *
party(struct arena *a, struct str id, struct str name)
{
	struct value *m = value_map(a);

	value_set_text(a, m, "id", id);
	value_set_text(a, m, "name", name);
	return m;
}

static void
set_collector(const struct flow *f, struct arena *a, struct value *root,
    const struct values_in *in)
{
	struct value *m = value_map(a);
	struct str who = in->facts->account.collector;

	if (str_is_empty(who))
		return;
	value_set_text(a, m, "name", who);
	value_set_text(a, m, "email", f->set->company_email);
	value_set(a, root, "collector", m);
}

static void
set_tasks(struct arena *a, struct value *root, const struct params *p)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < p->task_count; i++) {
		struct value *m = value_map(a);

		value_set_text(a, m, "task", p->tasks[i]);
		value_push(a, list, m);
	}
	value_set(a, root, "tasks", list);
}

/* A list that is answered by number. */
static void
set_rows(struct arena *a, struct value *root, const struct params *p)
{
	struct value *list = value_list(a);

	if (p->row_count == 0)
		return;
	for (size_t i = 0; i < p->row_count; i++) {
		struct value *m = value_map(a);

		set_i64(a, m, "number", (int64_t)i + 1);
		for (int k = 0; k < PARAMS_CELLS; k++)
			value_set_text(
			    a, m, params_cells[k], p->rows[i].cell[k]);
		value_push(a, list, m);
	}
	value_set(a, root, "rows", list);
}

static void
set_more(struct arena *a, struct value *root, const struct value *more)
{
	for (const struct value_field *f = more ? more->fields : NULL;
	     f != NULL; f = f->next)
		value_set(a, root, f->name.p, f->value);
}

struct value *
values_build(const struct flow *f, struct arena *a, const struct values_in *in)
{
	struct str locale = values_locale(f, in);
	struct value *root = value_map(a);
	const struct facts_account *facts = in->facts;

	value_set(a, root, "company", company(f, a));
	value_set(a, root, "account",
	    party(a, facts->account.id, facts->account.name));
	if (in->contact != NULL)
		value_set(a, root, "contact",
		    party(a, in->contact->id, in->contact->name));
	value_set_text(a, root, "today", locale_date(a, locale, facts->today));
	set_invoices(a, root, in, locale);
	set_unapplied(a, root, in, locale);
	set_net(a, root, in, locale);
	values_charges_set(a, root, in, locale);
	if (in->deadline != DAY_NONE)
		value_set_text(a, root, "deadline",
		    locale_date_long(a, locale, in->deadline));
	if (in->contact != NULL)
		value_set_text(a, root, "phone", in->contact->phone);
	set_promise(a, root, in->params, locale);
	set_documents(a, root, in->params);
	set_dispute(a, root, in->params);
	set_tasks(a, root, in->params);
	set_rows(a, root, in->params);
	set_collector(f, a, root, in);
	value_set_text(a, root, "subject", in->params->subject);
	value_set_text(a, root, "text", in->params->text);
	value_set_text(a, root, "late", in->params->late);
	value_set_text(a, root, "pay_url", in->links[LINK_PAY].url);
	value_set_text(a, root, "dispute_url", in->links[LINK_DISPUTE].url);
	value_set_text(a, root, "account_url", in->links[LINK_ACCOUNT].url);
	if (is_for_us(in->touch))
		value_set_text(a, root, "note_address",
		    noteto_address(f, a, in->mailbox, facts->account.id));
	value_set_text(a, root, "signature", in->mailbox->signature);
	value_set_text(a, root, "bank", f->set->company_bank);
	set_i64(a, root, "level", in->touch->level);
	value_set_bool(a, root, "earlier", in->earlier);
	set_more(a, root, in->more);
	return root;
}
