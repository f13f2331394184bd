#include "flow/apply_undo.h"

#include "store/courses.h"
#include "store/deed.h"
#include "store/disputes.h"

static enum rc
over(const struct apply *ap, enum sequence_kind sequence, struct str subject,
    struct err *err)
{
	return courses_over(
	    ap->f->store, courses_id(ap->a, sequence, subject), ap->now, err);
}

static enum rc
withdraw(const struct apply *ap, struct str dispute, struct err *err)
{
	struct disputes_end end = {
	    .id = dispute,
	    .outcome = STR("withdrawn"),
	    .at = ap->now,
	};
	enum rc rc = disputes_resolve(ap->f->store, &end, err);

	return rc == RC_OK ? over(ap, SEQUENCE_DISPUTES, dispute, err) : rc;
}

static enum rc
cancel(const struct apply *ap, struct str promise, struct err *err)
{
	enum rc rc = deed_promise_close(
	    ap->f->store, promise, "cancelled", ap->now, err);

	return rc == RC_OK ? over(ap, SEQUENCE_PROMISE, promise, err) : rc;
}

enum rc
apply_undo(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	enum rc rc;

	(void)ordinal;
	if (x->kind == EFFECT_WITHDRAW)
		rc = withdraw(ap, x->what, err);
	else if (x->kind == EFFECT_CANCEL)
		rc = cancel(ap, x->what, err);
	else if (x->kind == EFFECT_CLOSE)
		rc = deed_task_close(ap->f->store, x->what, ap->now, err);
	else
		rc = deed_rest_lift(ap->f->store, ap->account->account.id,
		    ap->inbox, ap->now, err);
	return rc == RC_MISS ? RC_OK : rc;
}
