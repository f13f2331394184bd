#include "flow/month.h"
#include "flow/words.h"
#include "model/aging.h"
#include "render/locale.h"

struct sheet {
	const struct words_ask *ask;
	struct words *out;
	struct statement statement;
};

static void
put(const struct sheet *s, struct value *row, const char *name, struct money m)
{
	value_set_text(
	    s->ask->a, row, name, locale_money(s->ask->a, s->ask->locale, m));
}

static struct value *
add_row(const struct sheet *s, struct value *list, const char *currency)
{
	struct value *row = value_map(s->ask->a);

	value_set_text(s->ask->a, row, "currency", str_of(currency));
	value_push(s->ask->a, list, row);
	return row;
}

/* Several months can be due at once after a long silence: the last one says
 * what the others would have said. */
static day_t
last_month(const struct words_ask *ask)
{
	day_t last = DAY_NONE;

	for (size_t i = 0; i < ask->course_count; i++) {
		day_t month = month_of(ask->courses[i].subject);

		if (month != DAY_NONE && (last == DAY_NONE || month > last))
			last = month;
	}
	return last;
}

static void
set_balances(struct sheet *s)
{
	struct arena *a = s->ask->a;
	struct value *list = value_list(a);

	for (size_t i = 0; i < s->statement.count; i++) {
		const struct statement_section *x = &s->statement.sections[i];
		struct value *row = add_row(s, list, x->closing.currency);

		put(s, row, "opening", x->opening);
		put(s, row, "invoiced", x->invoiced);
		put(s, row, "credited", x->credited);
		put(s, row, "paid", x->paid);
		put(s, row, "closing", x->closing);
	}
	value_set(a, s->out->root, "balances", list);
}

/* Of the month, and open to this day: what was paid since is not shown. */
static void
set_invoices(struct sheet *s)
{
	const struct facts_account *facts = s->ask->facts;

	s->out->invoices = arena_array(
	    s->ask->a, facts->invoice_count, sizeof(*s->out->invoices));
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (facts->invoices[i].issued <= s->statement.to)
			s->out->invoices[s->out->invoice_count++] =
			    facts->invoices[i].id;
}

struct spread {
	struct money buckets[AGING_BUCKETS];
	struct money total;
};

static struct spread *
spread_of(struct spread *v, size_t *n, const char *currency)
{
	struct money zero = money_of(0, str_of(currency));

	for (size_t i = 0; i < *n; i++)
		if (str_eqc(str_of(v[i].total.currency), currency))
			return &v[i];
	for (size_t b = 0; b < AGING_BUCKETS; b++)
		v[*n].buckets[b] = zero;
	v[*n].total = zero;
	return &v[(*n)++];
}

static bool
spread_add(struct spread *x, const struct facts_invoice *inv, day_t today)
{
	struct money *b = &x->buckets[aging_of((int64_t)today - inv->due)];

	return money_add(*b, inv->open, b) &&
	       money_add(x->total, inv->open, &x->total);
}

static void
set_aging(struct sheet *s, const struct spread *v, size_t n)
{
	static const char *const names[AGING_BUCKETS] = {
	    "current", "days_30", "days_60", "days_90", "older"};
	struct value *list = value_list(s->ask->a);

	for (size_t i = 0; i < n; i++) {
		struct value *row = add_row(s, list, v[i].total.currency);

		for (size_t b = 0; b < AGING_BUCKETS; b++)
			put(s, row, names[b], v[i].buckets[b]);
	}
	value_set(s->ask->a, s->out->root, "aging", list);
}

/* What is left to pay when what was not matched is taken off. */
static void
set_net(struct sheet *s, const struct spread *v, size_t n)
{
	const struct facts_account *facts = s->ask->facts;
	struct value *list = value_list(s->ask->a);

	for (size_t i = 0; i < facts->unapplied_count; i++)
		for (size_t k = 0; k < n; k++) {
			struct money m = facts->unapplied[i];
			struct value *row;

			m.minor = -m.minor;
			if (!money_add(v[k].total, m, &m) || m.minor <= 0)
				continue;
			row = value_map(s->ask->a);
			put(s, row, "amount", m);
			value_push(s->ask->a, list, row);
		}
	if (list->count > 0)
		value_set(s->ask->a, s->out->root, "net", list);
}

static enum rc
set_open(struct sheet *s, struct err *err)
{
	const struct facts_account *facts = s->ask->facts;
	struct spread *v =
	    arena_array(s->ask->a, facts->invoice_count, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (inv->issued <= s->statement.to &&
		    !spread_add(spread_of(v, &n, inv->open.currency), inv,
			facts->today))
			return err_set(err, RC_BAD, "total overflows");
	}
	set_aging(s, v, n);
	set_net(s, v, n);
	return RC_OK;
}

enum rc
words_month_end(const struct words_ask *ask, struct words *out, struct err *err)
{
	struct sheet s = {.ask = ask, .out = out};
	day_t month = last_month(ask);
	enum rc rc;

	if (month == DAY_NONE) {
		out->moot = STR("it names no month");
		return RC_OK;
	}
	rc = month_statement(
	    ask->f, ask->a, ask->facts->account.id, month, &s.statement, err);
	if (rc != RC_OK)
		return rc;
	if (!str_is_empty(s.statement.unproven)) {
		out->moot =
		    arena_fmt(ask->a, "the statement does not prove: %.*s",
			STR_ARG(s.statement.unproven));
		return RC_OK;
	}
	value_set_text(ask->a, out->root, "period",
	    locale_month(ask->a, ask->locale, month));
	set_balances(&s);
	set_invoices(&s);
	out->has_month = ask->step->statement != STATEMENT_NONE;
	out->month = month;
	return set_open(&s, err);
}
