#include "flow/agingrows.h"

#include "model/aging.h"
#include "render/locale.h"

static const char *const names[AGING_BUCKETS] = {[AGING_CURRENT] = "current",
    [AGING_30] = "days_30",
    [AGING_60] = "days_60",
    [AGING_90] = "days_90",
    [AGING_OLDER] = "older"};

static bool
is_first_of_currency(const struct facts_account *facts, size_t at)
{
	struct str currency = str_of(facts->invoices[at].open.currency);

	for (size_t i = 0; i < at; i++)
		if (str_eqc(currency, facts->invoices[i].open.currency))
			return false;
	return true;
}

static struct value *
row(struct arena *a, struct str locale, const struct facts_account *facts,
    struct str currency)
{
	struct value *m = value_map(a);
	struct money sums[AGING_BUCKETS];

	for (int b = 0; b < AGING_BUCKETS; b++)
		sums[b] = money_of(0, currency);
	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];
		struct money *sum = &sums[aging_of(facts->today - inv->due)];

		money_add(*sum, inv->open, sum);
	}
	value_set_text(a, m, "currency", currency);
	for (int b = 0; b < AGING_BUCKETS; b++)
		value_set_text(
		    a, m, names[b], locale_money(a, locale, sums[b]));
	return m;
}

struct value *
agingrows_list(
    struct arena *a, struct str locale, const struct facts_account *facts)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < facts->invoice_count; i++)
		if (is_first_of_currency(facts, i))
			value_push(a, list,
			    row(a, locale, facts,
				str_of(facts->invoices[i].open.currency)));
	return list;
}
