#include "flow/orders.h"

enum rc
order_note(struct order_job *j, struct err *err)
{
	j->done = STR("Noted.");
	return orders_remark(j, "note", j->o->text, err);
}

/* A person has reached out: that counts as a touch of ours. */
enum rc
order_call(struct order_job *j, struct err *err)
{
	struct str text = arena_fmt(j->m->a, "call, %.*s%s%.*s",
	    STR_ARG(j->o->word), j->o->text.n ? ": " : "", STR_ARG(j->o->text));

	j->done =
	    arena_fmt(j->m->a, "The call is noted: %.*s.", STR_ARG(j->o->word));
	return orders_remark(j, "contact", text, err);
}
