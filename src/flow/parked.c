#include "flow/parked.h"

#include "flow/apply.h"
#include "store/inbox.h"

#define PARKED_BATCH 50

static enum rc
tell_one(const struct flow *f, struct arena *a, const struct inbox_parked *p,
    int64_t now, struct err *err)
{
	struct apply ap = {
	    .f = f,
	    .a = a,
	    .inbox = p->id,
	    .mailbox = p->mailbox,
	    .now = now,
	};
	struct effects effects = {.a = a};
	struct effect *task = effect_add(&effects, EFFECT_TASK);
	enum rc rc;

	task->what = STR("set-aside");
	task->text =
	    arena_fmt(a, "a mail was set aside (%.*s); it lies in %.*s as %.*s",
		STR_ARG(p->reason), STR_ARG(p->mailbox), STR_ARG(p->place));
	rc = apply_effects(&ap, &effects, err);
	return rc == RC_OK ? inbox_told(f->store, p->id, now, err) : rc;
}

enum rc
parked_tell(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct inbox_parked *v = NULL;
	size_t n = 0;
	enum rc rc = store_begin(f->store, err);

	if (rc == RC_OK)
		rc = inbox_parked(f->store, a, PARKED_BATCH, &v, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = tell_one(f, a, &v[i], now, err);
	if (rc == RC_OK)
		return store_commit(f->store, err);
	store_rollback(f->store);
	return rc;
}
