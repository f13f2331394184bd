#include "decide/payday.h"

#include "decide/ruleguard.h"

#define NEAR_BY 90 /* a neighbour sentence this short may hold the day */

static size_t
distance(struct str anchor, struct str s)
{
	if (s.p >= anchor.p)
		return (size_t)(s.p - anchor.p);
	/* What was said before the verb is the less likely one. */
	return 2 * (size_t)(anchor.p - s.p) + 20;
}

static bool
of_payment(const struct when *w)
{
	return !w->other && w->day != DAY_NONE;
}

static bool
strong(const struct when *w)
{
	return of_payment(w) && !w->weak;
}

size_t
payday_count_strong(const struct whens *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += strong(&w->v[i]);
	return n;
}

/* Weak ones count where there are no others. */
static size_t
count_days(const struct whens *w)
{
	size_t n = payday_count_strong(w);

	for (size_t i = 0; !n && i < w->n; i++)
		n += of_payment(&w->v[i]);
	return n;
}

static bool
of_a_month(enum rulebook_when op)
{
	return op == WHEN_DATE || op == WHEN_DAY_OF_MONTH;
}

/* "the Monday after, December 7": the date says which Monday. */
static const struct when *
explained(const struct whens *w, const struct when *day)
{
	if (!day || (day->op != WHEN_WEEKDAY && day->op != WHEN_AFTER))
		return day;
	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) && of_a_month(w->v[i].op) &&
		    day_weekday(w->v[i].day) == day_weekday(day->day))
			return &w->v[i];
	}
	return day;
}

/* A match that is all of the sentence stands nowhere in it: what comes last is
 * what it comes to, then. */
static bool
nearer(struct str anchor, const struct when *a, const struct when *b)
{
	if (a->weak != b->weak)
		return b->weak;
	if (anchor.p <= a->text.p &&
	    anchor.p + anchor.n >= a->text.p + a->text.n &&
	    anchor.p + anchor.n >= b->text.p + b->text.n)
		return a->text.p > b->text.p;
	return distance(anchor, a->text) < distance(anchor, b->text);
}

static const struct when *
nearest_day(const struct whens *w, struct str anchor)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) &&
		    (!best || nearer(anchor, &w->v[i], best)))
			best = &w->v[i];
	}
	return explained(w, best);
}

static const struct when *
latest_day(const struct whens *w)
{
	const struct when *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		if (of_payment(&w->v[i]) && (!best || w->v[i].day > best->day))
			best = &w->v[i];
	}
	return best;
}

/* Where something was paid or is disputed too, what stands before the promise
 * is that. What is taken off is not paid either. */
const struct amount *
payday_sum(struct reading *r, size_t at, struct str anchor)
{
	const struct amounts *a = &r->v[at].amounts;
	bool other = r->v[at].score[INTENT_PAID] >= READING_ENOUGH ||
		     r->v[at].score[INTENT_DISPUTE] >= READING_ENOUGH;
	const struct amount *best = NULL;

	for (size_t i = 0; i < a->n; i++) {
		if ((other && a->v[i].text.p < anchor.p) ||
		    ruleguard_role(r, ROLE_DEDUCTED, at, a->v[i].text))
			continue;
		if (!best || distance(anchor, a->v[i].text) <
				 distance(anchor, best->text))
			best = &a->v[i];
	}
	return best;
}

bool
payday_certain(struct reading *r, size_t sentence, struct str text)
{
	return ruleguard_role(r, ROLE_UNCONDITIONAL, sentence, text) &&
	       !ruleguard_role(r, ROLE_FIRM_CONDITION, sentence, text);
}

bool
payday_condition(struct reading *r, size_t sentence, struct str text)
{
	return ruleguard_role(r, ROLE_CONDITION, sentence, text) &&
	       !ruleguard_role(r, ROLE_ROUTINE, sentence, text) &&
	       !payday_certain(r, sentence, text);
}

/* The sum that stands with the k-th day: before it, or behind it. */
const struct amount *
payday_sum_of(const struct reading_sentence *s, const struct when *before,
    const struct when *day, const struct when *after, bool leads)
{
	const struct amount *found = NULL;

	for (size_t i = 0; i < s->amounts.n; i++) {
		const char *at = s->amounts.v[i].text.p;

		if (leads && at < day->text.p &&
		    (!before || at > before->text.p))
			found = &s->amounts.v[i];
		if (!leads && at > day->text.p &&
		    (!after || at < after->text.p) && !found)
			found = &s->amounts.v[i];
	}
	return found;
}

const struct when *
payday_next(const struct whens *w, const struct when *after)
{
	bool any = !payday_count_strong(w);

	for (size_t i = after ? (size_t)(after - w->v) + 1 : 0; i < w->n; i++) {
		if (strong(&w->v[i]) || (any && of_payment(&w->v[i])))
			return &w->v[i];
	}
	return NULL;
}

/* Something that is neither a promise nor goes with any. */
bool
payday_says_other(const struct reading_sentence *s)
{
	bool own = false;

	for (int k = 0; k < INTENT_COUNT; k++)
		own |= k != INTENT_PROMISE && k != INTENT_QUESTION &&
		       k != INTENT_ACKNOWLEDGEMENT && k != INTENT_NONE &&
		       s->score[k] >= READING_ENOUGH;
	return own;
}

/* A neighbour with nothing of its own but a day: "We will pay. By Friday." */
static const struct when *
day_next_door(const struct reading *r, size_t at, size_t *where)
{
	for (int step = 1; step >= -1; step -= 2) {
		size_t i = at + (size_t)step;
		if (i >= r->n || r->v[i].s.text.n > NEAR_BY)
			continue;
		/* A day for one invoice is none for another. */
		if (r->v[i].references.n > 0 && r->v[at].references.n > 0)
			continue;
		*where = i;
		if (!payday_says_other(&r->v[i]) &&
		    count_days(&r->v[i].dates) == 1)
			return latest_day(&r->v[i].dates);
	}
	return NULL;
}

/* The day of the one promise of a sentence, or NULL. */
const struct when *
payday_one(struct reading *r, size_t at, struct str anchor, bool *conditional)
{
	const struct reading_sentence *s = &r->v[at];
	const struct when *day, *other;
	size_t where;

	if (ruleguard_role(r, ROLE_LATEST, at, s->s.text))
		day = latest_day(&s->dates);
	else
		day = nearest_day(&s->dates, anchor);
	if (!day && !*conditional)
		return day_next_door(r, at, &where);
	if (!day || !day->weak)
		return day;
	/* "Calves sell the 3rd. You get yours that Friday." */
	other = day_next_door(r, at, &where);
	if (!other || other->weak)
		return day;
	*conditional |= payday_condition(r, where, r->v[where].s.text);
	return other;
}

bool
payday_several(struct reading *r, size_t at)
{
	const struct reading_sentence *s = &r->v[at];

	if (count_days(&s->dates) < 2 ||
	    ruleguard_role(r, ROLE_LATEST, at, s->s.text))
		return false;
	return s->amounts.n > 1 || s->references.n > 1 ||
	       ruleguard_role(r, ROLE_SEVERAL, at, s->s.text);
}
