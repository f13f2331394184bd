#include "decide/paying.h"

#include "model/limits.h"

static const char *const words[] = {
    [PAYING_OK] = "pay_ok",
    [PAYING_NOTHING] = "pay_nothing",
    [PAYING_MANY] = "pay_many",
    [PAYING_UNKNOWN] = "pay_unknown",
    [PAYING_TWICE] = "pay_twice",
    [PAYING_CURRENCY] = "pay_currency",
    [PAYING_AMOUNT] = "pay_amount",
    [PAYING_TOO_MUCH] = "pay_too_much",
    [PAYING_SUM] = "pay_sum",
};

const char *
paying_word(enum paying_verdict verdict)
{
	return words[verdict];
}

static const struct facts_invoice *
find(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_eq(facts->invoices[i].id, id))
			return &facts->invoices[i];
	return NULL;
}

static enum paying_verdict
judge_line(const struct facts_account *facts, struct str currency,
    const struct paying_line *lines, size_t i)
{
	const struct facts_invoice *inv = find(facts, lines[i].invoice);

	if (inv == NULL || inv->open.minor <= 0)
		return PAYING_UNKNOWN;
	for (size_t k = 0; k < i; k++)
		if (str_eq(lines[k].invoice, lines[i].invoice))
			return PAYING_TWICE;
	if (!str_eqc(currency, inv->open.currency))
		return PAYING_CURRENCY;
	if (lines[i].amount <= 0)
		return PAYING_AMOUNT;
	if (lines[i].amount > inv->open.minor)
		return PAYING_TOO_MUCH;
	return PAYING_OK;
}

enum paying_verdict
paying_judge(const struct facts_account *facts, struct str currency,
    const struct paying_line *lines, size_t count, struct money *total,
    size_t *wrong)
{
	enum paying_verdict v;

	*total = money_of(0, currency);
	*wrong = 0;
	if (count == 0)
		return PAYING_NOTHING;
	if (count > LIMIT_CHECKOUT_LINES)
		return PAYING_MANY;
	for (size_t i = 0; i < count; i++) {
		*wrong = i;
		v = judge_line(facts, currency, lines, i);
		if (v != PAYING_OK)
			return v;
		if (!money_add(
			*total, money_of(lines[i].amount, currency), total))
			return PAYING_SUM;
	}
	return PAYING_OK;
}
