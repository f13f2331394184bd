#include "decide/interest.h"

#include <stdio.h>
#include <stdlib.h>

/* A sum of 10^15 at 1000 % for ten years stays far below. */
typedef __int128 wide;

#define WHOLE 10000 /* basis points */

struct work {
	struct arena *a;
	const struct interest_terms *terms;
	const struct interest_debt *debt;
	struct interest *out;
	size_t cap;
	day_t start; /* of interest */
	wide sum;    /* times WHOLE * 365 * 366 */
	struct str *why;
};

/* Half of an odd unit goes to the even neighbour. */
static bool
rounded(wide n, wide d, int64_t *out)
{
	bool minus = n < 0;
	wide q, r;

	n = minus ? -n : n;
	q = n / d;
	r = n % d;
	if (2 * r > d || (2 * r == d && q % 2 == 1))
		q++;
	if (q > INT64_MAX)
		return false;
	*out = minus ? -(int64_t)q : (int64_t)q;
	return true;
}

static int64_t
year_days(const struct work *w, day_t day)
{
	if (w->terms->rule != INTEREST_EU)
		return 365;
	return day_month_length(day_ymd(day).y, 2) == 29 ? 366 : 365;
}

/* The day whose reference rate counts on `day`. */
static day_t
reference_day(const struct work *w, day_t day)
{
	struct ymd d;

	if (w->terms->rule == INTEREST_UK) {
		d = day_ymd(w->start);
		return d.m <= 6 ? day_of(d.y - 1, 12, 31) : day_of(d.y, 6, 30);
	}
	d = day_ymd(day);
	return day_of(d.y, d.m <= 6 ? 1 : 7, 1);
}

static bool
rate_on(const struct work *w, day_t day, int64_t *points)
{
	const struct interest_terms *t = w->terms;
	day_t at = reference_day(w, day);
	char text[DAY_TEXT];
	size_t n = t->rate_count;

	if (t->rule == INTEREST_FLAT) {
		*points = t->flat;
		return true;
	}
	while (n > 0 && t->rates[n - 1].from > at)
		n--;
	if (n == 0) {
		*w->why = arena_fmt(w->a, "no reference rate of %s is known",
		    day_iso(at, text));
		return false;
	}
	*points = t->rates[n - 1].points + t->margin;
	if (*points < 0)
		*points = 0;
	return true;
}

/* Open at the end of the day before. */
static int64_t
open_on(const struct work *w, day_t day)
{
	int64_t open = w->debt->amount.minor;

	for (size_t i = 0; i < w->debt->paid_count; i++)
		if (w->debt->paid[i].day < day)
			open -= w->debt->paid[i].minor;
	return open > 0 ? open : 0;
}

/* The last day on which all is as it is on `day`. */
static day_t
last_alike(const struct work *w, day_t day, day_t until)
{
	struct ymd d = day_ymd(day);
	day_t end = until, half;

	half = d.m <= 6 ? day_of(d.y, 6, 30) : day_of(d.y, 12, 31);
	if (w->terms->rule == INTEREST_EU && half < end)
		end = half;
	for (size_t i = 0; i < w->debt->paid_count; i++) {
		day_t paid = w->debt->paid[i].day;

		if (paid >= day && paid < end)
			end = paid;
	}
	return end;
}

static bool
add_line(struct work *w, day_t from, day_t to)
{
	struct interest *out = w->out;
	struct interest_line line = {.from = from,
	    .to = to,
	    .open = open_on(w, from),
	    .days = to - from + 1,
	    .year = year_days(w, from)};
	wide n;

	if (line.open == 0)
		return true;
	if (!rate_on(w, from, &line.points))
		return false;
	n = (wide)line.open * line.points * line.days;
	w->sum += n * (line.year == 365 ? 366 : 365);
	if (!rounded(n, (wide)WHOLE * line.year, &line.amount)) {
		*w->why = STR("the sum is too large");
		return false;
	}
	out->lines = arena_grow(
	    w->a, out->lines, out->line_count, &w->cap, sizeof(*out->lines));
	out->lines[out->line_count++] = line;
	return true;
}

/* In whole units of its currency. */
static int64_t
fixed_sum(const struct work *w, int64_t debt)
{
	struct str currency = str_of(w->debt->amount.currency);

	if (!w->terms->fixed)
		return 0;
	if (w->terms->rule == INTEREST_EU && str_eqc(currency, "EUR"))
		return 40;
	if (w->terms->rule != INTEREST_UK || !str_eqc(currency, "GBP"))
		return 0;
	return debt < 1000 * 100 ? 40 : debt < 10000 * 100 ? 70 : 100;
}

bool
interest_decide(struct arena *a, const struct interest_terms *terms,
    const struct interest_debt *debt, day_t until, struct interest *out,
    struct str *why)
{
	struct str currency = str_of(debt->amount.currency);
	struct work w = {.a = a,
	    .terms = terms,
	    .debt = debt,
	    .out = out,
	    .start = debt->due + 1,
	    .why = why};
	int64_t total = 0;
	day_t to;

	*out = (struct interest){
	    .amount = money_of(0, currency), .fixed = money_of(0, currency)};
	if (terms->rule == INTEREST_NONE)
		return true;
	for (day_t day = w.start; day <= until; day = to + 1) {
		to = last_alike(&w, day, until);
		if (!add_line(&w, day, to))
			return false;
	}
	if (!rounded(w.sum, (wide)WHOLE * 365 * 366, &total)) {
		*why = STR("the sum is too large");
		return false;
	}
	out->amount.minor = total;
	if (out->line_count > 0) /* both currencies have cents */
		out->fixed.minor = fixed_sum(&w, open_on(&w, w.start)) * 100;
	return true;
}

bool
interest_points_parse(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	struct str rest = minus ? str_sub(s, 1, s.n) : s, whole;
	int64_t w, f = 0;

	if (!str_cut(&rest, '.', &whole) || !str_to_i64(whole, 0, 1000, &w))
		return false;
	if (whole.n + (minus ? 1u : 0u) < s.n &&
	    (rest.n < 1 || rest.n > 2 || !str_to_i64(rest, 0, 99, &f)))
		return false;
	f = rest.n == 1 ? f * 10 : f;
	*out = minus ? -(w * 100 + f) : w * 100 + f;
	return *out >= -WHOLE;
}

const char *
interest_points_text(int64_t points, char out[INTEREST_TEXT])
{
	long long p = llabs((long long)points);

	snprintf(out, INTEREST_TEXT, "%s%lld.%02lld", points < 0 ? "-" : "",
	    p / 100, p % 100);
	return out;
}
