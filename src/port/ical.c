#include "port/ical.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <libical/ical.h>

#include "model/limits.h"

/*
 * libical forgets lines, so the file is cut into its events here; it reads
 * one event at a time, whose size is bounded.
 */
struct reading {
	struct arena *a;
	const struct ical_ask *ask;
	struct ical_days *out;
	size_t cap;
	size_t events;
	int line;        /* of the event's BEGIN */
	size_t depth;    /* of components around */
	bool calendar;   /* the file is one */
	bool full;       /* no more is read */
	const char *in;  /* begin of the running event's text; NULL: none */
	size_t in_depth; /* where it ends */
};

__attribute__((format(printf, 3, 4))) static void
tell(struct reading *r, int line, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	r->out->mistakes++;
	if (r->ask->report == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	r->ask->report(r->ask->ctx, line, text);
}

static void
add_days(struct reading *r, day_t first, int count)
{
	struct ical_days *out = r->out;

	for (day_t d = first; d < first + count; d++) {
		if (d < r->ask->from || d > r->ask->to)
			continue;
		if (out->count == LIMIT_CALENDAR_DAYS) {
			if (!r->full)
				tell(r, r->line,
				    "more than %d days; remove some",
				    LIMIT_CALENDAR_DAYS);
			r->full = true;
			return;
		}
		out->days = arena_grow(
		    r->a, out->days, out->count, &r->cap, sizeof(*out->days));
		out->days[out->count++] = d;
	}
}

static day_t
civil(struct icaltimetype t)
{
	if (icaltime_is_null_time(t) || !t.is_date)
		return DAY_NONE;
	return day_of(t.year, t.month, t.day);
}

/* How many days it lasts; 0: not whole days, or too many. */
static int
length(struct reading *r, icalcomponent *event, day_t first)
{
	icalproperty *end =
	    icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
	icalproperty *lasts =
	    icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
	int64_t days = 1;

	if (end != NULL) {
		day_t last = civil(icalproperty_get_dtend(end));

		days = last == DAY_NONE ? 0 : (int64_t)last - first;
	} else if (lasts != NULL) {
		struct icaldurationtype d = icalproperty_get_duration(lasts);

		days = d.is_neg || d.hours || d.minutes || d.seconds
			   ? 0
			   : (int64_t)d.days + (int64_t)d.weeks * 7;
	}
	if (days >= 1 && days <= LIMIT_CALENDAR_LENGTH)
		return (int)days;
	tell(r, r->line,
	    "the event does not last 1 to %d whole days; correct DTEND or "
	    "DURATION",
	    LIMIT_CALENDAR_LENGTH);
	return 0;
}

/* Exceptions of a day that comes back. */
static bool
is_excepted(icalcomponent *event, day_t day)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);

	for (; p != NULL;
	     p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
		struct icaltimetype t = icalproperty_get_exdate(p);

		if (day_of(t.year, t.month, t.day) == day)
			return true;
	}
	return false;
}

/* Rules by months, weeks or seconds are no public holidays; and a rule that
 * never comes true would be looked for until the end of time. */
static bool
is_yearly(struct reading *r, const struct icalrecurrencetype *rule)
{
	if (rule->freq == ICAL_YEARLY_RECURRENCE && rule->interval >= 1 &&
	    rule->by_second[0] == ICAL_RECURRENCE_ARRAY_MAX &&
	    rule->by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX &&
	    rule->by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX &&
	    rule->rscale == NULL)
		return true;
	tell(r, r->line,
	    "only RRULE:FREQ=YEARLY is understood; write the days one by one");
	return false;
}

static void
expand(struct reading *r, icalcomponent *event, icalproperty *rule, int days)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event);
	struct icalrecurrencetype how = icalproperty_get_rrule(rule);
	icalrecur_iterator *it;

	if (!is_yearly(r, &how))
		return;
	it = icalrecur_iterator_new(how, start);
	for (int i = 0; it != NULL && i < LIMIT_CALENDAR_DAYS && !r->full;
	     i++) {
		day_t day = civil(icalrecur_iterator_next(it));

		if (day == DAY_NONE || day > r->ask->to)
			break;
		if (!is_excepted(event, day))
			add_days(r, day, days);
	}
	if (it == NULL)
		tell(r, r->line, "the RRULE is not understood");
	icalrecur_iterator_free(it);
}

static bool
is_cancelled(icalcomponent *event)
{
	return icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
}

static void
read_days(struct reading *r, icalcomponent *event)
{
	icalproperty *rule =
	    icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	icalproperty *start =
	    icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	day_t first = start ? civil(icalproperty_get_dtstart(start)) : DAY_NONE;
	int days;

	if (is_cancelled(event))
		return;
	if (first == DAY_NONE) {
		tell(r, r->line,
		    "the event has no day; write DTSTART;VALUE=DATE:20261225");
		return;
	}
	days = length(r, event, first);
	if (days == 0)
		return;
	if (rule == NULL)
		add_days(r, first, days);
	else
		expand(r, event, rule, days);
}

static void
read_event(struct reading *r, struct str text)
{
	icalcomponent *event;
	char *copy;

	if (r->events++ == LIMIT_CALENDAR_EVENTS) {
		tell(r, r->line, "more than %d events; the rest is not read",
		    LIMIT_CALENDAR_EVENTS);
		r->full = true;
		return;
	}
	if (text.n > LIMIT_CALENDAR_EVENT) {
		tell(r, r->line, "the event has more than %d bytes",
		    LIMIT_CALENDAR_EVENT);
		return;
	}
	copy = arena_cstr(r->a, text);
	event = icalparser_parse_string(copy);
	if (event == NULL ||
	    icalcomponent_isa(event) != ICAL_VEVENT_COMPONENT) {
		tell(r, r->line, "the event cannot be read");
	} else if (icalcomponent_count_errors(event) > 0) {
		tell(r, r->line,
		    "the event has a line that is no property of "
		    "an event; correct or remove it");
	} else {
		read_days(r, event);
	}
	if (event != NULL)
		icalcomponent_free(event);
}

/* BEGIN or END of a component: its name. */
static bool
is_mark(struct str line, const char *mark, struct str *name)
{
	struct str m = str_of(mark);

	if (!str_fold_starts(line, m))
		return false;
	*name = str_trim(str_sub(line, m.n, line.n));
	return true;
}

static void
read_line(struct reading *r, struct str line, struct str rest, int number)
{
	struct str name;

	if (is_mark(line, "BEGIN:", &name)) {
		r->depth++;
		r->calendar |= str_fold_eqc(name, "VCALENDAR");
		if (r->in == NULL && str_fold_eqc(name, "VEVENT")) {
			r->in = line.p;
			r->line = number;
			r->in_depth = r->depth;
		}
		return;
	}
	if (!is_mark(line, "END:", &name))
		return;
	if (r->depth == 0) {
		tell(r, number, "END without its BEGIN");
		return;
	}
	if (r->in != NULL && r->depth == r->in_depth) {
		size_t n =
		    (size_t)((rest.p ? rest.p : line.p + line.n) - r->in);

		r->in_depth = 0;
		read_event(r, (struct str){r->in, n});
		r->in = NULL;
	}
	r->depth--;
}

static int
by_day(const void *a, const void *b)
{
	day_t x = *(const day_t *)a, y = *(const day_t *)b;

	return x < y ? -1 : x > y;
}

static void
sort(struct ical_days *v)
{
	size_t n = 0;

	if (v->count > 1)
		qsort(v->days, v->count, sizeof(*v->days), by_day);
	for (size_t i = 0; i < v->count; i++)
		if (n == 0 || v->days[n - 1] != v->days[i])
			v->days[n++] = v->days[i];
	v->count = n;
}

void
ical_read(struct arena *a, const struct ical_ask *ask, struct ical_days *out)
{
	struct reading r = {.a = a, .ask = ask, .out = out};
	struct str rest = ask->text, line;
	int number = 0;

	*out = (struct ical_days){.days = NULL};
	icalerror_set_errors_are_fatal(0);
	if (!str_is_utf8(rest)) {
		tell(&r, 0, "it is not UTF-8 text");
		return;
	}
	while (!r.full && str_line(&rest, &line))
		read_line(&r, line, rest, ++number);
	if (!r.calendar)
		tell(&r, 1,
		    "it is no calendar; it begins with "
		    "BEGIN:VCALENDAR");
	else if (r.depth > 0 && !r.full)
		tell(&r, number,
		    "the file ends inside of a component; it was "
		    "cut off");
	sort(out);
}
