#include "flow/orders.h"

#include "flow/credithold.h"
#include "flow/request.h"

enum rc
order_hold(struct order_job *j, struct err *err)
{
	struct credithold wish = credithold_hold();
	struct str text;

	wish.account = j->facts->account.id;
	wish.by = j->m->by;
	wish.why = j->o->text;
	wish.inbox = j->m->inbox;
	wish.now = j->m->now;
	j->done = arena_fmt(j->m->a,
	    "Orders of account %.*s are on hold; the order desk is told.",
	    STR_ARG(wish.account));
	return credithold_set(j->m->f, j->m->a, &wish, &text, err);
}

/* Goods leave the house with it: another person says yes. */
enum rc
order_release(struct order_job *j, struct err *err)
{
	struct request_wish wish = {
	    .kind = STR(REQUESTS_RELEASE),
	    .why = j->o->text,
	};
	enum rc rc = credithold_is(j->m->f, j->m->a, j->facts->account.id, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "%.*s is not on credit hold",
		    STR_ARG(j->facts->account.id));
	return rc == RC_OK ? request_ask(j->m, j->facts, &wish, &j->done, err)
			   : rc;
}
