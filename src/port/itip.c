#include "port/itip.h"

#include <stdlib.h>

#include <libical/ical.h>

#include "model/limits.h"

#define FIELD_MAX 255

/* Copies into the arena what libical hands out for a moment. */
static struct str
kept(struct arena *a, const char *text)
{
	return arena_dup(a, str_head(str_of(text), FIELD_MAX));
}

static struct str
upper(struct arena *a, const char *text)
{
	struct str s = kept(a, text);
	char *p = (char *)s.p;

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return s;
}

/* A value as it was written, so that no zone is looked up for it. */
static struct str
value_of(struct arena *a, icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *p = icalcomponent_get_first_property(event, kind);
	char *text = p ? icalproperty_get_value_as_string_r(p) : NULL;
	struct str s = kept(a, text);

	free(text);
	return s;
}

static struct str
parameter_of(struct arena *a, icalcomponent *event, icalproperty_kind kind,
    const char *name)
{
	icalproperty *p = icalcomponent_get_first_property(event, kind);
	char *text = p ? icalproperty_get_parameter_as_string_r(p, name) : NULL;
	struct str s = upper(a, text);

	free(text);
	return s;
}

static struct str
zone_of(struct arena *a, icalcomponent *event)
{
	icalproperty *p =
	    icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	char *text =
	    p ? icalproperty_get_parameter_as_string_r(p, "TZID") : NULL;
	struct str s = kept(a, text);

	free(text);
	return s;
}

static void
read_event(struct arena *a, icalcomponent *event, struct itip_answer *out)
{
	out->uid = value_of(a, event, ICAL_UID_PROPERTY);
	out->start = value_of(a, event, ICAL_DTSTART_PROPERTY);
	out->sequence = value_of(a, event, ICAL_SEQUENCE_PROPERTY);
	out->state = parameter_of(a, event, ICAL_ATTENDEE_PROPERTY, "PARTSTAT");
	out->zone = zone_of(a, event);
}

void
itip_read(struct arena *a, struct str text, struct itip_answer *out)
{
	icalcomponent *root, *calendar, *event;
	icalproperty *method;

	*out = (struct itip_answer){.method = {NULL, 0}};
	if (text.n > LIMIT_CALENDAR_ANSWER || !str_is_utf8(text))
		return;
	icalerror_set_errors_are_fatal(0);
	root = icalparser_parse_string(arena_cstr(a, text));
	if (root == NULL)
		return;
	calendar = icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT
		       ? root
		       : icalcomponent_get_first_component(
			     root, ICAL_VCALENDAR_COMPONENT);
	if (calendar != NULL) {
		method = icalcomponent_get_first_property(
		    calendar, ICAL_METHOD_PROPERTY);
		if (method != NULL)
			out->method =
			    value_of(a, calendar, ICAL_METHOD_PROPERTY);
		event = icalcomponent_get_first_component(
		    calendar, ICAL_VEVENT_COMPONENT);
		if (event != NULL)
			read_event(a, event, out);
	}
	icalcomponent_free(root);
}

static struct icaltimetype
utc(int64_t at)
{
	return icaltime_from_timet_with_zone(
	    (time_t)at, 0, icaltimezone_get_utc_timezone());
}

static icalproperty *
organizer(struct arena *a, const struct itip_request *r)
{
	icalproperty *p = icalproperty_new_organizer(
	    arena_fmt(a, "mailto:%.*s", STR_ARG(r->organizer)).p);

	if (r->organizer_name.n > 0)
		icalproperty_add_parameter(
		    p, icalparameter_new_cn(arena_cstr(a, r->organizer_name)));
	return p;
}

static icalproperty *
attendee(struct arena *a, const struct itip_request *r)
{
	icalproperty *p = icalproperty_new_attendee(
	    arena_fmt(a, "mailto:%.*s", STR_ARG(r->attendee)).p);

	if (r->attendee_name.n > 0)
		icalproperty_add_parameter(
		    p, icalparameter_new_cn(arena_cstr(a, r->attendee_name)));
	icalproperty_add_parameter(
	    p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
	icalproperty_add_parameter(
	    p, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
	icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
	return p;
}

static icalcomponent *
event_of(struct arena *a, const struct itip_request *r)
{
	return icalcomponent_vanew(ICAL_VEVENT_COMPONENT,
	    icalproperty_new_uid(arena_cstr(a, r->uid)),
	    icalproperty_new_dtstamp(utc(r->stamp)),
	    icalproperty_new_dtstart(utc(r->start)),
	    icalproperty_new_dtend(utc(r->start + r->minutes * 60)),
	    icalproperty_new_sequence((int)r->sequence),
	    icalproperty_new_summary(arena_cstr(a, r->summary)),
	    icalproperty_new_status(
		r->cancel ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED),
	    organizer(a, r), attendee(a, r), (void *)0);
}

struct str
itip_write(struct arena *a, const struct itip_request *r)
{
	icalcomponent *calendar;
	char *text;
	struct str out;

	icalerror_set_errors_are_fatal(0);
	calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT,
	    icalproperty_new_prodid("-//dunmail//EN"),
	    icalproperty_new_version("2.0"),
	    icalproperty_new_method(
		r->cancel ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST),
	    event_of(a, r), (void *)0);
	text = icalcomponent_as_ical_string_r(calendar);
	out = arena_dup(a, str_of(text));
	free(text);
	icalcomponent_free(calendar);
	return out;
}
