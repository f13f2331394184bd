#include "decide/promise_day.h"

#include <string.h>

#include "decide/promise_condition.h"
#include "decide/ruleguard.h"

#define NEAR_BY   90 /* a neighbour sentence this short may hold the day */
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

static bool
fits(const struct when *w)
{
	return !w->other && w->day != DAY_NONE;
}

size_t
promise_day_count(const struct whens *w)
{
	const struct when *last = NULL;
	size_t n = 0;

	/* "Net 30, so 2/18" names one day. */
	for (size_t i = 0; i < w->n; i++) {
		if (!fits(&w->v[i]))
			continue;
		n += !last || last->day != w->v[i].day;
		last = &w->v[i];
	}
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

static bool
of_a_month(enum rulebook_when op)
{
	return op == WHEN_DATE || op == WHEN_DAY_OF_MONTH;
}

/* "at the end of the month, the 28th": which day that is. */
static bool
says_which(const struct when *vague, const struct when *next)
{
	const char *end = vague->text.p + vague->text.n;
	struct str gap =
	    str_trim((struct str){end, (size_t)(next->text.p - end)});

	return is_vague(vague->op) && fits(next) && of_a_month(next->op) &&
	       next->day - vague->day <= SAME_TIME &&
	       vague->day - next->day <= SAME_TIME && gap.n > 0 &&
	       gap.n <= APPOSED && memchr(",(:-", gap.p[0], 4) &&
	       !has_digit(gap);
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
	if (day->op == WHEN_WEEKDAY || day->op == WHEN_AFTER)
		return of_a_month(by->op) &&
		       day_weekday(by->day) == day_weekday(day->day);
	return day->op == WHEN_WEEK_END && promise_day_precision(by->op) > 1 &&
	       by->text.p > day->text.p && same_week(day->day, by->day);
}

static const struct when *
explained(const struct whens *w, const struct when *day)
{
	if (day && day + 1 < w->v + w->n && says_which(day, day + 1))
		return day + 1;
	for (size_t i = 0; day && i < w->n; i++) {
		if (fits(&w->v[i]) && explains(day, &w->v[i]))
			return &w->v[i];
	}
	return day;
}

/* A match that is all of the sentence stands nowhere in it: what comes last is
 * what it comes to, then. */
static bool
nearer(struct str anchor, const struct when *a, const struct when *b)
{
	const char *end = anchor.p + anchor.n;

	if (anchor.p <= a->text.p && end >= a->text.p + a->text.n &&
	    end >= b->text.p + b->text.n)
		return a->text.p > b->text.p;
	return promise_day_distance(anchor, a->text) <
	       promise_day_distance(anchor, b->text);
}

static const struct when *
nearest(const struct whens *w, struct str anchor)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (fits(&w->v[i]) && (!best || nearer(anchor, &w->v[i], best)))
			best = &w->v[i];
	}
	return explained(w, best);
}

static const struct when *
latest(const struct whens *w)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (fits(&w->v[i]) && (!best || w->v[i].day > best->day))
			best = &w->v[i];
	}
	return best;
}

const struct when *
promise_day_next(const struct whens *w, const struct when *after)
{
	for (size_t i = after ? (size_t)(after - w->v) + 1 : 0; i < w->n; i++) {
		if (fits(&w->v[i]))
			return &w->v[i];
	}
	return NULL;
}

/* "On Monday. No, sorry, Tuesday.": named in the sentence behind. */
static const struct when *
corrected(const struct reading *r, size_t at)
{
	const struct whens *w;

	if (at + 1 >= r->n)
		return NULL;
	w = &r->v[at + 1].dates;
	for (size_t i = 0; i < w->n; i++) {
		if (w->v[i].corrects && fits(&w->v[i]))
			return &w->v[i];
	}
	return NULL;
}

int
promise_day_precision(enum rulebook_when op)
{
	switch (op) {
	case WHEN_DATE:
	case WHEN_DAY_OF_MONTH:
	case WHEN_FIXED:
	case WHEN_FEAST:
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
	case WHEN_BESIDE:
	case WHEN_HALF_MONTH:
	case WHEN_MONTH_WEEKDAY:
	case WHEN_MONTH_BUSINESS:
	case WHEN_AT_ONCE:
		break;
	}
	return 2;
}

bool
promise_day_free(const struct reading_sentence *s)
{
	for (int k = 0; k < INTENT_COUNT; k++) {
		if (k != INTENT_PROMISE && k != INTENT_QUESTION &&
		    k != INTENT_ACKNOWLEDGEMENT && k != INTENT_NONE &&
		    s->score[k] >= READING_ENOUGH)
			return false;
	}
	return true;
}

/* A neighbour with nothing of its own but a day: "We will pay. By Friday." */
static const struct when *
next_door(const struct reading *r, size_t at, size_t *where)
{
	for (int step = 1; step >= -1; step -= 2) {
		size_t i = at + (size_t)step;

		if (i >= r->n || r->v[i].s.text.n > NEAR_BY)
			continue;
		/* A day for one invoice is none for another. */
		if (r->v[i].references.n > 0 && r->v[at].references.n > 0)
			continue;
		*where = i;
		if (promise_day_free(&r->v[i]) &&
		    promise_day_count(&r->v[i].dates) == 1)
			return latest(&r->v[i].dates);
	}
	return NULL;
}

/* "My colleague pays the invoice tomorrow": what seemed to be the invoice's
 * day is the only one to come. */
static const struct when *
only_to_come(const struct reading *r, size_t at)
{
	const struct whens *w = &r->v[at].dates;
	const struct when *only = NULL;

	for (size_t i = 0; i < w->n; i++) {
		const struct when *d = &w->v[i];

		if (d->op == WHEN_NOTHING || d->day == DAY_NONE ||
		    d->day < r->today || d->gone)
			continue;
		if (only && only->day != d->day)
			return NULL;
		only = d;
	}
	return only;
}

/* "Calves sell the 3rd. You get yours that Friday." */
static const struct when *
better_next_door(
    struct reading *r, size_t at, const struct when *day, bool *conditional)
{
	size_t where;
	const struct when *other = next_door(r, at, &where);

	if (!other || other->lesser)
		return day;
	*conditional |= promise_condition_set(r, where, r->v[where].s.text);
	return other;
}

bool
promise_day_from_then(const struct when *day)
{
	return (day->op == WHEN_DAY && day->n > 1) ||
	       day->op == WHEN_BUSINESS || day->op == WHEN_WEEK ||
	       day->op == WHEN_AT_ONCE;
}

const struct when *
promise_day_one(
    struct reading *r, size_t at, struct str anchor, bool *conditional)
{
	const struct reading_sentence *s = &r->v[at];
	const struct when *day;
	size_t where;

	if (ruleguard_role(r, ROLE_LATEST, at, s->s.text))
		day = latest(&s->dates);
	else
		day = nearest(&s->dates, anchor);
	if (!day && !*conditional &&
	    !ruleguard_role(r, ROLE_REST_LATER, at, s->s.text))
		day = next_door(r, at, &where);
	else if (day && day->lesser)
		day = better_next_door(r, at, day, conditional);
	if (!day && !*conditional)
		day = only_to_come(r, at);
	if (corrected(r, at))
		day = corrected(r, at);
	return day && *conditional && promise_day_from_then(day) ? NULL : day;
}

/* From the first day of payment to the last. */
static struct str
between_days(const struct whens *w)
{
	struct str span = {NULL, 0};

	for (size_t i = 0; i < w->n; i++) {
		const struct str *day = &w->v[i].text;

		if (!fits(&w->v[i]))
			continue;
		if (!span.p)
			span.p = day->p;
		span.n = (size_t)(day->p - span.p) + day->n;
	}
	return span;
}

bool
promise_day_separate(struct reading *r, size_t at)
{
	const struct whens *w = &r->v[at].dates;

	return promise_day_count(w) > 1 &&
	       !ruleguard_role(r, ROLE_LATEST, at, between_days(w));
}
