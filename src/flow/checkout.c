#include "flow/checkout.h"

#include "base/day.h"
#include "flow/checkout_settle.h"
#include "model/limits.h"
#include "port/zone.h"
#include "store/meta.h"

#define NIGHT_MINUTE 120 /* two in the morning */
#define OUTAGE       (2 * INT64_C(86400))
#define LOOK_BACK    (90 * INT64_C(86400))
#define UNSEEN       (21 * INT64_C(86400))
#define NOTE_SECONDS 60
#define ARENA        (64u << 20)

#define META_LAST  "checkout_round"
#define META_NIGHT "checkout_night"

static day_t
day_here(const struct checkout_run *r, int *minute)
{
	const struct zone *z = zone_find(r->p->f->set->company_timezone);

	*minute = 24 * 60;
	return z ? zone_day(z, r->now, minute) : day_of_instant(r->now);
}

/* 0: never. */
static enum rc
get(struct checkout_run *r, const char *name, int64_t *out, struct err *err)
{
	struct str text;
	enum rc rc = meta_get(r->p->f->store, r->a, name, &text, err);

	*out = 0;
	if (rc == RC_OK && !str_to_i64(text, 0, INT64_MAX, out))
		*out = 0;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
put(struct checkout_run *r, const char *name, int64_t v, struct err *err)
{
	return meta_put(
	    r->p->f->store, name, arena_fmt(r->a, "%lld", (long long)v), err);
}

/* Booked by us and never seen in an import: a person asks where it is. */
static enum rc
find_unseen(struct checkout_run *r, struct err *err)
{
	struct checkout_settle x = {r->p->f, r->a, r->now};
	struct checkout *v;
	size_t n = 0;
	enum rc rc = checkouts_ours_all(r->p->f->store, r->a, &v, &n, err);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (v[i].changed_at > r->now - UNSEEN ||
		    v[i].changed_at < r->now - LOOK_BACK || v[i].tell.n > 0)
			continue;
		rc = checkout_settle_person(&x, &v[i], "unseen",
		    STR("paid over the provider three weeks ago, and no import "
			"has brought the payment: is it in the accounts?"),
		    err);
		if (rc == RC_OK)
			rc = checkouts_put(r->p->f->store, &v[i], err);
	}
	return rc;
}

struct waking {
	int64_t last, night;
	day_t day;
	bool outage, due;
};

static enum rc
wake_all(struct checkout_run *r, const struct waking *w, struct err *err)
{
	struct store *st = r->p->f->store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	if (w->outage || w->due)
		rc = checkouts_look_all(st, r->now,
		    w->outage ? r->now - LOOK_BACK : INT64_MAX, err);
	if (rc == RC_OK && w->due)
		rc = find_unseen(r, err);
	if (rc == RC_OK && w->due)
		rc = put(r, META_NIGHT, w->day, err);
	if (rc == RC_OK)
		rc = put(r, META_LAST, r->now, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

/* Once a night all that can still change is asked about, and after an outage
 * at once, with all that was paid of late: events are not told for ever. */
static enum rc
wake(struct checkout_run *r, struct err *err)
{
	struct waking w;
	int minute;
	enum rc rc = get(r, META_LAST, &w.last, err);

	if (rc == RC_OK)
		rc = get(r, META_NIGHT, &w.night, err);
	if (rc != RC_OK)
		return rc;
	w.day = day_here(r, &minute);
	w.outage = w.last > 0 && r->now - w.last > OUTAGE;
	w.due = minute >= NIGHT_MINUTE && w.night != w.day;
	if (!w.outage && !w.due && r->now - w.last < NOTE_SECONDS)
		return RC_OK;
	return wake_all(r, &w, err);
}

enum rc
checkout_begin(struct checkout_run *r, struct checkout *c, struct err *err)
{
	enum rc rc = store_begin(r->p->f->store, err);

	if (rc != RC_OK)
		return rc;
	rc = checkouts_get(r->p->f->store, r->a, c->id, c, err);
	if (rc == RC_OK)
		return rc;
	store_rollback(r->p->f->store);
	return rc == RC_MISS ? err_set(err, RC_LATER, "a checkout is gone")
			     : rc;
}

enum rc
checkout_round(const struct checkout_pay *p, int64_t now,
    struct checkout_stats *out, struct err *err)
{
	struct checkout_run r = {
	    .p = p, .a = arena_new(ARENA), .now = now, .stats = out};
	enum rc rc;

	*out = (struct checkout_stats){0};
	rc = wake(&r, err);
	arena_reset(r.a);
	if (rc == RC_OK)
		rc = checkout_wishes(&r, err);
	arena_reset(r.a);
	if (rc == RC_OK)
		rc = checkout_events(&r, err);
	arena_reset(r.a);
	if (rc == RC_OK)
		rc = checkout_looks(&r, err);
	arena_free(&r.a);
	return rc;
}
