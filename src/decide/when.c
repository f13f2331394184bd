#include "decide/when.h"

#include <string.h>

#include "decide/when_beside.h"
#include "decide/when_choice.h"
#include "decide/when_month.h"

#define PER_RULE 12
#define GONE_BY  240 /* a date so far ahead was meant as a past one */

bool
when_month_first(struct str locale)
{
	struct str region = str_sub(locale, locale.n < 2 ? 0 : locale.n - 2, 2);

	return str_fold_eqc(region, "US") || str_fold_eqc(region, "PH") ||
	       str_fold_eqc(region, "PR") || str_fold_eqc(region, "GU");
}

static int
number_of(const struct rulebook *book, enum rulebook_list list, struct str s)
{
	const struct rulebook_word *w;
	int64_t v;

	if (str_to_i64(s, 0, 9999, &v))
		return (int)v;
	w = rulebook_word(book, list, s);
	return w ? (int)w->value : -1;
}

/* What the groups of a date pattern held; -1 where there was nothing. */
struct parts {
	int n, d, m, y, w, a, b;
};

static int
part(const struct when_context *ctx, const struct regex *re,
    const struct regex_match *m, const char *name, enum rulebook_list list)
{
	struct str s = regex_named(re, m, name);

	return s.n ? number_of(ctx->book, list, s) : -1;
}

static struct parts
parts_of(const struct when_context *ctx, const struct rulebook_date *rule,
    const struct regex *re, const struct regex_match *m)
{
	struct parts p;

	p.n = part(ctx, re, m, "n", WORDS_NUMBERS);
	p.d = part(ctx, re, m, "d", WORDS_NUMBERS);
	p.m = part(ctx, re, m, "m", WORDS_MONTHS);
	p.y = part(ctx, re, m, "y", WORDS_NUMBERS);
	p.w = part(ctx, re, m, "w", WORDS_WEEKDAYS);
	p.a = part(ctx, re, m, "a", WORDS_NUMBERS);
	p.b = part(ctx, re, m, "b", WORDS_NUMBERS);
	if (p.n < 0)
		p.n = rule->n;
	if (p.y >= 0 && p.y < 100)
		p.y += 2000;
	return p;
}

/* Monday of that day's week. */
static day_t
monday(day_t day)
{
	return day - (day_weekday(day) + 6) % 7;
}

/* Without a year, the next such day from today on. */
static day_t
dated(day_t today, int y, int m, int d)
{
	struct ymd now = day_ymd(today);
	day_t day;

	if (y > 0)
		return day_of(y, m, d);
	for (int i = 0; i < 5; i++) {
		day = day_of(now.y + i, m, d);
		if (day != DAY_NONE && day >= today)
			return day;
	}
	return DAY_NONE;
}

static day_t
numeric_date(const struct when_context *ctx, const struct parts *p)
{
	int m = ctx->month_first ? p->a : p->b;
	int d = ctx->month_first ? p->b : p->a;

	if (m > 12) {
		int swap = m;

		m = d;
		d = swap;
	}
	return dated(ctx->today, p->y, m, d);
}

/* The d-th of this month or a later one; with a weekday, where they agree. */
static day_t
day_of_month(day_t today, const struct parts *p)
{
	day_t first = DAY_NONE;

	for (int i = p->n; i < p->n + 4; i++) {
		struct ymd t = day_ymd(today);
		int month = t.m - 1 + i;
		day_t day = day_of(t.y + month / 12, month % 12 + 1, p->d);

		if (day == DAY_NONE || day < today)
			continue;
		if (first == DAY_NONE)
			first = day;
		if (p->w < 0 || day_weekday(day) == p->w)
			return day;
	}
	return first;
}

static day_t
month_end(day_t today, const struct parts *p)
{
	struct ymd t = day_ymd(today);

	if (p->m > 0) {
		int y = p->y > 0 ? p->y : t.y + (p->m < t.m);

		return day_of(y, p->m, day_month_length(y, p->m));
	}
	return day_month_end(day_add_months(today - t.d + 1, p->n));
}

/* Day n of a month; in the month that runs it may not be over yet. */
static day_t
month_day(day_t today, const struct parts *p)
{
	struct ymd t = day_ymd(today);
	day_t day;

	if (p->m > 0)
		return dated(today, p->y, p->m, p->n);
	day = day_of(t.y, t.m, p->n);
	return day >= today ? day : day_add_months(day, 1);
}

/* Friday of the n-th week that has all its working days in the month; with a
 * weekday, its n-th. */
static day_t
month_week(day_t today, const struct parts *p)
{
	struct ymd t = day_ymd(today);
	int weeks = (p->n > 0 ? p->n : 1) - 1;
	day_t first;

	if (p->m > 0)
		first = dated(today, p->y, p->m, 1);
	else
		first = day_add_months(today - t.d + 1, 1);
	if (p->m == t.m && p->y < 0)
		first = today - t.d + 1;
	if (p->w >= 0)
		return when_month_nth(first, p->w, weeks + 1);
	first += (8 - day_weekday(first)) % 7;
	return first + 7 * weeks + 4;
}

/* "week 50": the next one that is not over yet, or that of the year named. */
static day_t
week_number(day_t today, const struct parts *p)
{
	int y = p->y > 0 ? p->y : day_ymd(monday(today) + 3).y;
	day_t first = monday(day_of(y, 1, 4));

	if (p->n < 1 || p->n > 53)
		return DAY_NONE;
	if (p->y <= 0 && first + 7 * p->n <= today)
		first = monday(day_of(y + 1, 1, 4));
	return first + 7 * (p->n - 1) + (p->w >= 0 ? (p->w + 6) % 7 : 4);
}

static day_t
weekday_of(day_t today, enum rulebook_when op, const struct parts *p)
{
	if (p->w < 0)
		return DAY_NONE;
	if (op == WHEN_THIS_WEEKDAY)
		return monday(today) + (p->w + 6) % 7;
	if (op == WHEN_NEXT_WEEKDAY)
		return monday(today) + 7 * p->n + (p->w + 6) % 7;
	if (op == WHEN_COMING_WEEKDAY) {
		day_t coming = when_month_next(today, p->w);

		/* Nobody calls tomorrow "the coming Wednesday". */
		return coming + 7 * (p->n ? p->n : coming == today + 1);
	}
	return when_month_next(today, p->w);
}

static day_t
resolve(const struct when_context *ctx, enum rulebook_when op,
    const struct parts *p)
{
	day_t today = ctx->today, day;

	switch (op) {
	case WHEN_DAY:
		return today + p->n;
	case WHEN_BUSINESS:
		return day_add_business(today, p->n);
	case WHEN_WEEK:
		return today + 7 * p->n;
	case WHEN_MONTH:
		return day_add_months(today, p->n);
	case WHEN_WEEKDAY:
	case WHEN_THIS_WEEKDAY:
	case WHEN_NEXT_WEEKDAY:
	case WHEN_COMING_WEEKDAY:
		return weekday_of(today, op, p);
	case WHEN_WEEK_END:
		return monday(today) + 4 + 7 * p->n;
	case WHEN_DATE:
	case WHEN_DATE_WEEK:
		day = p->a >= 0   ? numeric_date(ctx, p)
		      : p->m >= 0 ? dated(today, p->y, p->m, p->d)
				  : day_of_month(today, p);
		if (op == WHEN_DATE_WEEK && day != DAY_NONE)
			day = monday(day) + 4;
		return day;
	case WHEN_DAY_OF_MONTH:
		return day_of_month(today, p);
	case WHEN_MONTH_END:
		return month_end(today, p);
	case WHEN_MONTH_DAY:
		return month_day(today, p);
	case WHEN_NEXT_MONTH_DAY: {
		day_t next = day_add_months(today - day_ymd(today).d + 1, 1);

		return next + p->n - 1;
	}
	case WHEN_MONTH_WEEKDAY:
		return when_month_weekday(today, p->n, p->w, p->m, p->y);
	case WHEN_MONTH_BUSINESS:
		return when_month_business(today, p->d, p->n, p->m);
	case WHEN_MONTH_WEEK:
		return month_week(today, p);
	case WHEN_WEEK_NUMBER:
		return week_number(today, p);
	case WHEN_HALF_MONTH:
		return when_month_half(today, p->n);
	case WHEN_FIXED:
		return dated(today, 0, p->n / 100, p->n % 100);
	case WHEN_FEAST:
		return when_beside_feast(today, p->n);
	case WHEN_AT_ONCE:
		return today;
	case WHEN_BESIDE:
		return p->w < 0 ? DAY_NONE : when_month_next(today, p->w);
	case WHEN_AFTER:
	case WHEN_NOTHING:
	case WHEN_COUNT:
		break;
	}
	return DAY_NONE;
}

/* Keep the longer of two that overlap, and the first of two equals. */
static void
insert(struct arena *a, struct whens *out, struct when w)
{
	size_t at = 0, n = 0;

	for (size_t i = 0; i < out->n; i++) {
		const struct when *o = &out->v[i];

		if (o->text.p < w.text.p + w.text.n &&
		    w.text.p < o->text.p + o->text.n && o->text.n >= w.text.n)
			return;
	}
	for (size_t i = 0; i < out->n; i++) {
		const struct when *o = &out->v[i];

		if (o->text.p >= w.text.p + w.text.n ||
		    w.text.p >= o->text.p + o->text.n)
			out->v[n++] = *o;
	}
	out->n = n;
	out->v = arena_grow(a, out->v, out->n, &out->cap, sizeof(*out->v));
	while (at < out->n && out->v[at].text.p < w.text.p)
		at++;
	memmove(out->v + at + 1, out->v + at, (out->n - at) * sizeof(*out->v));
	out->v[at] = w;
	out->n++;
}

/* "the day after": after the day that was named last. */
static void
count_on(const struct when_context *ctx, struct whens *out)
{
	day_t named = ctx->before;

	for (size_t i = 0; i < out->n; i++) {
		struct when *w = &out->v[i];

		if (w->op == WHEN_AFTER && w->w >= 0)
			w->day = when_month_next(
			    named == DAY_NONE ? ctx->today : named, w->w);
		else if (w->op == WHEN_AFTER && named != DAY_NONE)
			w->day = named + w->n;
		if (w->day != DAY_NONE && !w->gone)
			named = w->day;
	}
}

/* "on 3 October", "in July" */
static bool
names_month(const struct when *w, const struct parts *p)
{
	return w->day != DAY_NONE &&
	       (w->op == WHEN_DATE ||
		   (p->m > 0 &&
		       (w->op == WHEN_MONTH_END || w->op == WHEN_MONTH_DAY)));
}

static void
try_pattern(const struct when_context *ctx, struct arena *a,
    const struct rulebook_date *rule, const struct rulebook_pattern *pattern,
    struct str sentence, struct whens *out)
{
	struct regex_match m;
	size_t from = 0;

	for (int i = 0; i < PER_RULE; i++) {
		struct when w = {.op = rule->op};
		struct parts p;
		enum regex_hit hit =
		    rulebook_search(pattern, sentence, from, &m);

		out->limit |= hit == REGEX_LIMIT;
		if (hit != REGEX_YES || !m.group[0].n)
			return;
		p = parts_of(ctx, rule, pattern->lazy->re, &m);
		w.text = m.group[0];
		w.n = p.n;
		w.w = p.w;
		w.day = resolve(ctx, rule->op, &p);
		w.gone = names_month(&w, &p) && p.y < 0 &&
			 w.day - ctx->today > GONE_BY;
		w.other = w.gone || w.op == WHEN_NOTHING;
		if (w.day != DAY_NONE || w.op == WHEN_NOTHING ||
		    w.op == WHEN_AFTER || w.op == WHEN_BESIDE)
			insert(a, out, w);
		from = (size_t)(m.group[0].p - sentence.p) + m.group[0].n;
	}
}

void
when_find(const struct when_context *ctx, struct arena *a, struct str sentence,
    const struct sieve_text *bits, const uint64_t *candidates,
    struct whens *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < ctx->book->date_count; i++) {
		const struct rulebook_date *rule = &ctx->book->dates[i];

		for (size_t k = 0; k < rule->patterns.n; k++) {
			const struct rulebook_pattern *p = &rule->patterns.v[k];

			if (rulebook_candidate(p, candidates) &&
			    sieve_passes(&p->sieve, bits))
				try_pattern(ctx, a, rule, p, sentence, out);
		}
	}
	when_beside_count(out);
	count_on(ctx, out);
	when_choice_make(ctx, sentence, candidates, out);
}
