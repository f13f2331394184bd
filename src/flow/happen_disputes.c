#include "flow/happen.h"

#include "flow/endings.h"

/* The planner has written down what is over; the rehearsal hears it here. */
enum rc
happen_disputes(
    const struct happen_ask *ask, struct happen *out, struct err *err)
{
	struct disputes_row *v;
	size_t n = 0;
	enum rc rc = disputes_holding(
	    ask->f->store, ask->a, ask->facts->account.id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (endings_of_dispute(&v[i]).over)
			happen_add(ask, out, v[i].id, ANCHOR_RESOLVED);
	return rc;
}
