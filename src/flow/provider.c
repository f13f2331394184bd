#include "flow/provider.h"

const struct provider *
provider_find(const struct settings *set)
{
	switch (set->payments_provider) {
	case PAYMENTS_STRIPE:
		return &provider_stripe;
	case PAYMENTS_NONE:
		break;
	}
	return NULL;
}

static bool
next_name(struct str *rest, struct str *name)
{
	while (str_cut(rest, ',', name)) {
		*name = str_trim(*name);
		if (name->n > 0)
			return true;
	}
	return false;
}

static const struct provider_method *
find(const struct provider *p, struct str name)
{
	for (size_t i = 0; i < p->method_count; i++)
		if (str_eqc(name, p->methods[i].name))
			return &p->methods[i];
	return NULL;
}

/* Is the word in a list that blanks part? NULL lists everything. */
static bool
lists(const char *list, struct str word)
{
	struct str rest = str_of(list), one;

	if (list == NULL)
		return true;
	while (str_cut(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

/* Whole units of a currency as its minor ones; false: too many. */
static bool
minor(int64_t units, struct str currency, int64_t *out)
{
	for (int i = money_exponent(currency); i > 0; i--)
		if (__builtin_mul_overflow(units, 10, &units))
			return false;
	*out = units;
	return true;
}

static bool
within(const struct settings *set, const struct provider *p, struct money total)
{
	struct str currency = str_of(total.currency);
	int64_t least, most, limit;

	if (!p->takes(total, &least, &most))
		return false;
	if (set->payments_min > 0 &&
	    minor(set->payments_min, currency, &limit) && limit > least)
		least = limit;
	if (set->payments_max > 0 &&
	    minor(set->payments_max, currency, &limit) && limit < most)
		most = limit;
	return total.minor >= least && total.minor <= most;
}

struct str
provider_country(struct str locale)
{
	size_t at = str_rchr(locale, '-');

	return at == STR_NPOS || locale.n - at != 3
		   ? STR("")
		   : str_sub(locale, at + 1, 2);
}

size_t
provider_ways(const struct settings *set, struct str currency,
    struct str country, const struct provider_method **out, size_t room)
{
	const struct provider *p = provider_find(set);
	struct str rest = set->payments_methods, name;
	size_t n = 0;

	while (p != NULL && n < room && next_name(&rest, &name)) {
		const struct provider_method *m = find(p, name);

		if (m != NULL && lists(m->currencies, currency) &&
		    (country.n == 0 || lists(m->countries, country)))
			out[n++] = m;
	}
	return n;
}

size_t
provider_offer(const struct settings *set, struct money total,
    struct str country, const struct provider_method **out, size_t room)
{
	const struct provider *p = provider_find(set);

	if (p == NULL || !within(set, p, total))
		return 0;
	return provider_ways(set, str_of(total.currency), country, out, room);
}

struct str
provider_odd_method(const struct settings *set)
{
	const struct provider *p = provider_find(set);
	struct str rest = set->payments_methods, name;

	while (p != NULL && next_name(&rest, &name))
		if (find(p, name) == NULL)
			return name;
	return (struct str){NULL, 0};
}
