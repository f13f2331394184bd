#include "flow/facts.h"
#include "flow/happen.h"
#include "flow/visit.h"
#include "store/visits.h"

#define TEN_O_CLOCK 600

/* At ten on the reader's own clock, or when the hours they like begin. */
static int
minute_of(const struct facts_account *facts)
{
	const struct contact *c = gate_contact(facts, STR(""));
	int minute = TEN_O_CLOCK;

	if (c == NULL)
		return minute;
	if (c->hours_to > 0 &&
	    (minute < c->hours_from || minute >= c->hours_to))
		minute = c->hours_from;
	minute -= c->ahead;
	return minute < 0 || minute >= 1440 ? TEN_O_CLOCK : minute;
}

/* The dates that a mark brings, on days on which business is done. */
static void
propose(
    const struct happen_ask *ask, const struct course *c, struct happen *out)
{
	const struct settings *set = ask->f->set;
	day_t marked = course_day(c, ANCHOR_MARKED);
	struct dun_limits limits;

	facts_limits(ask->f, ask->facts, &limits);
	for (int64_t k = 1; k <= set->visits_count; k++) {
		day_t day = calendar_roll(
		    &limits.calendar, marked + (day_t)(k * set->visits_every));
		struct visit v = {
		    .id = arena_fmt(
			ask->a, "%.*s/%lld", STR_ARG(c->subject), (long long)k),
		};
		struct courses_event *e;

		if (day <= ask->facts->today)
			continue;
		e = happen_add(ask, out, v.id, ANCHOR_VISIT);
		e->day = day;
		e->detail = visit_detail(ask->a, &v);
	}
}

enum rc
happen_white_glove(
    const struct happen_ask *ask, struct happen *out, struct err *err)
{
	enum rc rc = RC_OK;

	if (!ask->facts->account.white_glove || ask->seq->step_count == 0)
		return RC_OK;
	for (size_t i = 0; rc == RC_OK && i < ask->course_count; i++) {
		const struct course *c = &ask->courses[i];
		struct visit *there = NULL;
		size_t n = 0;

		if (course_day(c, ANCHOR_MARKED) == DAY_NONE)
			continue;
		rc = visits_of_course(
		    ask->f->store, ask->a, c->subject, &there, &n, err);
		if (rc == RC_OK && n == 0)
			propose(ask, c, out);
	}
	return rc;
}

/* The course is what stands before the last slash. */
enum rc
happen_white_glove_note(
    const struct happen_ask *ask, const struct happen *h, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < h->count; i++) {
		const struct courses_event *e = &h->events[i];
		struct visit v = {
		    .id = e->subject,
		    .account = e->account,
		    .course = str_sub(e->subject, 0, str_rchr(e->subject, '/')),
		    .day = e->day,
		    .minute = minute_of(ask->facts),
		    .uid = visit_kept(ask->f, ask->a, e->subject),
		};

		rc = visits_add(ask->f->store, &v, e->at, err);
	}
	return rc;
}
