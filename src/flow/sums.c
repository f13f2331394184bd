#include "flow/sums.h"

#include "render/locale.h"

void
sums_add(struct sums *s, struct money m)
{
	if (m.minor == 0)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (money_add(s->v[i], m, &s->v[i]))
			return;
	if (s->n < SUMS_MAX)
		s->v[s->n++] = m;
}

struct str
sums_text(struct arena *a, const struct sums *s, struct str locale)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < s->n; i++)
		out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), i ? ", " : "",
		    STR_ARG(locale_money(a, locale, s->v[i])));
	return out;
}

struct value *
sums_list(struct arena *a, const struct sums *s, struct str locale)
{
	struct value *list = s->n > 0 ? value_list(a) : NULL;

	for (size_t i = 0; i < s->n; i++) {
		struct value *m = value_map(a);

		value_set_text(
		    a, m, "amount", locale_money(a, locale, s->v[i]));
		value_push(a, list, m);
	}
	return list;
}
