#ifndef DUNMAIL_DECIDE_CARRIER_EVENT_H
#define DUNMAIL_DECIDE_CARRIER_EVENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * carrier_event: what a carrier of texts and calls tells us, a form of names
 * and values as Twilio sends it. Pure; all values are foreign, valid UTF-8
 * without NUL, and in the arena.
 */
#define CARRIER_FIELDS_MAX 200
#define CARRIER_BODY_MAX   (64u << 10)

struct carrier_field {
	struct str name, value;
};

/* By name, then value. False: too much, or broken. */
bool carrier_form(struct arena *a, struct str body, struct carrier_field **out,
    size_t *count);

enum carrier_event_kind {
	CARRIER_TEXT,   /* somebody wrote to us */
	CARRIER_STATUS, /* how a text of ours stands */
	CARRIER_CALLED, /* somebody calls us */
	CARRIER_ANSWER, /* a call of ours was answered, and wants words */
	CARRIER_READY,  /* whoever answered wants to hear it */
	CARRIER_KEY,    /* a key of the menu */
	CARRIER_CALL,   /* how a call of ours stands */
};

struct carrier_event {
	enum carrier_event_kind kind;
	struct str id;    /* what makes it the same event when it comes again */
	struct str touch; /* ours, from the address we gave; may be empty */
	struct str turn;  /* of the menu: "1", ... */
	struct str sid, from, to;
	struct str body;        /* of a text */
	int64_t media;          /* files that came with it */
	struct str status;      /* "delivered", "busy", ... */
	struct str code;        /* of an error: "30003" */
	struct str answered_by; /* human, machine_end_beep, ... */
	struct str digits;
};

/* query: that of the address it was sent to. False: it is none. */
bool carrier_event_read(struct arena *a, struct str query, struct str body,
    struct carrier_event *out);

/* May a text or call in that state become one in this? Only forward, and what
 * is final stays. */
bool carrier_state_moves(struct str from, struct str to);
/* Nothing comes behind it. */
bool carrier_state_is_final(struct str state);

/* A number that cannot be reached by texts, for good, as the carrier says. */
bool carrier_code_is_dead(struct str code);
/* Its owner told the carrier not to be texted. */
bool carrier_code_is_stopped(struct str code);

#endif
