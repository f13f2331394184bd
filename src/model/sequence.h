#ifndef DUNMAIL_MODEL_SEQUENCE_H
#define DUNMAIL_MODEL_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * sequence: templates/<name>/sequence.conf as values. Steps stand in the
 * order of their day; level is the index in that order plus one, so that a
 * higher level is always a later word.
 */
enum step_anchor {
	ANCHOR_ISSUED,
	ANCHOR_DUE,
	ANCHOR_PREVIOUS, /* days after the previous step was sent */
};

enum step_tone {
	TONE_COURTESY,
	TONE_REMINDER,
	TONE_FIRM,
	TONE_FINAL,
};

struct sequence_step {
	struct str name;          /* "reminder-1"; also the template's stem */
	struct str template_name; /* default: name */
	enum step_anchor anchor;
	int64_t offset; /* days from the anchor; negative: before */
	bool has_expires;
	int64_t expires; /* no longer said this many days from the anchor
			  * (a nudge before due is pointless after it) */
	int64_t repeat;  /* > 0: again every so many days, for ever */
	enum step_tone tone;
	int64_t min_amount; /* minor units of the invoice's own currency */
	int64_t min_gap;    /* days since the account's last reminder; -1:
			     * the gateway's setting */
	bool attach_invoices;
	bool attach_statement;
	bool approval; /* waits for a person's yes */
	int line;      /* in sequence.conf, for messages */
};

struct sequence {
	struct str name;
	struct sequence_step *steps;
	size_t step_count;
};

#endif
