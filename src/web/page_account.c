#include "flow/facts.h"
#include "model/aging.h"
#include "model/limits.h"
#include "render/digits.h"
#include "render/locale.h"
#include "store/disputes.h"
#include "web/pages.h"
#include "web/view.h"

#define CURRENCIES 32

/* What is open in one currency. */
struct sums {
	struct money total, past, bucket[AGING_BUCKETS];
	size_t invoices;
};

struct overview {
	const struct page_ask *ask;
	struct value *v;
	struct sums sums[CURRENCIES];
	size_t count;
};

static struct str
money(const struct page_ask *ask, struct money m)
{
	return locale_money(ask->a, ask->locale, m);
}

static struct str
day(const struct page_ask *ask, day_t d)
{
	return d == DAY_NONE ? (struct str){NULL, 0}
			     : locale_date(ask->a, ask->locale, d);
}

static struct str
number(const struct page_ask *ask, int64_t n)
{
	return digits_text(ask->a, n);
}

static struct sums *
sums_of(struct overview *o, const char *currency)
{
	struct sums *s = &o->sums[o->count];

	for (size_t i = 0; i < o->count; i++)
		if (strcmp(o->sums[i].total.currency, currency) == 0)
			return &o->sums[i];
	if (o->count == CURRENCIES - 1)
		return &o->sums[CURRENCIES - 1];
	s->total = s->past = money_of(0, str_of(currency));
	for (int i = 0; i < AGING_BUCKETS; i++)
		s->bucket[i] = s->total;
	o->count++;
	return s;
}

static int64_t
days_late(const struct page_ask *ask, const struct facts_invoice *inv)
{
	return inv->due == DAY_NONE ? 0 : (int64_t)ask->today - inv->due;
}

static void
add_up(struct overview *o, const struct facts_invoice *inv)
{
	struct sums *s = sums_of(o, inv->open.currency);
	int64_t late = days_late(o->ask, inv);
	enum aging bucket = aging_of(late);

	money_add(s->total, inv->open, &s->total);
	money_add(s->bucket[bucket], inv->open, &s->bucket[bucket]);
	if (late > 0)
		money_add(s->past, inv->open, &s->past);
	s->invoices++;
}

/* Late, disputed, promised; NULL: nothing is to be said of it, as of most. */
static struct value *
marks_of(const struct page_ask *ask, const struct facts_invoice *inv)
{
	struct arena *a = ask->a;
	int64_t late = days_late(ask, inv);
	bool part = !inv->disputed && inv->contested.minor > 0;
	struct value *v;

	if (late <= 0 && !inv->disputed && !part && inv->promised == DAY_NONE)
		return NULL;
	v = value_map(a);
	value_set_bool(a, v, "part_disputed", part);
	value_set_bool(a, v, "disputed", inv->disputed);
	value_set_text(a, v, "promised", day(ask, inv->promised));
	value_set_bool(a, v, "one_day", late == 1);
	value_set_text(
	    a, v, "late", late > 0 ? number(ask, late) : (struct str){NULL, 0});
	return v;
}

/* There may be hundreds: what is asked for first is put last. */
static struct value *
invoice_row(const struct page_ask *ask, const struct facts_invoice *inv)
{
	static struct value none = {.kind = VALUE_NONE};
	struct arena *a = ask->a;
	struct value *row = value_map(a), *marks = marks_of(ask, inv);
	struct str open = money(ask, inv->open);

	value_set(a, row, "marks", marks ? marks : &none);
	value_set_text(a, row, "open", open);
	value_set_text(a, row, "amount",
	    inv->amount.minor == inv->open.minor ? open
						 : money(ask, inv->amount));
	value_set_text(a, row, "due", day(ask, inv->due));
	value_set_text(a, row, "issued", day(ask, inv->issued));
	value_set_text(a, row, "po", inv->po);
	value_set_text(a, row, "id", inv->id);
	value_set_text(a, row, "path", view_path(a, inv->id));
	value_set_text(a, row, "base", ask->base); /* near at hand */
	return row;
}

static void
put_invoices(struct overview *o)
{
	const struct facts_account *f = o->ask->facts;
	struct value *list = value_list(o->ask->a);

	for (size_t i = 0; i < f->invoice_count; i++) {
		add_up(o, &f->invoices[i]);
		if (i < LIMIT_WEB_ROWS)
			value_push(o->ask->a, list,
			    invoice_row(o->ask, &f->invoices[i]));
	}
	view_list(o->ask, o->v, "invoices", list);
	value_set_text(o->ask->a, o->v, "count",
	    number(o->ask, (int64_t)f->invoice_count));
	value_set_bool(
	    o->ask->a, o->v, "is_cut", f->invoice_count > LIMIT_WEB_ROWS);
}

static void
put_sums(struct overview *o)
{
	static const char *const names[AGING_BUCKETS] = {
	    [AGING_CURRENT] = "current",
	    [AGING_30] = "to_30",
	    [AGING_60] = "to_60",
	    [AGING_90] = "to_90",
	    [AGING_OLDER] = "older",
	};
	struct arena *a = o->ask->a;
	struct value *list = value_list(a);

	for (size_t i = 0; i < o->count; i++) {
		const struct sums *s = &o->sums[i];
		struct value *row = value_map(a);

		value_set_text(a, row, "currency", str_of(s->total.currency));
		value_set_text(a, row, "total", money(o->ask, s->total));
		if (s->past.minor > 0)
			value_set_text(a, row, "past", money(o->ask, s->past));
		for (int b = 0; b < AGING_BUCKETS; b++)
			value_set_text(
			    a, row, names[b], money(o->ask, s->bucket[b]));
		value_push(a, list, row);
	}
	value_set(a, o->v, "totals", list);
}

static void
put_unapplied(struct overview *o)
{
	const struct facts_account *f = o->ask->facts;
	struct arena *a = o->ask->a;
	struct value *list = value_list(a);

	for (size_t i = 0; i < f->unapplied_count; i++) {
		struct value *row = value_map(a);

		value_set_text(
		    a, row, "amount", money(o->ask, f->unapplied[i]));
		value_push(a, list, row);
	}
	value_set(a, o->v, "unapplied", list);
}

static void
put_promises(struct overview *o)
{
	const struct facts_account *f = o->ask->facts;
	struct arena *a = o->ask->a;
	struct value *list = value_list(a);

	for (size_t i = 0; i < f->promise_count; i++) {
		const struct facts_promise *p = &f->promises[i];
		struct value *row = value_map(a);

		value_set_text(a, row, "day", day(o->ask, p->day));
		if (p->has_amount)
			value_set_text(
			    a, row, "amount", money(o->ask, p->amount));
		value_push(a, list, row);
	}
	view_list(o->ask, o->v, "promises", list);
}

static struct value *
dispute_row(const struct page_ask *ask, const struct disputes_row *d)
{
	struct arena *a = ask->a;
	struct value *row = value_map(a);

	value_set_text(a, row, "id", d->invoice);
	value_set_text(a, row, "path", view_path(a, d->invoice));
	value_set_text(a, row, "amount", money(ask, d->amount));
	value_set_text(a, row, "opened",
	    day(ask, facts_day(ask->f, ask->facts, d->opened_at)));
	view_word(ask, row, "reason", d->reason);
	value_set_bool(a, row, "resolved", str_eqc(d->state, "resolved"));
	return row;
}

static bool
has_contested(const struct facts_account *f)
{
	for (size_t i = 0; i < f->invoice_count; i++)
		if (f->invoices[i].contested.minor > 0)
			return true;
	return false;
}

static enum rc
put_disputes(struct overview *o, struct err *err)
{
	const struct page_ask *ask = o->ask;
	struct value *list = value_list(ask->a);
	struct disputes_row *rows;
	size_t n = 0;
	enum rc rc = RC_OK;

	if (has_contested(ask->facts))
		rc = disputes_holding(ask->f->store, ask->a,
		    ask->facts->account.id, &rows, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		value_push(ask->a, list, dispute_row(ask, &rows[i]));
	view_list(ask, o->v, "disputes", list);
	return rc;
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct overview o = {.ask = ask, .v = out->values};

	if (ask->rest.n > 0)
		return err_set(err, RC_MISS, "no such page");
	out->form = PAGE_HTML;
	out->template_name = "account";
	put_invoices(&o);
	put_sums(&o);
	put_unapplied(&o);
	put_promises(&o);
	return put_disputes(&o, err);
}

const struct page page_account = {
    .name = "",
    .show = show,
};
