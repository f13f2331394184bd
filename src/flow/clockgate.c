#include "flow/clockgate.h"

#include "base/day.h"
#include "base/log.h"
#include "flow/facts.h"
#include "store/meta.h"
#include "store/standstill.h"

#define BACKWARDS_SECS 3600 /* what a corrected clock may lose */

static bool
jumped(const struct flow *f, int64_t last, int64_t now)
{
	if (f->set->jump_hours <= 0 || last == 0)
		return false;
	return now - last > f->set->jump_hours * 3600 ||
	       now < last - BACKWARDS_SECS;
}

static enum rc
judge(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct str text = {NULL, 0};
	char stamp[INSTANT_TEXT];
	int64_t last = 0;
	enum rc rc;

	rc = meta_get(f->store, a, FACTS_META_LAST_ROUND, &text, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	day_instant_parse(text, &last);
	if (jumped(f, last, now)) {
		log_event(LOG_WARN, "held", "last=%.*s now=%s", STR_ARG(text),
		    day_instant_iso(now, stamp));
		rc = meta_put(f->store, FACTS_META_HOLD, STR("clock"), err);
		if (rc != RC_OK)
			return rc;
	}
	return meta_put(f->store, FACTS_META_LAST_ROUND,
	    str_of(day_instant_iso(now, stamp)), err);
}

enum rc
clockgate_round(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a;
	enum rc rc;

	if (f->rehearsed)
		return RC_OK;
	rc = store_begin(f->store, err);
	if (rc != RC_OK)
		return rc;
	a = arena_new(65536);
	rc = judge(f, a, now, err);
	arena_free(&a);
	if (rc == RC_OK)
		return store_commit(f->store, err);
	store_rollback(f->store);
	return rc;
}

static enum rc
set_hold(struct store *st, struct str why, int64_t now, struct err *err)
{
	enum rc rc = store_begin(st, err);

	if (rc == RC_OK)
		rc = meta_put(st, FACTS_META_HOLD, why, err);
	if (rc == RC_OK && str_is_empty(why))
		rc = standstill_end(st, STR("dunmail release"), now, err);
	if (rc == RC_MISS)
		rc = RC_OK;
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

enum rc
clockgate_release(const struct flow *f, int64_t now, struct err *err)
{
	return set_hold(f->store, STR(""), now, err);
}

enum rc
clockgate_hold_copy(struct store *copy, struct err *err)
{
	return set_hold(copy, STR("restored"), 0, err);
}
