#ifndef DUNMAIL_PORT_ITIP_H
#define DUNMAIL_PORT_ITIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * itip: an invitation to one event, and what a calendar answers to it
 * (RFC 5545, 5546), by libical.
 */
struct itip_request {
	struct str uid;
	int64_t sequence;
	int64_t stamp; /* instants */
	int64_t start;
	int minutes;
	struct str summary;
	struct str organizer_name, organizer; /* address */
	struct str attendee_name, attendee;
	bool cancel; /* METHOD:CANCEL: it does not take place */
};

/* text/calendar, METHOD:REQUEST or CANCEL, lines ending with CRLF; empty: it
 * cannot be made of these. */
struct str itip_write(struct arena *a, const struct itip_request *r);

/* Texts as they stand in the first event; each may be empty. Foreign. */
struct itip_answer {
	struct str method; /* upper case */
	struct str uid;
	struct str state;    /* PARTSTAT of its first attendee, upper case */
	struct str start;    /* "20270304T150000Z" */
	struct str zone;     /* TZID of it */
	struct str sequence; /* digits */
};

/* At most LIMIT_CALENDAR_ANSWER bytes are looked at. */
void itip_read(struct arena *a, struct str text, struct itip_answer *out);

#endif
