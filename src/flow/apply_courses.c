#include "flow/apply_courses.h"

#include "flow/hookout.h"
#include "flow/promising.h"
#include "port/js.h"
#include "store/courses.h"

#define DETAIL_MAX 4096

/*
 * Whether a mail is answered is decided with the mail, within the limits for
 * answers: its course never says the same once more. What a person opened by
 * moving the mail nobody has told them yet.
 */
static enum rc
begin(const struct apply *ap, struct courses_event *e, enum step_anchor told,
    struct err *err)
{
	enum rc rc;

	e->account = ap->account->account.id;
	e->day = ap->account->today;
	e->at = ap->now;
	rc = courses_happened(ap->f->store, ap->a, e, err);
	if (rc == RC_OK && (ap->turn.n == 0 || ap->again)) {
		e->what = told;
		rc = courses_happened(ap->f->store, ap->a, e, err);
	}
	return rc == RC_MISS ? RC_OK : rc;
}

static struct str
detail(const struct apply *ap, const struct deed_dispute *d)
{
	struct js *j = js_object();
	struct buf b;
	struct str text;

	js_set_str(j, "invoice", d->invoice);
	js_set_str(j, "reason", d->reason);
	buf_init(&b, DETAIL_MAX);
	js_write(j, &b);
	text = arena_dup(ap->a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
}

enum rc
apply_courses_dispute(
    const struct apply *ap, const struct deed_dispute *d, struct err *err)
{
	struct courses_event e = {
	    .sequence = SEQUENCE_DISPUTES,
	    .subject = d->id,
	    .detail = detail(ap, d),
	    .what = ANCHOR_OPENED,
	};
	enum rc rc = deed_dispute(ap->f->store, d, err);

	if (rc == RC_MISS) /* disputed already */
		return RC_OK;
	if (rc == RC_OK)
		rc = hookout_dispute(
		    &(struct hookout){ap->f, ap->a, ap->now}, d->id, err);
	return rc == RC_OK ? begin(ap, &e, ANCHOR_ACKNOWLEDGED, err) : rc;
}

enum rc
apply_courses_promise(
    const struct apply *ap, const struct deed_promise *p, struct err *err)
{
	struct promising x = {
	    ap->f, ap->a, ap->account, ap->turn.n == 0 || ap->again};
	enum rc rc = promising_make(&x, p, err);

	return rc == RC_MISS ? RC_OK : rc;
}
