#include "decide/worklist.h"

/* Per cent of an invoice that a word from a person is expected to move, by
 * days past due. What is a little late often comes by itself; what is very
 * late seldom comes at all. */
static const struct {
	int64_t until;
	int percent;
} shares[] = {{30, 30}, {60, 40}, {90, 35}, {180, 20}, {INT64_MAX, 10}};

#define BROKEN_ONE  5 /* points, on top */
#define BROKEN_MORE 10
#define SILENT_LONG 10
#define SILENT_SOME 5
#define JUST_NOW    (-15)
#define CALL_ASKED  10
#define LEAST       5
#define MOST        95

#define LONG_DAYS 14
#define SOME_DAYS 7
#define JUST_DAYS 2

#define CURRENCIES 8

/* One currency of the account. */
struct sum {
	struct money due, on_account;
	int64_t expected; /* hundredths of the minor unit */
	int64_t late;
};

static int
share(int64_t late)
{
	size_t i = 0;

	while (late > shares[i].until)
		i++;
	return shares[i].percent;
}

/* Since somebody was in touch; -1: nobody ever was. */
static int64_t
silent_days(const struct facts_account *facts)
{
	return facts->last_reminder == DAY_NONE
		   ? -1
		   : (int64_t)facts->today - facts->last_reminder;
}

static int
points(const struct worklist_ask *ask)
{
	int64_t silent = silent_days(ask->facts);
	int n = 0;

	if (ask->broken > 0)
		n += ask->broken > 1 ? BROKEN_MORE : BROKEN_ONE;
	if (silent < 0 || silent >= LONG_DAYS)
		n += SILENT_LONG;
	else if (silent >= SOME_DAYS)
		n += SILENT_SOME;
	else if (silent <= JUST_DAYS)
		n += JUST_NOW;
	return ask->calls > 0 ? n + CALL_ASKED : n;
}

static int
clamp(int percent)
{
	return percent < LEAST ? LEAST : percent > MOST ? MOST : percent;
}

static int64_t
times(int64_t minor, int percent)
{
	int64_t x;

	return __builtin_mul_overflow(minor, percent, &x) ? INT64_MAX : x;
}

static struct sum *
sum_of(struct sum *sums, size_t *n, const struct facts_account *facts,
    const char *currency)
{
	struct str code = str_of(currency);
	struct sum *s = &sums[*n];

	for (size_t i = 0; i < *n; i++)
		if (str_eqc(code, sums[i].due.currency))
			return &sums[i];
	if (*n == CURRENCIES)
		return NULL;
	*s = (struct sum){.due = money_of(0, code)};
	for (size_t i = 0; i < facts->unapplied_count; i++)
		if (str_eqc(code, facts->unapplied[i].currency))
			s->on_account = facts->unapplied[i];
	++*n;
	return s;
}

/* What is on account pays the oldest first. */
static int64_t
less_on_account(struct sum *s, int64_t minor)
{
	int64_t taken =
	    s->on_account.minor < minor ? s->on_account.minor : minor;

	if (taken <= 0)
		return minor;
	s->on_account.minor -= taken;
	return minor - taken;
}

/* *aside: something past due does not count. */
static size_t
add_up(const struct worklist_ask *ask, struct sum *sums, bool *aside)
{
	const struct facts_account *facts = ask->facts;
	int more = points(ask);
	size_t n = 0;

	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];
		int64_t late = (int64_t)facts->today - inv->due, minor;
		struct money asked = facts_asked(inv), due;
		struct sum *s;

		if (late <= 0)
			continue;
		s = sum_of(sums, &n, facts, asked.currency);
		if (s == NULL)
			continue;
		minor = less_on_account(s, asked.minor);
		*aside |= inv->disputed || inv->promised != DAY_NONE ||
			  minor != inv->open.minor;
		if (inv->disputed || inv->promised != DAY_NONE || minor <= 0)
			continue;
		due = money_of(minor, str_of(asked.currency));
		if (!money_add(s->due, due, &s->due))
			continue;
		if (__builtin_add_overflow(s->expected,
			times(minor, clamp(share(late) + more)), &s->expected))
			s->expected = INT64_MAX;
		s->late = late > s->late ? late : s->late;
	}
	return n;
}

/* Whole units, so that yen and dollars can stand in one list. */
static double
units(struct money m)
{
	double n = (double)m.minor;

	for (int e = money_exponent(str_of(m.currency)); e > 0; e--)
		n /= 10;
	return n;
}

static struct str
days(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld day%s", (long long)n, n == 1 ? "" : "s");
}

static void
say(struct arena *a, struct str *why, struct str more)
{
	*why = why->n ? arena_fmt(a, "%.*s; %.*s", STR_ARG(*why), STR_ARG(more))
		      : more;
}

static struct str
touched(struct arena *a, const struct facts_account *facts)
{
	int64_t n = silent_days(facts);

	if (n < 0)
		return STR("nobody was in touch yet");
	if (n == 0)
		return STR("somebody was in touch today");
	return arena_fmt(a, "the last touch was %.*s ago", STR_ARG(days(a, n)));
}

static struct str
tasks(struct arena *a, const struct worklist_ask *ask)
{
	int64_t n = ask->calls + ask->tasks;

	return arena_fmt(a, "%lld task%s open%s", (long long)n,
	    n == 1 ? "" : "s",
	    ask->calls == 0 ? ""
	    : n == 1        ? ": a call"
			    : ", one of them a call");
}

static struct str
words(struct arena *a, const struct worklist_ask *ask,
    const struct worklist_weight *w, bool aside)
{
	struct str why = {NULL, 0};

	if (w->late > 0)
		say(a, &why,
		    arena_fmt(
			a, "up to %.*s past due", STR_ARG(days(a, w->late))));
	if (ask->broken > 0)
		say(a, &why,
		    arena_fmt(a, "%lld broken promise%s in a year",
			(long long)ask->broken, ask->broken == 1 ? "" : "s"));
	say(a, &why, touched(a, ask->facts));
	if (w->open_tasks > 0)
		say(a, &why, tasks(a, ask));
	if (aside)
		say(a, &why,
		    STR("what is disputed, promised or on account is not "
			"counted"));
	return why;
}

/* a / b to the nearest, however large both are; b is above 0. */
static int64_t
rounded(int64_t a, int64_t b)
{
	int64_t rest = a % b;

	return a / b + (rest >= b - rest);
}

void
worklist_weigh(struct arena *a, const struct worklist_ask *ask,
    struct worklist_weight *out)
{
	struct sum sums[CURRENCIES + 1];
	const struct sum *best = NULL;
	bool aside = false;
	size_t n = add_up(ask, sums, &aside);

	*out = (struct worklist_weight){.open_tasks = ask->calls + ask->tasks};
	for (size_t i = 0; i < n; i++) {
		struct money x = money_of(
		    sums[i].expected / 100, str_of(sums[i].due.currency));

		if (sums[i].due.minor <= 0 ||
		    (best != NULL && units(x) <= units(out->expected)))
			continue;
		best = &sums[i];
		out->due = best->due;
		out->expected = x;
		out->late = best->late;
		out->percent = rounded(best->expected, best->due.minor);
	}
	out->any = best != NULL || out->open_tasks > 0;
	out->why = words(a, ask, out, aside);
}

int
worklist_compare(
    const struct worklist_weight *x, const struct worklist_weight *y)
{
	double a = units(x->expected), b = units(y->expected);

	if (a > b || a < b)
		return a > b ? -1 : 1;
	if (x->open_tasks != y->open_tasks)
		return x->open_tasks > y->open_tasks ? -1 : 1;
	return x->late == y->late ? 0 : x->late > y->late ? -1 : 1;
}
