#include "flow/judge_visit.h"

#include "flow/facts.h"
#include "port/zone.h"
#include "render/msgid.h"
#include "store/visits.h"

#define SEQUENCE_MAX 1000000

/* "20270304T150000" to a civil time. */
static bool
read_civil(struct str s, day_t *day, int *minute)
{
	int64_t y, m, d, h, min;

	if (s.n < 13 || s.p[8] != 'T' ||
	    !str_to_i64(str_sub(s, 0, 4), 1, 9999, &y) ||
	    !str_to_i64(str_sub(s, 4, 2), 1, 12, &m) ||
	    !str_to_i64(str_sub(s, 6, 2), 1, 31, &d) ||
	    !str_to_i64(str_sub(s, 9, 2), 0, 23, &h) ||
	    !str_to_i64(str_sub(s, 11, 2), 0, 59, &min))
		return false;
	*day = day_of((int)y, (int)m, (int)d);
	*minute = (int)(h * 60 + min);
	return *day != DAY_NONE;
}

/* A time without a zone is the reader's own; one in a zone that we do not know
 * is not guessed at. */
static bool
read_start(const struct flow *f, const struct message *m,
    const struct facts_account *facts, struct inbound_visit *out)
{
	struct str s = m->calendar_start;
	struct str zone = m->calendar_zone;
	struct facts_account there = *facts;
	const struct zone *z;
	int64_t at;

	if (!read_civil(s, &out->day, &out->minute))
		return false;
	if (s.p[s.n - 1] == 'Z')
		zone = STR("UTC");
	if (str_is_empty(zone))
		return true;
	z = zone_find(zone);
	if (z == NULL)
		return false;
	at = zone_instant(z, out->day, out->minute);
	there.contact_count = 0; /* their clocks stay as they are */
	facts_set_moment(f, &there, at);
	out->day = there.today;
	out->minute = there.minutes;
	return true;
}

enum rc
judge_visit(const struct flow *f, struct arena *a, const struct message *m,
    const struct facts_account *facts, struct inbound_visit *out,
    struct err *err)
{
	struct dun_limits limits;
	struct str kept;
	enum rc rc;

	*out = (struct inbound_visit){.day = DAY_NONE};
	if (!str_fold_starts(m->calendar_uid, STR("dm.")))
		return RC_MISS;
	if (!msgid_read(a, f->key, m->calendar_uid, &kept))
		return RC_OK; /* it claims to be ours */
	rc = visits_by_uid(f->store, a, kept, &out->visit, err);
	out->known = rc == RC_OK;
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	if (!str_to_i64(m->calendar_sequence, 0, SEQUENCE_MAX, &out->sequence))
		out->sequence = 0;
	if (facts == NULL || !read_start(f, m, facts, out)) {
		out->day = DAY_NONE;
		return RC_OK;
	}
	facts_limits(f, facts, &limits);
	out->open = out->day > facts->today &&
		    calendar_is_open(&limits.calendar, out->day);
	return RC_OK;
}
