#include "decide/only.h"

bool
only_lists(struct str list, struct str word)
{
	struct str item;

	while (str_cut(&list, ',', &item))
		if (str_fold_eq(str_trim(item), word))
			return true;
	return false;
}

static bool
admits(struct str list, struct str word)
{
	return str_is_empty(list) || only_lists(list, word);
}

static struct str
language_of(struct str locale)
{
	size_t end = str_chr(locale, '-');

	return end == STR_NPOS ? locale : str_sub(locale, 0, end);
}

static int64_t
oldest_days(const struct facts_account *facts)
{
	int64_t days = 0;

	for (size_t i = 0; i < facts->invoice_count; i++)
		if (facts->today - facts->invoices[i].due > days)
			days = facts->today - facts->invoices[i].due;
	return days;
}

static bool
admits_glove(enum step_glove want, bool white_glove)
{
	switch (want) {
	case GLOVE_ANY:
		return true;
	case GLOVE_NO:
		return !white_glove;
	case GLOVE_ONLY:
		return white_glove;
	}
	return true;
}

bool
only_admits(const struct step_only *only, const struct facts_account *facts)
{
	const struct account *acc = &facts->account;

	return admits_glove(only->white_glove, acc->white_glove) &&
	       admits(only->segment, acc->segment) &&
	       admits(only->currency, acc->currency) &&
	       admits(only->collector, acc->collector) &&
	       admits(only->outcome, facts->outcome) &&
	       (admits(only->language, facts->locale) ||
		   only_lists(only->language, language_of(facts->locale))) &&
	       (only->min_days == 0 || oldest_days(facts) >= only->min_days);
}

int
only_weight(const struct step_only *only)
{
	return !str_is_empty(only->segment) + !str_is_empty(only->currency) +
	       !str_is_empty(only->collector) + !str_is_empty(only->language);
}
