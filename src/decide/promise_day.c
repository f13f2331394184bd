#include "decide/promise_day.h"

size_t
promise_day_distance(struct str anchor, struct str s)
{
	if (s.p >= anchor.p)
		return (size_t)(s.p - anchor.p);
	/* What was said before the verb is the less likely one. */
	return 2 * (size_t)(anchor.p - s.p) + 20;
}

/* Which of two statements about one payment says more about its day? */
int
promise_day_precision(enum rulebook_when op)
{
	switch (op) {
	case WHEN_DATE:
	case WHEN_DAY_OF_MONTH:
	case WHEN_FIXED:
		return 3;
	case WHEN_WEEK_END:
	case WHEN_MONTH_WEEK:
	case WHEN_WEEK_NUMBER:
	case WHEN_DATE_WEEK:
	case WHEN_MONTH_DAY:
	case WHEN_NEXT_MONTH_DAY:
		return 1;
	case WHEN_NOTHING:
	case WHEN_COUNT:
		return 0;
	case WHEN_DAY:
	case WHEN_BUSINESS:
	case WHEN_WEEK:
	case WHEN_MONTH:
	case WHEN_WEEKDAY:
	case WHEN_THIS_WEEKDAY:
	case WHEN_NEXT_WEEKDAY:
	case WHEN_COMING_WEEKDAY:
	case WHEN_MONTH_END:
	case WHEN_AFTER:
	case WHEN_HALF_MONTH:
	case WHEN_MONTH_WEEKDAY:
	case WHEN_MONTH_BUSINESS:
	case WHEN_AT_ONCE:
		break;
	}
	return 2;
}

static bool
of_payment(const struct when *w)
{
	return !w->other && w->day != DAY_NONE;
}

size_t
promise_day_count(const struct whens *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += of_payment(&w->v[i]);
	return n;
}

static bool
same_week(day_t a, day_t b)
{
	return (a + 6 - day_weekday(a)) / 7 == (b + 6 - day_weekday(b)) / 7;
}

/* "the Monday after, December 7": the date says which Monday. "Next week, on
 * the 15th": and which day of the week. */
static bool
explains(const struct when *day, const struct when *by)
{
	if (day->op == WHEN_WEEKDAY)
		return by->op == WHEN_DATE &&
		       day_weekday(by->day) == day_weekday(day->day);
	return day->op == WHEN_WEEK_END && promise_day_precision(by->op) > 1 &&
	       by->text.p > day->text.p && same_week(day->day, by->day);
}

static const struct when *
explained(const struct whens *w, const struct when *day)
{
	for (size_t i = 0; day && i < w->n; i++) {
		if (of_payment(&w->v[i]) && explains(day, &w->v[i]))
			return &w->v[i];
	}
	return day;
}

const struct when *
promise_day_nearest(const struct whens *w, struct str anchor)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) &&
		    (!best || promise_day_distance(anchor, w->v[i].text) <
				  promise_day_distance(anchor, best->text)))
			best = &w->v[i];
	}
	return explained(w, best);
}

const struct when *
promise_day_latest(const struct whens *w)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) && (!best || w->v[i].day > best->day))
			best = &w->v[i];
	}
	return best;
}

const struct when *
promise_day_next(const struct whens *w, const struct when *after)
{
	for (size_t i = after ? (size_t)(after - w->v) + 1 : 0; i < w->n; i++) {
		if (of_payment(&w->v[i]))
			return &w->v[i];
	}
	return NULL;
}
