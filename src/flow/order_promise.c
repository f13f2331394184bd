#include "flow/orders.h"

#include "flow/promising.h"
#include "store/agenda.h"
#include "store/holds.h"
#include "store/inbox.h"
#include "store/ledger.h"

/* Who promised: whoever wrote the mail that a person was asked to read. */
static enum rc
find_contact(const struct order_job *j, struct str *contact, struct err *err)
{
	struct inbox_answered from;
	enum rc rc = RC_MISS;

	*contact = (struct str){NULL, 0};
	if (!str_is_empty(j->m->answers->inbox))
		rc = inbox_answered(
		    j->m->f->store, j->m->a, j->m->answers->inbox, &from, err);
	if (rc == RC_OK && str_eq(from.account, j->facts->account.id))
		*contact = from.contact;
	return rc == RC_MISS ? RC_OK : rc;
}

static struct str
in_words(const struct order_job *j, const struct orders_scope *scope)
{
	char day[DAY_TEXT];

	return arena_fmt(j->m->a, "%s%.*s promised until %s for %.*s",
	    j->o->has_amount ? "" : "payment",
	    STR_ARG(j->o->has_amount ? orders_money(j->m->a, j->o->amount)
				     : STR("")),
	    day_iso(j->o->day, day), STR_ARG(orders_names(j->m->a, scope)));
}

enum rc
order_promise(struct order_job *j, struct err *err)
{
	struct promising x = {j->m->f, j->m->a, j->facts, false};
	struct deed_promise p = {
	    .id = j->id,
	    .account = j->facts->account.id,
	    .inbox = j->m->inbox,
	    .day = j->o->day,
	    .has_amount = j->o->has_amount,
	    .amount = j->o->amount,
	    .at = j->m->now,
	};
	struct orders_scope scope;
	enum rc rc = orders_invoices(j, ORDERS_OPEN, &scope, err);

	if (rc == RC_OK && scope.n == 0)
		return err_set(err, RC_BAD, "nothing of account %.*s is open",
		    STR_ARG(p.account));
	if (rc == RC_OK)
		rc = orders_amount(j, &scope, err);
	if (rc == RC_OK)
		rc = find_contact(j, &p.contact, err);
	if (rc != RC_OK)
		return rc;
	p.invoices = scope.ids;
	p.invoice_count = scope.n;
	rc = promising_make(&x, &p, err);
	if (rc == RC_OK)
		rc = orders_remark(j, "promise", in_words(j, &scope), err);
	if (rc == RC_OK)
		rc = agenda_wake(j->m->f->store, p.account, p.at, err);
	j->done = arena_fmt(j->m->a,
	    "Recorded: %.*s. The customer is sent a confirmation, and "
	    "reminders rest.",
	    STR_ARG(in_words(j, &scope)));
	return rc;
}
