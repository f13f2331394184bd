#include "flow/orders.h"

#include "flow/contest.h"
#include "model/names.h"

enum rc
order_dispute(struct order_job *j, struct err *err)
{
	struct str reason = str_of(name_reason(j->o->reason));
	struct orders_scope scope;
	enum rc rc = orders_invoices(j, ORDERS_OPEN, &scope, err);

	if (rc == RC_OK && scope.n == 0)
		return err_set(err, RC_BAD, "nothing of account %.*s is open",
		    STR_ARG(j->facts->account.id));
	if (rc == RC_OK && (!scope.narrow || (j->o->has_amount && scope.n > 1)))
		return err_set(err, RC_BAD,
		    "which invoice? Open are %.*s; write its number behind it",
		    STR_ARG(orders_names(j->m->a, &scope)));
	if (rc == RC_OK)
		rc = orders_amount(j, &scope, err);
	for (size_t i = 0; rc == RC_OK && i < scope.n; i++) {
		struct contest c = orders_contest(j, scope.ids[i]);

		rc = contest_open(&c, reason, orders_plain(j), err);
	}
	j->done = arena_fmt(j->m->a,
	    "A dispute (%.*s) is open about %.*s%s%.*s. What is disputed is "
	    "not reminded of; the customer and who settles it are told.",
	    STR_ARG(reason), STR_ARG(orders_names(j->m->a, &scope)),
	    j->o->has_amount ? ", " : "",
	    STR_ARG(j->o->has_amount ? orders_money(j->m->a, j->o->amount)
				     : STR("")));
	return rc;
}
