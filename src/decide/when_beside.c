#include "decide/when_beside.h"

#include "decide/when_month.h"

#define BEHIND_MAX 5 /* " the " */

static bool
stands_behind(const struct when *w, const struct when *next)
{
	const char *end = w->text.p + w->text.n;

	return next->day != DAY_NONE && next->text.p >= end &&
	       next->text.p - end <= BEHIND_MAX;
}

static day_t
counted(const struct when *w, day_t from)
{
	if (w->w < 0)
		return from + (w->n ? 1 : -1);
	return w->n ? when_month_next(from, w->w)
		    : when_month_next(from - 8, w->w);
}

void
when_beside_count(struct whens *found)
{
	for (size_t i = found->n; i-- > 1;) {
		struct when *w = &found->v[i - 1], *next = &found->v[i];

		if (w->op != WHEN_BESIDE || !stands_behind(w, next))
			continue;
		w->day = counted(w, next->day);
		w->gone = next->gone;
		w->other = next->other;
		next->other = true;
	}
}

day_t
when_beside_feast(day_t today, int n)
{
	return when_month_weekday(today, n % 10, n / 10 % 10, n / 100, -1);
}
