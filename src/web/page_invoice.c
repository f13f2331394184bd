#include "web/pages.h"

#include "flow/document.h"
#include "flow/facts.h"
#include "store/charges.h"
#include "store/disputes.h"
#include "store/ledger.h"
#include "store/passbook.h"
#include "web/view.h"

/* One invoice in the making. */
struct job {
	const struct page_ask *ask;
	struct facts_invoice inv; /* as facts has it, if it is open */
	struct str path;
	struct value *values;
	struct letter_file file;
};

/* The account's own, or none. */
static enum rc
find(const struct page_ask *ask, struct str id, struct job *j, struct err *err)
{
	const struct facts_account *facts = ask->facts;
	struct str owner;
	enum rc rc;

	if (str_is_empty(id))
		return RC_MISS;
	*j = (struct job){.ask = ask, .path = view_path(ask->a, id)};
	rc = ledger_invoice(ask->f->store, ask->a, id, &j->inv, &owner, err);
	if (rc == RC_OK && !str_eq(owner, facts->account.id))
		return RC_MISS;
	for (size_t i = 0; rc == RC_OK && i < facts->invoice_count; i++)
		if (str_eq(facts->invoices[i].id, id))
			j->inv = facts->invoices[i];
	return rc;
}

static enum rc
print(void *ctx, struct err *err)
{
	struct job *j = ctx;
	const struct page_ask *ask = j->ask;
	struct facts_account facts = view_facts(ask);
	struct str pay = {NULL, 0};

	if (j->path.n > 0)
		pay = view_url(ask, arena_fmt(ask->a, "%.*s/pay/%.*s",
					STR_ARG(ask->base), STR_ARG(j->path)));
	return document_invoice(
	    ask->f, ask->a, &facts, j->inv.id, pay, &j->file, err);
}

/* How late it is, or how long there is still time. */
static void
put_time(const struct job *j, struct value *map)
{
	int64_t days = (int64_t)j->ask->today - j->inv.due;

	if (j->inv.open.minor <= 0)
		return;
	value_set_bool(j->ask->a, map, "due_today", days == 0);
	value_set_bool(j->ask->a, map, "one_day", days == 1 || days == -1);
	view_number(
	    j->ask, map, days > 0 ? "late" : "days", days < 0 ? -days : days);
}

static void
put_head(const struct job *j)
{
	const struct page_ask *ask = j->ask;
	const struct facts_invoice *inv = &j->inv;
	struct value *map = value_map(ask->a);

	value_set_text(ask->a, map, "number", inv->id);
	value_set_text(ask->a, map, "path", j->path);
	value_set_text(ask->a, map, "po", inv->po);
	view_day(ask, map, "issued", inv->issued);
	view_day(ask, map, "due", inv->due);
	view_money(ask, map, "amount", inv->amount);
	view_money(ask, map, "open", inv->open);
	value_set_bool(ask->a, map, "is_open", inv->open.minor > 0);
	value_set_bool(ask->a, map, "disputed", inv->disputed);
	if (inv->contested.minor > 0 && !inv->disputed) {
		view_money(ask, map, "contested", inv->contested);
		view_money(ask, map, "asked", facts_asked(inv));
	}
	if (inv->open.minor > 0)
		view_day(ask, map, "promised", inv->promised);
	put_time(j, map);
	value_set(ask->a, j->values, "invoice", map);
}

static struct str
money_path(struct arena *a, const struct passbook_part *p)
{
	struct str id = view_path(a, p->source);

	if (str_is_empty(id))
		return id;
	return arena_fmt(a, "%s/%.*s",
	    p->is_credit ? PASSBOOK_CREDIT : PASSBOOK_PAYMENT, STR_ARG(id));
}

static enum rc
put_parts(const struct job *j, const struct passbook_ask *book, struct err *err)
{
	const struct page_ask *ask = j->ask;
	struct value *list = value_list(ask->a);
	struct passbook_part *v = NULL;
	struct passbook_ask q = *book;
	struct view_turn turn;
	int64_t total = 0;
	size_t n = 0;
	enum rc rc = view_turn(ask, &turn);

	q.skip = turn.skip;
	if (rc == RC_OK)
		rc = passbook_parts(&q, &v, &n, &total, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct value *map = value_map(ask->a);

		value_set_bool(ask->a, map, "is_credit", v[i].is_credit);
		value_set_text(ask->a, map, "id", v[i].source);
		value_set_text(ask->a, map, "path", money_path(ask->a, &v[i]));
		view_day(ask, map, "day", v[i].day);
		view_money(ask, map, "amount",
		    money_of(v[i].amount, str_of(j->inv.amount.currency)));
		value_push(ask->a, list, map);
	}
	view_list(ask, j->values, "parts", list);
	return rc == RC_OK ? view_turn_put(ask, j->values, &turn,
				 arena_fmt(ask->a, "%.*s/invoice/%.*s",
				     STR_ARG(ask->base), STR_ARG(j->path)),
				 total)
			   : rc;
}

static struct value *
dispute_map(const struct job *j, const struct disputes_row *d)
{
	const struct page_ask *ask = j->ask;
	struct value *map = value_map(ask->a);
	struct money credited =
	    money_of(d->credited, str_of(d->amount.currency));

	view_word(ask, map, "reason", d->reason);
	view_word(ask, map, "state", d->state);
	view_word(ask, map, "outcome", d->outcome);
	view_day(
	    ask, map, "opened", facts_day(ask->f, ask->facts, d->opened_at));
	if (d->part)
		view_money(ask, map, "amount", d->amount);
	if (d->credited > 0)
		view_money(ask, map, "credited", credited);
	return map;
}

static enum rc
put_disputes(const struct job *j, struct err *err)
{
	const struct page_ask *ask = j->ask;
	const struct disputes_ask q = {
	    ask->facts->account.id,
	    j->inv.id,
	};
	struct value *list = value_list(ask->a);
	struct disputes_row *v = NULL;
	size_t n = 0;
	enum rc rc = disputes_ever(ask->f->store, ask->a, &q, &v, &n, err);

	for (size_t i = 0; i < n; i++)
		value_push(ask->a, list, dispute_map(j, &v[i]));
	view_list(ask, j->values, "disputes", list);
	return rc;
}

static enum rc
put_promises(
    const struct job *j, const struct passbook_ask *book, struct err *err)
{
	const struct page_ask *ask = j->ask;
	struct value *list = value_list(ask->a);
	struct passbook_promise *v = NULL;
	size_t n = 0;
	enum rc rc = passbook_promises(book, &v, &n, err);

	for (size_t i = 0; i < n; i++) {
		struct value *map = value_map(ask->a);

		view_day(ask, map, "day", v[i].day);
		view_day(ask, map, "made",
		    facts_day(ask->f, ask->facts, v[i].made_at));
		view_word(ask, map, "state", v[i].state);
		if (v[i].has_amount)
			view_money(ask, map, "amount", v[i].amount);
		value_push(ask->a, list, map);
	}
	view_list(ask, j->values, "promises", list);
	return rc;
}

/* As it was told: the latest interest, which counts from the beginning, and
 * the fixed sum. */
static enum rc
put_charges(const struct job *j, struct err *err)
{
	const struct page_ask *ask = j->ask;
	struct value *list = value_list(ask->a);
	const struct charges_row *last = NULL, *fixed = NULL;
	struct charges_row *v = NULL;
	size_t n = 0;
	enum rc rc = charges_of(ask->f->store, ask->a, j->inv.id, &v, &n, err);

	for (size_t i = 0; i < n; i++) {
		bool is_fixed = str_eqc(v[i].kind, "fixed");

		if (is_fixed && fixed == NULL)
			fixed = &v[i];
		else if (!is_fixed)
			last = &v[i];
	}
	for (int k = 0; k < 2; k++) {
		const struct charges_row *c = k == 0 ? last : fixed;
		struct value *map = value_map(ask->a);

		if (c == NULL)
			continue;
		value_set_bool(ask->a, map, "fixed", k == 1);
		view_day(ask, map, "day", c->day);
		view_money(ask, map, "amount", c->amount);
		value_push(ask->a, list, map);
	}
	view_list(ask, j->values, "charges", list);
	return rc;
}

/* Where a number was typed in. */
static enum rc
go_on(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct job j;
	enum rc rc = find(ask, str_trim(view_query(ask, "number")), &j, err);

	if (rc != RC_OK || str_is_empty(j.path))
		return rc == RC_OK ? RC_MISS : rc;
	out->form = PAGE_REDIRECT;
	out->to = arena_fmt(
	    ask->a, "%.*s/invoice/%.*s", STR_ARG(ask->base), STR_ARG(j.path));
	return RC_OK;
}

static enum rc
show_file(const struct page_ask *ask, struct str id, struct page_out *out,
    struct err *err)
{
	struct job j;
	enum rc rc = find(ask, id, &j, err);

	if (rc == RC_OK)
		rc = view_print(ask, print, &j, err);
	if (rc == RC_OK)
		view_file(out, &j.file);
	return rc;
}

static enum rc
show_page(struct job *j, struct page_out *out, struct err *err)
{
	const struct passbook_ask book = {
	    .st = j->ask->f->store,
	    .a = j->ask->a,
	    .account = j->ask->facts->account.id,
	    .id = j->inv.id,
	    .max = VIEW_ROWS,
	};
	enum rc rc;

	out->template_name = "invoice";
	j->values = out->values;
	put_head(j);
	rc = put_parts(j, &book, err);
	if (rc == RC_OK)
		rc = put_disputes(j, err);
	if (rc == RC_OK)
		rc = put_promises(j, &book, err);
	return rc == RC_OK ? put_charges(j, err) : rc;
}

/* "INV-1" is its page and "INV-1/pdf" its file, unless there is an invoice
 * that is called so. */
static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct str id;
	struct job j;
	enum rc rc;

	if (str_is_empty(ask->rest))
		return go_on(ask, out, err);
	rc = find(ask, ask->rest, &j, err);
	if (rc == RC_OK)
		return show_page(&j, out, err);
	if (rc == RC_MISS && view_tail(ask->rest, "pdf", &id))
		return show_file(ask, id, out, err);
	return rc;
}

const struct page page_invoice = {.name = "invoice", .show = show};
