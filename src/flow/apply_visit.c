#include "flow/apply_visit.h"

#include "flow/visit.h"
#include "store/courses.h"
#include "store/drafts.h"
#include "store/visits.h"

/* The course of the new day begins with the word that it was moved. */
static enum rc
begin_again(const struct apply *ap, const struct visit *v, struct err *err)
{
	struct courses_event e = {
	    .account = v->account,
	    .sequence = SEQUENCE_WHITE_GLOVE,
	    .subject = visit_subject(ap->a, v),
	    .detail = visit_detail(ap->a, v),
	    .what = ANCHOR_MOVED,
	    .day = ap->account->today,
	    .at = ap->now,
	};
	enum rc rc = courses_happened(ap->f->store, ap->a, &e, err);

	if (rc != RC_OK)
		return rc;
	e.what = ANCHOR_VISIT;
	e.day = v->day;
	return courses_happened(ap->f->store, ap->a, &e, err);
}

enum rc
apply_visit_change(
    const struct apply *ap, const struct effect *x, struct err *err)
{
	struct visit v;
	struct str before;
	bool moved = str_eqc(x->text, "moved");
	enum rc rc = visits_get(ap->f->store, ap->a, x->what, &v, err);

	if (rc != RC_OK)
		return rc;
	before =
	    courses_id(ap->a, SEQUENCE_WHITE_GLOVE, visit_subject(ap->a, &v));
	v.state = x->text;
	if (moved) {
		v.day = x->day;
		v.minute = x->from;
		v.sequence++;
	}
	rc = visits_change(ap->f->store, &v, ap->now, err);
	if (rc != RC_OK || str_eqc(x->text, "accepted"))
		return rc;
	rc = courses_over(ap->f->store, before, ap->now, err);
	if (rc == RC_OK) /* they speak of the old date */
		rc = drafts_void(ap->f->store, before, ap->now, err);
	return rc == RC_OK && moved ? begin_again(ap, &v, err) : rc;
}
