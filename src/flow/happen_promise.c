#include "flow/happen.h"

#include "decide/dun.h"
#include "flow/endings.h"

/* The planner has written down what is over; the rehearsal hears it here. */
enum rc
happen_promise(
    const struct happen_ask *ask, struct happen *out, struct err *err)
{
	int grace = (int)ask->f->set->promise_grace_days;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < ask->facts->promise_count; i++) {
		const struct facts_promise *p = &ask->facts->promises[i];
		enum pledge v = pledge_judge(p, ask->facts->today, grace);
		day_t ends = dun_promise_ends(p->day, grace);
		enum step_anchor what;

		if (v != PLEDGE_OPEN) {
			rc = endings_of_promise(
			    ask->f, ask->facts, v, &what, err);
			happen_add(ask, out, p->id, what);
		} else if (out->next_day == DAY_NONE || ends < out->next_day) {
			out->next_day = ends;
		}
	}
	return rc;
}
