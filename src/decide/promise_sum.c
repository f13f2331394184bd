#include "decide/promise_sum.h"

#include "decide/promise_day.h"
#include "decide/ruleguard.h"

/* Where something was paid or is disputed too, what stands before the promise
 * is that. What is taken off is not paid either. */
const struct amount *
promise_sum_nearest(struct reading *r, size_t at, struct str anchor)
{
	const struct amounts *a = &r->v[at].amounts;
	bool other = r->v[at].score[INTENT_PAID] >= READING_ENOUGH ||
		     r->v[at].score[INTENT_DISPUTE] >= READING_ENOUGH;
	const struct amount *best = NULL;

	for (size_t i = 0; i < a->n; i++) {
		if ((other && a->v[i].text.p < anchor.p) ||
		    ruleguard_role(r, ROLE_DEDUCTED, at, a->v[i].text))
			continue;
		if (!best || promise_day_distance(anchor, a->v[i].text) <
				 promise_day_distance(anchor, best->text))
			best = &a->v[i];
	}
	return best;
}

static bool
within(struct str part, struct str s)
{
	return s.p >= part.p && s.p < part.p + part.n;
}

const struct amount *
promise_sum_with(
    struct reading *r, size_t at, struct str anchor, const struct when *day)
{
	const struct amount *own = promise_sum_nearest(r, at, anchor);

	for (size_t i = at ? at - 1 : 0; !own && i < r->n && i <= at + 1; i++) {
		if (i != at && within(r->v[i].s.text, day->text) &&
		    r->v[i].amounts.n == 1)
			return promise_sum_nearest(r, i, day->text);
	}
	return own;
}

const struct amount *
promise_sum_behind(const struct reading *r, size_t at, struct str part)
{
	const struct amounts *a = &r->v[at].amounts;

	for (size_t i = 0; i < a->n; i++) {
		if (within(part, a->v[i].text))
			return &a->v[i];
	}
	return NULL;
}

static bool
said_again(struct reading *r, size_t at)
{
	return ruleguard_role(r, ROLE_EACH, at, r->v[at].s.text);
}

bool
promise_sum_each(struct reading *r, size_t at)
{
	return r->v[at].amounts.n == 1 && said_again(r, at);
}

/* "Friday 800, the other 400 a week later": of several sums between two days
 * the last goes with the day behind it. */
static const struct amount *
last_between(
    const struct amounts *a, const struct when *before, const struct when *day)
{
	const struct amount *last = NULL;
	size_t n = 0;

	for (size_t i = 0; before && i < a->n; i++) {
		const char *p = a->v[i].text.p;

		if (p > before->text.p && p < day->text.p) {
			last = &a->v[i];
			n++;
		}
	}
	return n > 1 ? last : NULL;
}

const struct amount *
promise_sum_of_day(struct reading *r, size_t at, const struct when *before,
    const struct when *day, const struct amount *last)
{
	const struct reading_sentence *s = &r->v[at];
	const struct when *first = promise_day_next(&s->dates, NULL);
	const struct when *after = promise_day_next(&s->dates, day);
	const struct amount *found = NULL;
	bool leads = s->amounts.n && s->amounts.v[0].text.p < first->text.p;

	if (promise_sum_each(r, at))
		return &s->amounts.v[0];
	for (size_t i = 0; i < s->amounts.n; i++) {
		const char *p = s->amounts.v[i].text.p;

		if (leads && p < day->text.p && (!before || p > before->text.p))
			found = &s->amounts.v[i];
		if (!leads && p > day->text.p &&
		    (!after || p < after->text.p) && !found)
			found = &s->amounts.v[i];
	}
	if (!found && !leads)
		found = last_between(&s->amounts, before, day);
	return !found && said_again(r, at) ? last : found;
}

const struct amount *
promise_sum_only(struct reading *r)
{
	const struct amount *only = NULL;

	for (size_t i = 0; i < r->n; i++) {
		const struct amounts *a = &r->v[i].amounts;

		for (size_t k = 0; k < a->n; k++) {
			if (only || !a->v[k].currency[0] ||
			    ruleguard_role(r, ROLE_DEDUCTED, i, a->v[k].text) ||
			    !ruleguard_role(r, ROLE_OWED, i, a->v[k].text))
				return NULL;
			only = &a->v[k];
		}
	}
	return only;
}
