#include "flow/linkstop.h"
#include "flow/orders.h"

enum rc
order_links(struct order_job *j, struct err *err)
{
	struct linkstop stop = {
	    .f = j->m->f,
	    .a = j->m->a,
	    .account = j->facts->account.id,
	    .by = j->m->by,
	    .inbox = j->m->inbox,
	    .id = arena_fmt(j->m->a, "%.*s/links", STR_ARG(j->id)),
	    .now = j->m->now,
	};

	j->done = arena_fmt(j->m->a,
	    "The links of account %.*s made so far open nothing any more; the "
	    "next mail brings new ones.",
	    STR_ARG(stop.account));
	return linkstop_all(&stop, err);
}
