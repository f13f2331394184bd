#include "web/payform.h"

#include "decide/posting_value.h"
#include "flow/provider.h"
#include "model/limits.h"
#include "web/fields.h"

bool
payform_ticked(const struct page_ask *ask, struct str invoice)
{
	for (size_t i = 0; i < ask->field_count; i++)
		if (str_eqc(ask->fields[i].name, "pay") &&
		    str_eq(ask->fields[i].value, invoice))
			return true;
	return false;
}

struct str
payform_amount(const struct page_ask *ask, struct str invoice)
{
	struct str of = {NULL, 0};

	for (size_t i = 0; i < ask->field_count; i++) {
		const struct httpd_field *f = &ask->fields[i];

		if (str_eqc(f->name, "of"))
			of = f->value;
		else if (str_eqc(f->name, "amount") && str_eq(of, invoice))
			return str_trim(f->value);
	}
	return (struct str){NULL, 0};
}

/* Each ticked invoice with its amount; what cannot be read as one is none. */
static void
read_lines(const struct page_ask *ask, struct checkout_wish *w)
{
	size_t cap = 0;

	for (size_t i = 0; i < ask->field_count; i++) {
		struct money m = {.minor = 0};
		struct str id = ask->fields[i].value;

		if (!str_eqc(ask->fields[i].name, "pay") ||
		    w->count > LIMIT_CHECKOUT_LINES)
			continue;
		if (!posting_value_amount(
			payform_amount(ask, id), ask->locale, w->currency, &m))
			m.minor = 0;
		w->lines = arena_grow(
		    ask->a, w->lines, w->count, &cap, sizeof(*w->lines));
		w->lines[w->count++] = (struct paying_line){id, m.minor};
	}
}

static bool
is_offered(const struct page_ask *ask, const struct payform *s)
{
	const struct provider_method *m[PROVIDER_WAYS];
	size_t n = provider_offer(ask->f->set, s->total,
	    provider_country(ask->facts->locale), m, PROVIDER_WAYS);

	for (size_t i = 0; i < n; i++)
		if (str_eqc(s->wish.method, m[i]->name))
			return true;
	return false;
}

void
payform_read(const struct page_ask *ask, struct payform *out)
{
	size_t wrong;

	*out = (struct payform){.posted = ask->field_count > 0};
	if (!out->posted)
		return;
	out->wish.currency = fields_text(ask, "currency");
	out->wish.method = fields_text(ask, "method");
	read_lines(ask, &out->wish);
	out->verdict = paying_judge(ask->facts, out->wish.currency,
	    out->wish.lines, out->wish.count, &out->total, &wrong);
	if (out->verdict != PAYING_OK && wrong < out->wish.count)
		out->wrong = out->wish.lines[wrong].invoice;
	out->no_method = out->wish.method.n == 0;
	out->offline = out->verdict == PAYING_OK && !out->no_method &&
		       !is_offered(ask, out);
}
