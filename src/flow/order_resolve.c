#include "flow/orders.h"

#include "flow/contest.h"
#include "flow/request.h"

/* Those of the mail that are in dispute. */
static enum rc
disputed(const struct order_job *j, struct orders_scope *out, struct err *err)
{
	size_t n = 0;
	enum rc rc = orders_invoices(j, ORDERS_ANY, out, err);

	for (size_t i = 0; rc == RC_OK && i < out->n; i++) {
		struct contest c = orders_contest(j, out->ids[i]);
		struct disputes_row row;

		rc = contest_find(&c, &row, err);
		if (rc == RC_OK)
			out->ids[n++] = out->ids[i];
		else if (rc == RC_MISS && !out->named)
			rc = RC_OK;
	}
	out->n = n;
	if (rc == RC_OK && n == 0)
		return err_set(err, RC_BAD,
		    "nothing that this mail is about is in dispute");
	return rc;
}

/* What would be credited, and whether that is all of it. */
static enum rc
weigh(const struct order_job *j, const struct contest *c,
    struct contest_end *out, struct err *err)
{
	struct contest_end whole;
	struct disputes_row d;
	enum rc rc = contest_find(c, &d, err);

	if (rc == RC_OK &&
	    !str_eqc(str_of(d.amount.currency), j->o->amount.currency))
		return err_set(err, RC_BAD, "invoice %.*s is in %s, not in %s",
		    STR_ARG(d.invoice), d.amount.currency,
		    j->o->amount.currency);
	if (rc == RC_OK)
		rc = contest_weigh(
		    c, STR("credited"), (struct str){NULL, 0}, &whole, err);
	if (rc == RC_OK)
		rc = contest_weigh(
		    c, STR("credited"), orders_plain(j), out, err);
	if (rc == RC_OK && out->credited < whole.credited)
		out->outcome = STR("part");
	return rc;
}

/* Up to an amount one person decides alone. */
static enum rc
credit(struct order_job *j, struct str invoice, struct err *err)
{
	struct contest c = orders_contest(j, invoice);
	struct request_wish wish = {
	    .kind = STR(REQUESTS_CREDIT),
	    .subject = invoice,
	    .amount = j->o->amount,
	};
	struct contest_end end;
	enum rc rc = weigh(j, &c, &end, err);

	if (rc != RC_OK)
		return rc;
	if (end.credited > j->m->f->set->staff_credit_alone)
		return request_ask(j->m, j->facts, &wish, &j->done, err);
	j->done = arena_fmt(j->m->a,
	    "The dispute about %.*s is resolved with a credit of %.*s.",
	    STR_ARG(invoice), STR_ARG(orders_money(j->m->a, j->o->amount)));
	return contest_end(&c, &end, err);
}

enum rc
order_resolve(struct order_job *j, struct err *err)
{
	struct orders_scope scope;
	enum rc rc = disputed(j, &scope, err);

	if (rc != RC_OK)
		return rc;
	if (scope.n > 1 && (j->o->has_amount || !scope.narrow))
		return err_set(err, RC_BAD,
		    "which one? In dispute are %.*s; write its number behind "
		    "it",
		    STR_ARG(orders_names(j->m->a, &scope)));
	if (j->o->has_amount)
		return credit(j, scope.ids[0], err);
	for (size_t i = 0; rc == RC_OK && i < scope.n; i++) {
		struct contest c = orders_contest(j, scope.ids[i]);
		struct contest_end end;

		rc = contest_weigh(
		    &c, j->o->word, (struct str){NULL, 0}, &end, err);
		if (rc == RC_OK)
			rc = contest_end(&c, &end, err);
	}
	j->done =
	    arena_fmt(j->m->a, "The dispute about %.*s is resolved: %.*s.",
		STR_ARG(orders_names(j->m->a, &scope)), STR_ARG(j->o->word));
	return rc;
}
