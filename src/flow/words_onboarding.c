#include "flow/words.h"
#include "render/digits.h"
#include "render/locale.h"

static void
set_terms(const struct words_ask *ask, struct value *root, day_t due)
{
	const struct account *acc = &ask->facts->account;
	struct arena *a = ask->a;

	if (acc->terms_days > 0)
		value_set_text(
		    a, root, "terms_days", digits_text(a, acc->terms_days));
	if (acc->credit_limit > 0)
		value_set_text(a, root, "credit_limit",
		    locale_money(a, ask->locale,
			money_of(acc->credit_limit,
			    str_is_empty(acc->currency)
				? ask->f->set->company_currency
				: acc->currency)));
	if (due != DAY_NONE)
		value_set_text(
		    a, root, "first_due", locale_date(a, ask->locale, due));
}

static void
set_phone(const struct words_ask *ask, struct value *root)
{
	for (size_t i = 0; i < ask->facts->contact_count; i++) {
		const struct contact *c = &ask->facts->contacts[i];

		if (str_eq(c->id, ask->touch->contact) &&
		    !str_is_empty(c->phone))
			value_set_text(ask->a, root, "phone", c->phone);
	}
}

/* The open invoices that fall due first, for the check-in. */
static void
show_first(const struct words_ask *ask, struct words *out, day_t due)
{
	const struct facts_account *facts = ask->facts;

	out->invoices =
	    arena_array(ask->a, facts->invoice_count, sizeof(*out->invoices));
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (inv->due <= due && !inv->disputed &&
		    inv->promised == DAY_NONE)
			out->invoices[out->invoice_count++] = inv->id;
	}
	if (out->invoice_count == 0)
		out->moot = STR("the first invoice is paid, disputed or "
				"promised");
}

enum rc
words_onboarding(
    const struct words_ask *ask, struct words *out, struct err *err)
{
	day_t due = course_day(&ask->courses[0], ANCHOR_FIRST_DUE);

	(void)err;
	set_terms(ask, out->root, due);
	set_phone(ask, out->root);
	if (ask->step->anchor == ANCHOR_FIRST_DUE)
		show_first(ask, out, due);
	return RC_OK;
}
