#include "web/pages.h"

#include "flow/document.h"
#include "store/passbook.h"
#include "web/view.h"

/* Invoices of one payment in the list; the rest is on its own page. */
#define USES_SHOWN 10

/* /payments, or /payments/payment/ID and /payments/credit/ID. */
struct job {
	const struct page_ask *ask;
	struct passbook_ask book;
	struct passbook_money money;
	struct letter_file file;
};

static struct value *
use_map(const struct page_ask *ask, const struct passbook_use *u)
{
	struct value *map = value_map(ask->a);

	value_set_text(ask->a, map, "number", u->invoice);
	value_set_text(ask->a, map, "path", view_path(ask->a, u->invoice));
	view_day(ask, map, "issued", u->issued);
	view_money(ask, map, "invoiced", u->invoiced);
	view_money(ask, map, "applied", u->applied);
	return map;
}

static struct str
path_of(const struct page_ask *ask, const struct passbook_money *m)
{
	struct str id = view_path(ask->a, m->id);

	if (str_is_empty(id))
		return id;
	return arena_fmt(ask->a, "%s/%.*s",
	    m->is_credit ? PASSBOOK_CREDIT : PASSBOOK_PAYMENT, STR_ARG(id));
}

static struct value *
money_map(const struct page_ask *ask, const struct passbook_money *m)
{
	struct value *map = value_map(ask->a);
	struct money rest = m->amount;

	value_set_bool(ask->a, map, "is_credit", m->is_credit);
	value_set_text(ask->a, map, "id", m->id);
	value_set_text(ask->a, map, "path", path_of(ask, m));
	value_set_text(ask->a, map, "method", m->method);
	value_set_text(ask->a, map, "note", m->note);
	view_day(ask, map, "day", m->day);
	view_money(ask, map, "amount", m->amount);
	rest.minor -= m->applied;
	value_set_bool(ask->a, map, "unapplied", false);
	if (rest.minor > 0)
		view_money(ask, map, "unapplied", rest);
	return map;
}

/* How it was applied, so far as the list has room for it. */
static enum rc
put_uses(const struct page_ask *ask, const struct passbook_money *m,
    struct value *map, struct err *err)
{
	const struct passbook_ask q = {
	    .st = ask->f->store,
	    .a = ask->a,
	    .account = ask->facts->account.id,
	    .id = m->id,
	    .max = USES_SHOWN,
	};
	struct value *list = value_list(ask->a);
	struct passbook_use *v = NULL;
	int64_t total = 0;
	size_t n = 0;
	enum rc rc = passbook_uses(&q, m->is_credit, &v, &n, &total, err);

	for (size_t i = 0; i < n; i++)
		value_push(ask->a, list, use_map(ask, &v[i]));
	view_list(ask, map, "uses", list);
	if (total > (int64_t)n)
		view_number(ask, map, "more", total - (int64_t)n);
	return rc;
}

static enum rc
show_list(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct value *list = value_list(ask->a);
	struct passbook_ask q = {
	    .st = ask->f->store,
	    .a = ask->a,
	    .account = ask->facts->account.id,
	    .max = VIEW_ROWS,
	};
	struct passbook_money *v = NULL;
	struct view_turn turn;
	int64_t total = 0;
	size_t n = 0;
	enum rc rc = view_turn(ask, &turn);

	q.skip = turn.skip;
	if (rc == RC_OK)
		rc = passbook_monies(&q, &v, &n, &total, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct value *map = money_map(ask, &v[i]);

		view_number(ask, map, "place", (int64_t)i);
		rc = put_uses(ask, &v[i], map, err);
		value_push(ask->a, list, map);
	}
	view_list(ask, out->values, "monies", list);
	out->template_name = "payments";
	return rc == RC_OK
		   ? view_turn_put(ask, out->values, &turn,
			 arena_fmt(ask->a, "%.*s/payments", STR_ARG(ask->base)),
			 total)
		   : rc;
}

static enum rc
show_one(struct job *j, struct page_out *out, struct err *err)
{
	const struct page_ask *ask = j->ask;
	struct value *list = value_list(ask->a);
	struct passbook_use *v = NULL;
	struct view_turn turn;
	int64_t total = 0;
	size_t n = 0;
	enum rc rc = view_turn(ask, &turn);

	j->book.skip = turn.skip;
	if (rc == RC_OK)
		rc = passbook_uses(
		    &j->book, j->money.is_credit, &v, &n, &total, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		value_push(ask->a, list, use_map(ask, &v[i]));
	view_list(ask, out->values, "uses", list);
	value_set(ask->a, out->values, "money", money_map(ask, &j->money));
	out->template_name = "payment";
	return rc == RC_OK ? view_turn_put(ask, out->values, &turn,
				 arena_fmt(ask->a, "%.*s/payments/%.*s",
				     STR_ARG(ask->base),
				     STR_ARG(path_of(ask, &j->money))),
				 total)
			   : rc;
}

static enum rc
print(void *ctx, struct err *err)
{
	struct job *j = ctx;
	struct facts_account facts = view_facts(j->ask);

	return document_receipt(
	    j->ask->f, j->ask->a, &facts, &j->money, &j->file, err);
}

/* "payment/P-1" */
static enum rc
find(struct job *j, struct str rest, struct err *err)
{
	size_t slash = str_chr(rest, '/');
	struct str kind = str_sub(rest, 0, slash);
	bool is_credit = str_eqc(kind, PASSBOOK_CREDIT);

	if (slash == STR_NPOS ||
	    (!is_credit && !str_eqc(kind, PASSBOOK_PAYMENT)))
		return RC_MISS;
	j->book.id = str_sub(rest, slash + 1, rest.n);
	return passbook_money(&j->book, is_credit, &j->money, err);
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct job j = {
	    .ask = ask,
	    .book =
		{
		    .st = ask->f->store,
		    .a = ask->a,
		    .account = ask->facts->account.id,
		    .max = VIEW_ROWS,
		},
	};
	struct str rest;
	enum rc rc;

	if (str_is_empty(ask->rest))
		return show_list(ask, out, err);
	rc = find(&j, ask->rest, err);
	if (rc == RC_OK)
		return show_one(&j, out, err);
	if (rc != RC_MISS || !view_tail(ask->rest, "pdf", &rest))
		return rc;
	rc = find(&j, rest, err);
	if (rc == RC_OK)
		rc = view_print(ask, print, &j, err);
	if (rc == RC_OK)
		view_file(out, &j.file);
	return rc;
}

const struct page page_payments = {.name = "payments", .show = show};
