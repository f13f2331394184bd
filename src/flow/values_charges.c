#include "flow/values_charges.h"

#include "render/locale.h"

/* The sum of each currency, in the order they are met. */
static struct str
charges_total(struct arena *a, const struct values_in *in, struct str locale)
{
	struct money *sum = arena_array(a, in->charge_count, sizeof(*sum));
	struct str text = {NULL, 0};
	size_t n = 0;

	for (size_t i = 0; i < in->charge_count; i++) {
		size_t k = 0;

		while (
		    k < n && !money_add(sum[k], in->charges[i].amount, &sum[k]))
			k++;
		if (k == n)
			sum[n++] = in->charges[i].amount;
	}
	for (size_t i = 0; i < n; i++) {
		struct str one = locale_money(a, locale, sum[i]);

		text = i == 0 ? one
			      : arena_fmt(a, "%.*s + %.*s", STR_ARG(text),
				    STR_ARG(one));
	}
	return text;
}

void
values_charges_set(struct arena *a, struct value *root,
    const struct values_in *in, struct str locale)
{
	struct value *list = value_list(a);

	if (in->charge_count == 0)
		return;
	for (size_t i = 0; i < in->charge_count; i++) {
		const struct charge *c = &in->charges[i];
		struct value *m = value_map(a);

		value_set_text(a, m, "label", charge_label(a, c, locale));
		value_set_text(
		    a, m, "amount", locale_money(a, locale, c->amount));
		value_push(a, list, m);
	}
	value_set(a, root, "charges", list);
	value_set_text(a, root, "charges_total", charges_total(a, in, locale));
}
