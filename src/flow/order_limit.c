#include "flow/orders.h"

#include "flow/creditlimit.h"
#include "flow/people.h"

/* Somebody else has to be there who may say yes. */
static enum rc
check(const struct order_job *j, struct err *err)
{
	struct str currency = j->facts->account.currency;

	if (str_is_empty(currency))
		currency = j->m->f->set->company_currency;
	if (!str_eqc(currency, j->o->amount.currency))
		return err_set(err, RC_BAD, "the limit of %.*s is in %.*s",
		    STR_ARG(j->facts->account.id), STR_ARG(currency));
	if (str_is_empty(people_other(j->m->f, j->m->by, j->facts->today)))
		return err_set(err, RC_BAD,
		    "a second person has to say yes, and nobody else is named "
		    "who may: [staff] credit, escalation or people of "
		    "gateway.conf");
	return RC_OK;
}

/* In answer to a request for another limit: not that one but this one, which
 * is then a request of the writer's own. */
static enum rc
refuse_other(const struct order_job *j, struct err *err)
{
	struct creditlimit_decision d = {
	    .what = j->facts->account.id,
	    .by = j->m->by,
	    .why = arena_fmt(j->m->a, "%.*s instead",
		STR_ARG(orders_money(j->m->a, j->o->amount))),
	    .now = j->m->now,
	};
	struct creditbook_request r;

	if (!str_eqc(j->m->answers->template_name, "limit-request"))
		return RC_OK;
	if (!people_may_approve(j->m->f, j->m->by, j->facts->today))
		return err_set(err, RC_BAD,
		    "you are not one of those who decide about it");
	return creditlimit_decide(j->m->f, j->m->a, &d, &r, err);
}

enum rc
order_limit(struct order_job *j, struct err *err)
{
	struct creditlimit_ask ask = {
	    .account = j->facts->account.id,
	    .by = j->m->by,
	    .why = str_trim(str_head(j->because, 600)),
	    .amount = j->o->amount,
	    .now = j->m->now,
	};
	struct creditbook_request r;
	enum rc rc = check(j, err);

	if (rc == RC_OK)
		rc = refuse_other(j, err);
	if (rc == RC_OK)
		rc = creditlimit_ask(j->m->f, j->m->a, &ask, &r, err);
	j->done = arena_fmt(j->m->a,
	    "Asked for: a credit limit of %.*s. %.*s has to say yes; nothing "
	    "is changed before.",
	    STR_ARG(orders_money(j->m->a, ask.amount)),
	    STR_ARG(people_other(j->m->f, j->m->by, j->facts->today)));
	return rc;
}
