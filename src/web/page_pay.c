#include "web/pages.h"

#include "decide/posting_value.h"
#include "flow/provider.h"
#include "store/checkouts.h"
#include "store/posts.h"
#include "web/payform.h"
#include "web/view.h"

#define CURRENCIES  32
#define PENDING     (45 * INT64_C(86400))
#define PENDING_MAX 100
#define BODY        (256u << 10)

struct job {
	const struct page_ask *ask;
	struct value *v;
	struct payform sent; /* of a POST */
	struct checkout *pending;
	size_t pending_count;
};

/* What is typed into a field as nobody can misread it there. */
static struct str
typed(const struct page_ask *ask, struct money m)
{
	char plain[MONEY_TEXT];
	char *text = arena_cstr(ask->a, str_of(money_plain(m, plain)));
	struct money back;

	if (!posting_value_amount(
		str_of(text), ask->locale, str_of(m.currency), &back) ||
	    back.minor != m.minor)
		for (char *p = text; *p; p++)
			if (*p == '.')
				*p = ',';
	return str_of(text);
}

static enum rc
load_pending(struct job *j, struct err *err)
{
	const struct page_ask *ask = j->ask;

	return checkouts_of(ask->f->store, ask->a, ask->facts->account.id,
	    ask->now - PENDING, PENDING_MAX, &j->pending, &j->pending_count,
	    err);
}

static bool
is_pending(const struct job *j, struct str invoice)
{
	for (size_t i = 0; i < j->pending_count; i++) {
		const struct checkout *c = &j->pending[i];

		if (c->state != CHECKOUT_PROCESSING)
			continue;
		for (size_t k = 0; k < c->line_count; k++)
			if (str_eq(c->lines[k].invoice, invoice))
				return true;
	}
	return false;
}

static void
put_method(struct job *j, struct value *list, const char *name, bool checked)
{
	struct arena *a = j->ask->a;
	struct value *row = value_map(a);

	value_set_text(a, row, "name", str_of(name));
	value_set_bool(
	    a, row, arena_cstr(a, arena_fmt(a, "is_%s", name)), true);
	value_set_bool(a, row, "checked", checked);
	value_push(a, list, row);
}

static bool
put_methods(struct job *j, struct value *group, struct str currency)
{
	const struct page_ask *ask = j->ask;
	const struct provider_method *m[PROVIDER_WAYS];
	struct value *list = value_list(ask->a);
	size_t n = provider_ways(ask->f->set, currency,
	    provider_country(ask->facts->locale), m, PROVIDER_WAYS);

	for (size_t i = 0; i < n; i++)
		put_method(j, list, m[i]->name,
		    j->sent.posted && !j->sent.no_method
			? str_eqc(j->sent.wish.method, m[i]->name)
			: i == 0);
	view_list(ask, group, "methods", list);
	return n > 0;
}

/* As it was filled in; else what the link is about, else what is late, and
 * nothing that they dispute. */
static bool
is_wanted(const struct job *j, const struct facts_invoice *inv, bool any_late)
{
	const struct page_ask *ask = j->ask;

	if (j->sent.posted)
		return payform_ticked(ask, inv->id);
	if (ask->rest.n > 0)
		return str_eq(ask->rest, inv->id);
	if (inv->disputed || is_pending(j, inv->id))
		return false;
	return !any_late || inv->due < ask->today;
}

static struct value *
invoice_row(
    struct job *j, const struct facts_invoice *inv, bool any_late, bool ways)
{
	const struct page_ask *ask = j->ask;
	struct arena *a = ask->a;
	struct value *row = value_map(a);
	struct money asked = inv->disputed ? inv->open : facts_asked(inv);
	bool wrong = j->sent.posted && str_eq(j->sent.wrong, inv->id);

	view_number(ask, row, "place", inv - ask->facts->invoices);
	value_set_text(a, row, "number", inv->id);
	view_day(ask, row, "due", inv->due);
	view_money(ask, row, "open", inv->open);
	if (inv->due < ask->today)
		view_number(ask, row, "late", (int64_t)ask->today - inv->due);
	value_set_bool(a, row, "one_day", ask->today - inv->due == 1);
	value_set_bool(a, row, "disputed", inv->disputed);
	if (!inv->disputed && inv->contested.minor > 0)
		view_money(ask, row, "contested", inv->contested);
	value_set_bool(a, row, "pending", is_pending(j, inv->id));
	value_set_bool(a, row, "can_pay", ways && !is_pending(j, inv->id));
	value_set_bool(a, row, "checked", is_wanted(j, inv, any_late));
	value_set_bool(a, row, "wrong_line", wrong);
	value_set_text(a, row, "typed",
	    j->sent.posted && payform_amount(ask, inv->id).n > 0
		? payform_amount(ask, inv->id)
		: typed(ask, asked));
	return row;
}

/* One form a currency: what is paid at once is of one. */
static void
put_group(struct job *j, struct value *groups, const char *currency)
{
	const struct facts_account *f = j->ask->facts;
	struct arena *a = j->ask->a;
	struct value *group = value_map(a), *rows = value_list(a);
	struct money open = money_of(0, str_of(currency)), late = open;
	bool ways = put_methods(j, group, str_of(currency));

	for (size_t i = 0; i < f->invoice_count; i++) {
		const struct facts_invoice *inv = &f->invoices[i];

		if (strcmp(inv->open.currency, currency) != 0)
			continue;
		(void)money_add(open, inv->open, &open);
		if (inv->due < j->ask->today && !inv->disputed)
			(void)money_add(late, facts_asked(inv), &late);
	}
	for (size_t i = 0; i < f->invoice_count; i++)
		if (strcmp(f->invoices[i].open.currency, currency) == 0)
			value_push(a, rows,
			    invoice_row(
				j, &f->invoices[i], late.minor > 0, ways));
	value_set_text(a, group, "currency", str_of(currency));
	view_money(j->ask, group, "total", open);
	if (late.minor > 0)
		view_money(j->ask, group, "past", late);
	value_set(a, group, "rows", rows);
	value_push(a, groups, group);
}

static void
put_groups(struct job *j)
{
	const struct facts_account *f = j->ask->facts;
	const char *seen[CURRENCIES];
	struct value *groups = value_list(j->ask->a);
	size_t n = 0;

	for (size_t i = 0; i < f->invoice_count; i++) {
		size_t k = 0;

		while (k < n && strcmp(seen[k], f->invoices[i].open.currency))
			k++;
		if (k < n || n == CURRENCIES)
			continue;
		seen[n++] = f->invoices[i].open.currency;
		put_group(j, groups, seen[n - 1]);
	}
	view_list(j->ask, j->v, "groups", groups);
}

static void
put_bank(struct job *j)
{
	struct arena *a = j->ask->a;
	struct str rest = j->ask->f->set->company_bank, line;
	struct value *list = value_list(a);

	while (str_line(&rest, &line)) {
		struct value *row = value_map(a);

		value_set_text(a, row, "text", line);
		value_push(a, list, row);
	}
	view_list(j->ask, j->v, "bank", list);
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct job j = {.ask = ask, .v = out->values};
	bool known = ask->rest.n == 0;
	enum rc rc;

	for (size_t i = 0; i < ask->facts->invoice_count && !known; i++)
		known = str_eq(ask->rest, ask->facts->invoices[i].id);
	if (!known)
		return err_set(err, RC_MISS, "no such invoice is open");
	payform_read(ask, &j.sent);
	rc = load_pending(&j, err);
	if (rc != RC_OK)
		return rc;
	out->form = PAGE_HTML;
	out->template_name = "pay";
	value_set_bool(
	    ask->a, j.v, "online", provider_find(ask->f->set) != NULL);
	put_groups(&j);
	put_bank(&j);
	return RC_OK;
}

static void
say_wrong(const struct job *j, struct page_out *out, const char *word)
{
	struct arena *a = j->ask->a;
	struct value *list = value_list(a), *one = value_map(a);
	const struct facts_account *f = j->ask->facts;

	value_set_bool(
	    a, one, arena_cstr(a, arena_fmt(a, "is_%s", word)), true);
	for (size_t i = 0; i < f->invoice_count; i++)
		if (str_eq(f->invoices[i].id, j->sent.wrong)) {
			value_set_bool(a, one, "has_place", true);
			view_number(j->ask, one, "place", (int64_t)i);
			value_set_text(a, one, "number", j->sent.wrong);
		}
	value_push(a, list, one);
	value_set(a, out->values, "wrong", list);
}

/* A form that was sent before is as it was then. */
static enum rc
was_sent(const struct page_ask *ask, struct page_post *p, struct err *err)
{
	struct post known = {.fields = {NULL, 0}};
	enum rc rc =
	    posts_get(ask->f->store, ask->a, p->id, false, &known, err);

	p->fields = known.fields;
	return rc;
}

static enum rc
take(const struct page_ask *ask, struct page_post *p, struct page_out *out,
    struct err *err)
{
	struct job j = {.ask = ask, .v = out->values};
	const struct payform *s = &j.sent;
	const char *word = NULL;
	enum rc rc = was_sent(ask, p, err);

	out->to = arena_fmt(
	    ask->a, "%.*s/done/%.*s", STR_ARG(ask->base), STR_ARG(p->id));
	if (rc == RC_MISS)
		rc = load_pending(&j, err);
	else
		return rc;
	if (rc != RC_OK)
		return rc;
	payform_read(ask, &j.sent);
	if (!j.sent.posted || s->verdict != PAYING_OK)
		word = paying_word(j.sent.posted ? s->verdict : PAYING_NOTHING);
	for (size_t i = 0; i < s->wish.count && word == NULL; i++)
		if (is_pending(&j, s->wish.lines[i].invoice)) {
			j.sent.wrong = s->wish.lines[i].invoice;
			word = "pay_under_way";
		}
	if (word == NULL && s->no_method)
		word = "pay_no_method";
	if (word == NULL && s->offline)
		word = "pay_offline";
	if (word != NULL) {
		say_wrong(&j, out, word);
		return err_set(err, RC_BAD, "%s", word);
	}
	p->fields = checkout_wish_write(ask->a, &s->wish);
	return RC_OK;
}

const struct page page_pay = {
    .name = "pay",
    .body = BODY,
    .show = show,
    .take = take,
};
