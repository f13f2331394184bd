#include "flow/orders.h"

#include "flow/glove.h"
#include "flow/people.h"
#include "store/agenda.h"
#include "store/collectors.h"
#include "store/holds.h"

enum rc
order_assign(struct order_job *j, struct err *err)
{
	struct str account = j->facts->account.id, who;
	enum rc rc = people_find(j->m->f, j->m->a, j->o->word, &who, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "\"%.*s\" is none of our people; write an address of "
		    "[staff] people in gateway.conf",
		    STR_ARG(j->o->word));
	if (rc == RC_OK)
		rc = collectors_put(j->m->f->store, account, who, err);
	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "%.*s looks after %.*s already",
		    STR_ARG(who), STR_ARG(account));
	if (rc == RC_OK)
		rc = orders_remark(j, "assign",
		    arena_fmt(j->m->a, "%.*s looks after the account now",
			STR_ARG(who)),
		    err);
	j->done = arena_fmt(j->m->a,
	    "%.*s looks after account %.*s now, until an import of customers "
	    "names somebody new.",
	    STR_ARG(who), STR_ARG(account));
	return rc == RC_OK
		   ? agenda_wake(j->m->f->store, account, j->m->now, err)
		   : rc;
}

enum rc
order_whiteglove(struct order_job *j, struct err *err)
{
	struct glove g = {
	    .account = j->facts->account.id,
	    .by = j->m->by,
	    .inbox = j->m->inbox,
	    .on = str_eqc(j->o->word, "on"),
	    .now = j->m->now,
	};
	size_t dates = 0;
	enum rc rc = glove_set(j->m->f, j->m->a, &g, &dates, err);

	j->done = arena_fmt(j->m->a, "%s account %.*s %s.",
	    g.on ? "Only people write to" : "Mails of the gateway go to",
	    STR_ARG(g.account), g.on ? "from now on" : "again");
	if (dates > 0)
		j->done = arena_fmt(j->m->a,
		    "%.*s %zu date%s called off; those who hold them in a "
		    "calendar are told.",
		    STR_ARG(j->done), dates, dates == 1 ? " is" : "s are");
	return rc;
}
