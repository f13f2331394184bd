#include "flow/promising.h"

#include "flow/hookout.h"
#include "store/courses.h"
#include "store/promises.h"

static enum rc
happened(const struct promising *x, const struct deed_promise *p,
    struct str promise, enum step_anchor what, struct err *err)
{
	struct courses_event e = {
	    .account = p->account,
	    .sequence = SEQUENCE_PROMISE,
	    .subject = promise,
	    .what = what,
	    .day = x->account->today,
	    .at = p->at,
	};
	enum rc rc = courses_happened(x->f->store, x->a, &e, err);

	return rc == RC_MISS ? RC_OK : rc;
}

/* Promises that this one has taken everything over from. */
static enum rc
end_older(
    const struct promising *x, const struct deed_promise *p, struct err *err)
{
	struct str *ids;
	size_t n = 0;
	enum rc rc = promises_cancelled_at(
	    x->f->store, x->a, p->account, p->at, &ids, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = happened(x, p, ids[i], ANCHOR_CANCELLED, err);
	return rc;
}

static enum rc
tell(const struct promising *x, const struct deed_promise *p, struct err *err)
{
	struct hookout out = {x->f, x->a, p->at};
	struct hookout_promise told = {
	    .account = p->account,
	    .promise = p->id,
	    .state = "open",
	    .day = p->day,
	    .has_amount = p->has_amount,
	    .amount = p->amount,
	    .invoices = p->invoices,
	    .invoice_count = p->invoice_count,
	};

	return hookout_promise(&out, &told, err);
}

enum rc
promising_make(
    const struct promising *x, const struct deed_promise *p, struct err *err)
{
	enum rc rc = deed_promise(x->f->store, x->a, p, err);

	if (rc == RC_OK)
		rc = tell(x, p, err);
	if (rc == RC_OK)
		rc = happened(x, p, p->id, ANCHOR_MADE, err);
	if (rc == RC_OK && x->confirmed)
		rc = happened(x, p, p->id, ANCHOR_CONFIRMED, err);
	return rc == RC_OK ? end_older(x, p, err) : rc;
}
