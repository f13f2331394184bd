#include "decide/promise_day.h"

#include <string.h>

#define APPOSED   20 /* ", that is the ": between a vague day and its date */
#define SAME_TIME 7  /* days that those two are apart at most */

size_t
promise_day_distance(struct str anchor, struct str s)
{
	if (s.p >= anchor.p)
		return (size_t)(s.p - anchor.p);
	/* What was said before the verb is the less likely one. */
	return 2 * (size_t)(anchor.p - s.p) + 20;
}

bool
promise_day_fits(const struct when *w)
{
	return !w->other && w->day != DAY_NONE;
}

size_t
promise_day_count(const struct whens *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += promise_day_fits(&w->v[i]);
	return n;
}

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (str_is_digit(s.p[i]))
			return true;
	}
	return false;
}

static bool
is_vague(enum rulebook_when op)
{
	return op == WHEN_DAY || op == WHEN_WEEK || op == WHEN_WEEK_END ||
	       op == WHEN_MONTH_END || op == WHEN_MONTH_DAY ||
	       op == WHEN_NEXT_MONTH_DAY || op == WHEN_MONTH_WEEK ||
	       op == WHEN_WEEK_NUMBER;
}

/* "at the end of the month, the 28th": which day that is. */
static bool
says_which(const struct when *vague, const struct when *next)
{
	const char *end = vague->text.p + vague->text.n;
	struct str gap =
	    str_trim((struct str){end, (size_t)(next->text.p - end)});

	return is_vague(vague->op) && promise_day_fits(next) &&
	       (next->op == WHEN_DATE || next->op == WHEN_DAY_OF_MONTH) &&
	       next->day - vague->day <= SAME_TIME &&
	       vague->day - next->day <= SAME_TIME && gap.n > 0 &&
	       gap.n <= APPOSED && memchr(",(:-", gap.p[0], 4) &&
	       !has_digit(gap);
}

/* "the Monday after, December 7": the date says which Monday. */
static const struct when *
explained(const struct whens *w, const struct when *day)
{
	if (day && day + 1 < w->v + w->n && says_which(day, day + 1))
		return day + 1;
	if (!day || day->op != WHEN_WEEKDAY)
		return day;
	for (size_t i = 0; i < w->n; i++) {
		if (promise_day_fits(&w->v[i]) && w->v[i].op == WHEN_DATE &&
		    day_weekday(w->v[i].day) == day_weekday(day->day))
			return &w->v[i];
	}
	return day;
}

const struct when *
promise_day_nearest(const struct whens *w, struct str anchor)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (promise_day_fits(&w->v[i]) &&
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
		if (promise_day_fits(&w->v[i]) &&
		    (!best || w->v[i].day > best->day))
			best = &w->v[i];
	}
	return best;
}

const struct when *
promise_day_next(const struct whens *w, const struct when *after)
{
	for (size_t i = after ? (size_t)(after - w->v) + 1 : 0; i < w->n; i++) {
		if (promise_day_fits(&w->v[i]))
			return &w->v[i];
	}
	return NULL;
}

const struct when *
promise_day_corrected(const struct reading *r, size_t at)
{
	const struct whens *w;

	if (at + 1 >= r->n)
		return NULL;
	w = &r->v[at + 1].dates;
	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].corrects && promise_day_fits(&w->v[i]))
			return &w->v[i];
	}
	return NULL;
}
