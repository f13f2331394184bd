#ifndef DUNMAIL_DECIDE_GATE_H
#define DUNMAIL_DECIDE_GATE_H

#include "model/calendar.h"
#include "model/facts.h"
#include "model/sequence.h"

/*
 * gate: what keeps a message to a customer back although its step is due.
 * Pure. Each returns false when it is open; else it says why, and from when
 * on to ask again.
 */
struct dun_limits {
	struct calendar calendar;   /* of the account */
	int window_from, window_to; /* minutes since local midnight */
	int min_gap_days;           /* business days between two messages */
	int promise_grace_days;
	int texts_from, texts_to; /* for texts and calls, within the window;
				   * both 0: they have no hours of their
				   * own */
};

struct gate {
	struct str why;
	day_t day;  /* local day from which to ask again, or DAY_NONE */
	int minute; /* of that day; 0: when the window opens */
	int64_t at; /* instant, 0 when none */
};

/* The first usable contact whose role is in the list; with an empty list, or
 * nobody in it, the first usable one. NULL: nobody is left. One that is paused
 * is not usable until then. */
const struct contact *gate_contact(
    const struct facts_account *facts, struct str roles);

/* Who gets what a step says: by its roles, and of a text or an automated call
 * somebody with a telephone number, where there is one. */
const struct contact *gate_reader(
    const struct facts_account *facts, const struct sequence_step *step);

/* Who gets a copy of it: contacts with one of the roles of step->cc, usable,
 * without the reader. Returns how many, at most LIMIT_COPIES. */
size_t gate_copies(const struct facts_account *facts,
    const struct sequence_step *step, const struct contact *reader,
    const struct contact **out);

/* It needs a telephone number, and nobody has one that we may use. */
bool gate_number(const struct sequence_step *step, const struct contact *to,
    struct gate *out);

/* A text or a call: out of its hours, that number had one today, or there are
 * no more today. */
bool gate_texts(const struct facts_account *facts,
    const struct sequence_step *step, const struct contact *to,
    const struct dun_limits *limits, struct gate *out);
/* Why a number is not used; "" when it is. */
const char *gate_phone_why(enum phone_state state);

/* A letter reaches a company whose mail addresses are all dead, unless one of
 * its people asked to be left alone. */
bool gate_by_post(
    const struct facts_account *facts, const struct sequence_step *step);

/* Nobody is left: for good, or until a pause ends. */
bool gate_nobody(const struct facts_account *facts, const struct contact *to,
    struct gate *out);

/* The gateway waits for a person's word, or the ledger is stale. */
bool gate_held(const struct facts_account *facts, struct gate *out);
bool gate_stale(const struct facts_account *facts, struct gate *out);

/* The account rests. */
bool gate_rests(const struct facts_account *facts, struct gate *out);
/* ... because somebody wants silence: what no message goes against. */
bool gate_silent(const struct facts_account *facts, struct gate *out);
/* Either, as the step wants it. */
bool gate_rests_for(const struct facts_account *facts,
    const struct sequence_step *step, struct gate *out);

/* The last touch of any channel, ours or a person's, is too fresh for this
 * step. */
bool gate_fresh(const struct facts_account *facts,
    const struct sequence_step *step, const struct dun_limits *limits,
    struct gate *out);

/* Out of the hours for sending, on the reader's own clock, narrowed by the
 * hours they prefer; for work of our own people only the day counts. */
bool gate_hours(const struct facts_account *facts, const struct contact *to,
    const struct dun_limits *limits, struct gate *out);
bool gate_office(const struct facts_account *facts,
    const struct dun_limits *limits, struct gate *out);

/* The first day of a step, as business is done. */
day_t gate_step_day(const struct sequence_step *step, day_t anchor,
    const struct dun_limits *limits);

#endif
