#ifndef DUNMAIL_MODEL_SEQUENCE_H
#define DUNMAIL_MODEL_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * sequence: templates/<name>/sequence.conf as values. Steps stand in the
 * order of their anchor and day; level is the index in that order plus one,
 * so that a higher level is always a later word.
 *
 * The sequence of invoices looks at what is open (decide/dun.h). All others
 * are made of courses: a dispute, a promise, a month, ... that an account goes
 * through, each with the days on which something happened to it
 * (decide/advance.h).
 */
enum sequence_kind {
	SEQUENCE_INVOICING,
	SEQUENCE_ONBOARDING,
	SEQUENCE_DISPUTES,
	SEQUENCE_PROMISE,
	SEQUENCE_MONTH_END,
	SEQUENCE_CREDIT,
	SEQUENCE_WHITE_GLOVE,
	SEQUENCE_KINDS
};

/* What the days of a step are counted from. */
enum step_anchor {
	/* of an invoice */
	ANCHOR_ISSUED,
	ANCHOR_DUE,
	ANCHOR_DUE_EOM,  /* the end of the month it is due in */
	ANCHOR_PREVIOUS, /* when the step before this one was said */

	/* what happens in a course */
	ANCHOR_CREATED,
	ANCHOR_FIRST_DUE,
	ANCHOR_OPENED,
	ANCHOR_ACKNOWLEDGED,
	ANCHOR_ANSWERED,
	ANCHOR_RESOLVED,
	ANCHOR_MADE,
	ANCHOR_CONFIRMED,
	ANCHOR_KEPT,
	ANCHOR_PARTLY_KEPT,
	ANCHOR_BROKEN,
	ANCHOR_BROKEN_AGAIN,
	ANCHOR_CANCELLED,
	ANCHOR_MONTH_END,
	ANCHOR_USED,
	ANCHOR_WARNED,
	ANCHOR_HELD,
	ANCHOR_RELEASED,
	ANCHOR_REVIEW,
	ANCHOR_REQUESTED,
	ANCHOR_DECIDED,
	ANCHOR_MARKED,
	ANCHOR_MOVED,
	ANCHOR_VISIT,
	ANCHOR_COUNT
};

enum step_channel {
	STEP_EMAIL,
	STEP_SMS,
	STEP_CALL,     /* automated voice call */
	STEP_PHONE,    /* a task for a person, with a script */
	STEP_LETTER,   /* PDF */
	STEP_DRAFT,    /* a mail for a collector to send */
	STEP_INVITE,   /* calendar */
	STEP_INTERNAL, /* mail to staff */
	STEP_WEBHOOK,
	STEP_AGENCY, /* placement file */
	STEP_CHANNELS
};

enum step_tone {
	TONE_COURTESY,
	TONE_REMINDER,
	TONE_FIRM,
	TONE_FINAL,
};

/* White-glove accounts are ... */
enum step_glove {
	GLOVE_ANY,
	GLOVE_NO,   /* not among those it is for */
	GLOVE_ONLY, /* the only ones */
};

/* The statement of the month that has ended, as a file. */
enum step_statement {
	STATEMENT_NONE,
	STATEMENT_OPEN_ITEMS,
	STATEMENT_FORWARD, /* opening, movements, closing */
};

/* For whom. Each is a list of words parted by commas; empty: for all. */
struct step_only {
	struct str segment, language, currency, collector;
	struct str outcome; /* of the last contact by a person */
	int64_t min_days;   /* days past due of the oldest open invoice */
	enum step_glove white_glove;
};

struct sequence_step {
	enum sequence_kind kind;  /* of its sequence */
	struct str name;          /* "reminder-1"; also the template's stem */
	struct str template_name; /* default: name */
	enum step_channel channel;
	struct str to; /* roles, the first that is usable; empty: the usual */
	struct str cc; /* roles */
	enum step_anchor anchor;
	int64_t offset; /* days from the anchor; negative: before */
	bool business;  /* they are business days */
	bool has_expires;
	int64_t expires;  /* no longer said this many days from the anchor
			   * (a nudge before due is pointless after it) */
	int64_t repeat;   /* > 0: again every so many days */
	int64_t times;    /* so often in all; 0: for ever */
	struct str until; /* events after which it is not said any more */
	bool response;    /* the customer waits for it: neither the gap, nor
			   * a rest, nor a stale ledger keeps it back */
	enum step_tone tone;
	struct step_only only;
	int64_t min_amount; /* minor units of the invoice's own currency */
	int64_t min_gap;    /* days since the account's last reminder; -1:
			     * the gateway's setting */
	bool attach_invoices;
	bool attach_statement;
	enum step_statement statement; /* of a month */
	bool despite_rests; /* a reply or an absence does not keep it back;
			     * a pause or a wish for silence does */
	bool approval;      /* waits for a person's yes */
	int line;           /* in sequence.conf, for messages */
};

struct sequence {
	struct str name; /* of its folder */
	enum sequence_kind kind;
	struct step_only only; /* accounts that it is for */
	struct sequence_step *steps;
	size_t step_count;
};

const char *sequence_kind_name(enum sequence_kind kind);
bool sequence_kind_parse(struct str s, enum sequence_kind *out);

/* Names as in sequence.conf; each ends with NULL. */
extern const char *const sequence_kinds[];
extern const char *const step_anchors[];
extern const char *const step_channels[];

bool step_anchor_parse(struct str s, enum step_anchor *out);
bool step_channel_parse(struct str s, enum step_channel *out);
/* Can steps of that kind count from it? */
bool step_anchor_fits(enum sequence_kind kind, enum step_anchor anchor);
/* After such a thing nothing else happens in a course. */
bool step_anchor_is_last(enum step_anchor anchor);

/* It reaches the customer, not a person of ours or a machine. */
bool step_is_outward(const struct sequence_step *step);

#endif
