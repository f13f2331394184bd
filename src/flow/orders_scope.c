#include "flow/orders.h"

#include "flow/params.h"
#include "store/inbox.h"
#include "store/ledger.h"
#include "store/owner.h"

#define TAIL_MIN 4 /* digits that may stand for a whole number */

const struct facts_invoice *
orders_invoice(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_fold_eq(facts->invoices[i].id, id))
			return &facts->invoices[i];
	return NULL;
}

/* "10482" for INV-10482, when it is the only one. */
static const struct facts_invoice *
by_tail(const struct facts_account *facts, struct str tail)
{
	const struct facts_invoice *hit = NULL;

	for (size_t i = 0; tail.n >= TAIL_MIN && i < facts->invoice_count;
	     i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (!str_ends(inv->id, tail))
			continue;
		if (hit != NULL)
			return NULL;
		hit = inv;
	}
	return hit;
}

static void
add(struct arena *a, struct orders_scope *s, size_t *cap, struct str id)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->ids[i], id))
			return;
	s->ids = arena_grow(a, s->ids, s->n, cap, sizeof(*s->ids));
	s->ids[s->n++] = id;
}

/* Why an invoice that is named does not count. */
static enum rc
not_open(const struct order_job *j, enum orders_want want, struct str name,
    struct err *err)
{
	struct str account = {NULL, 0};
	enum rc rc =
	    owner_of_invoice(j->m->f->store, j->m->a, name, &account, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "there is no invoice %.*s of account %.*s", STR_ARG(name),
		    STR_ARG(j->facts->account.id));
	if (rc != RC_OK)
		return rc;
	if (!str_eq(account, j->facts->account.id))
		return err_set(err, RC_BAD,
		    "invoice %.*s is not of account %.*s, which this mail is "
		    "about",
		    STR_ARG(name), STR_ARG(j->facts->account.id));
	if (want == ORDERS_OPEN)
		return err_set(
		    err, RC_BAD, "invoice %.*s is paid", STR_ARG(name));
	return RC_OK;
}

static enum rc
by_name(const struct order_job *j, enum orders_want want,
    struct orders_scope *out, struct err *err)
{
	size_t cap = 0;

	out->named = out->narrow = true;
	for (size_t i = 0; i < j->o->invoice_count; i++) {
		struct str name = j->o->invoices[i];
		const struct facts_invoice *inv =
		    orders_invoice(j->facts, name);
		enum rc rc;

		if (inv == NULL)
			inv = by_tail(j->facts, name);
		if (inv == NULL) {
			rc = not_open(j, want, name, err);
			if (rc != RC_OK)
				return rc;
		}
		add(j->m->a, out, &cap, inv != NULL ? inv->id : name);
	}
	return RC_OK;
}

/* Those of a mail of ours that are still open. */
static enum rc
of_touch(const struct order_job *j, struct str touch, struct orders_scope *out,
    size_t *cap, struct err *err)
{
	struct outbox_line *lines = NULL;
	size_t n = 0;
	enum rc rc;

	if (str_is_empty(touch))
		return RC_OK;
	rc = outbox_lines(j->m->f->store, j->m->a, touch, &lines, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (orders_invoice(j->facts, lines[i].invoice) != NULL)
			add(j->m->a, out, cap, lines[i].invoice);
	return rc;
}

/* What the mail that they answer is about: its own rows, else those of the
 * mail that the customer answered. */
static enum rc
of_mail(const struct order_job *j, struct orders_scope *out, struct err *err)
{
	const struct outbox_touch *t = j->m->answers;
	struct inbox_answered from = {.touch = {NULL, 0}};
	struct params p;
	size_t cap = 0;
	enum rc rc;

	params_read(j->m->a, t->params, &p);
	for (size_t i = 0; i < p.invoice_count; i++)
		if (orders_invoice(j->facts, p.invoices[i]) != NULL)
			add(j->m->a, out, &cap, p.invoices[i]);
	if (out->n > 0)
		return RC_OK;
	rc = of_touch(j, t->id, out, &cap, err);
	if (rc != RC_OK || out->n > 0 || str_is_empty(t->inbox))
		return rc;
	rc = inbox_answered(j->m->f->store, j->m->a, t->inbox, &from, err);
	if (rc == RC_MISS)
		return RC_OK;
	return rc == RC_OK ? of_touch(j, from.touch, out, &cap, err) : rc;
}

enum rc
orders_invoices(const struct order_job *j, enum orders_want want,
    struct orders_scope *out, struct err *err)
{
	size_t cap = 0;
	enum rc rc;

	*out = (struct orders_scope){.n = 0};
	if (j->o->invoice_count > 0)
		return by_name(j, want, out, err);
	rc = of_mail(j, out, err);
	out->narrow = out->n > 0;
	if (rc != RC_OK || out->narrow)
		return rc;
	for (size_t i = 0; i < j->facts->invoice_count; i++)
		add(j->m->a, out, &cap, j->facts->invoices[i].id);
	out->narrow = out->n == 1;
	return RC_OK;
}

/* Of somebody's invoice, is it its number? */
static enum rc
not_a_number(const struct order_job *j, const struct orders_scope *scope,
    struct err *err)
{
	struct str word = j->o->word, owner;
	enum rc rc;

	if (scope->named || word.n == 0 || !j->o->has_amount)
		return RC_OK;
	rc = by_tail(j->facts, word) != NULL
		 ? RC_OK
		 : owner_of_invoice(j->m->f->store, j->m->a, word, &owner, err);
	if (rc == RC_OK)
		return err_set(err, RC_BAD,
		    "%.*s may be an amount or an invoice; write \"%.*s %s\" "
		    "or \"invoice %.*s\"",
		    STR_ARG(word), STR_ARG(word), j->o->amount.currency,
		    STR_ARG(word));
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
orders_amount(const struct order_job *j, const struct orders_scope *scope,
    struct err *err)
{
	struct money sum = money_of(0, str_of(j->o->amount.currency));
	enum rc rc = not_a_number(j, scope, err);

	if (rc != RC_OK || !j->o->has_amount)
		return rc;
	for (size_t i = 0; i < scope->n; i++) {
		const struct facts_invoice *inv =
		    orders_invoice(j->facts, scope->ids[i]);

		if (inv != NULL && !money_add(sum, inv->open, &sum))
			return err_set(err, RC_BAD,
			    "invoice %.*s is in %s, not in %s; name the "
			    "invoices that are meant",
			    STR_ARG(inv->id), inv->open.currency, sum.currency);
	}
	if (j->o->amount.minor > sum.minor)
		return err_set(err, RC_BAD,
		    "%.*s is more than the %.*s that are open of %.*s",
		    STR_ARG(orders_money(j->m->a, j->o->amount)),
		    STR_ARG(orders_money(j->m->a, sum)),
		    STR_ARG(orders_names(j->m->a, scope)));
	return RC_OK;
}

struct str
orders_names(struct arena *a, const struct orders_scope *scope)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < scope->n; i++)
		out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), i ? ", " : "",
		    STR_ARG(scope->ids[i]));
	return out;
}

struct str
orders_money(struct arena *a, struct money m)
{
	char text[MONEY_TEXT];

	return arena_fmt(a, "%s %s", money_plain(m, text), m.currency);
}

struct contest
orders_contest(const struct order_job *j, struct str invoice)
{
	return (struct contest){
	    .f = j->m->f,
	    .a = j->m->a,
	    .invoice = invoice,
	    .by = j->m->by,
	    .inbox = j->m->inbox,
	    .now = j->m->now,
	};
}

struct str
orders_plain(const struct order_job *j)
{
	char text[MONEY_TEXT];

	if (!j->o->has_amount)
		return (struct str){NULL, 0};
	return arena_dup(j->m->a, str_of(money_plain(j->o->amount, text)));
}
