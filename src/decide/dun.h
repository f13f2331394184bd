#ifndef DUNMAIL_DECIDE_DUN_H
#define DUNMAIL_DECIDE_DUN_H

#include "base/arena.h"
#include "decide/gate.h"
#include "model/facts.h"
#include "model/sequence.h"

/*
 * dun: what to say to one account now, if anything, and why not. Pure: the
 * planner, the claim that sends, `plan` and `why` all ask this one function.
 *
 * A step is due since its day, not on it: an invoice is at the highest step
 * whose day has come, whatever was missed before. What is due for one account
 * becomes one message at the highest step reached, with all its open past-due
 * invoices that nothing holds back; when none of them is past due yet, with
 * those that fall due. Work for our own people and the handing over of new
 * invoices are messages of their own: neither swallows a reminder.
 */
enum dun_line_state {
	DUN_NOT_YET, /* its next step lies ahead */
	DUN_DUE,     /* a step is due and will be said */
	DUN_LISTED,  /* past due, nothing new to say: shown in the table */
	DUN_HELD,    /* disputed, promised, at rest; or due, and not now */
};

struct dun_line {
	enum dun_line_state state;
	size_t step;        /* index into the sequence, if DUN_DUE */
	int64_t occurrence; /* of a repeating step, from 1 */
	struct str why;     /* static or in the arena */
};

enum dun_verdict {
	DUN_SEND,
	DUN_WAIT,    /* until next_at or next_day, whichever is earlier */
	DUN_NOTHING, /* nothing to come until something changes */
};

struct dun {
	enum dun_verdict verdict;
	struct str why;
	size_t step; /* the message's: the highest of the lines */
	int64_t occurrence;
	size_t worst;                  /* invoice that set it */
	struct dun_line *lines;        /* one an invoice of the facts */
	const struct contact *contact; /* to whom; NULL when nobody is left */
	bool no_number;  /* it waits for a telephone number: `step` */
	day_t next_day;  /* local day from which to look again, or DAY_NONE */
	int next_minute; /* of that day; 0: when the window opens */
	int64_t next_at; /* instant, 0 when none */
};

void dun_decide(struct arena *a, const struct facts_account *facts,
    const struct sequence *sequence, const struct dun_limits *limits,
    struct dun *out);

/* The last day on which that step may be said for it; DAY_NONE: no end. */
day_t dun_last_day(
    const struct sequence *seq, size_t step, const struct facts_invoice *inv);

/* First day on which dunning may look again at a promise for `day`. */
day_t dun_promise_ends(day_t day, int grace_days);

#endif
