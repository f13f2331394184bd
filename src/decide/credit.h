#ifndef DUNMAIL_DECIDE_CREDIT_H
#define DUNMAIL_DECIDE_CREDIT_H

#include "model/facts.h"

/*
 * credit: what follows from how much an account owes and how late it is: a
 * notice that its limit is nearly used, a warning, a hold of new orders, its
 * end, a review. Pure.
 *
 * Only what is owed in the account's own currency counts; a payment that is
 * not matched yet is paid. What is disputed counts as owed and not as late,
 * and so does what is promised.
 */
enum credit_reason {
	CREDIT_NONE,
	CREDIT_PAST_DUE,
	CREDIT_BROKEN_PROMISE,
	CREDIT_OVER_LIMIT,
	CREDIT_MANUAL,
	CREDIT_REASONS
};

/* Who decides about a hold: what is owed, or a person: always, never. */
enum credit_mode {
	CREDIT_AUTO,
	CREDIT_ON,
	CREDIT_OFF,
	CREDIT_MODES
};

#define CREDIT_THRESHOLDS_MAX 8
#define CREDIT_REARM          5  /* points below, and it is told again */
#define CREDIT_PATIENCE       14 /* days for a warning to be said */

struct credit_rules {
	bool watched; /* any of this happens by itself */
	bool holds;
	int64_t thresholds[CREDIT_THRESHOLDS_MAX]; /* per cent, ascending */
	size_t threshold_count;
	int hold_after;     /* days past due */
	int grace;          /* days from the warning to the hold */
	int64_t min_amount; /* less is not worth a hold */
	int64_t broken;     /* promises in a year; 0: never for them */
	bool releases;      /* by itself, as soon as it is cured */
	int review_every;   /* days; 0: never */
	int promise_grace;
};

/* What is owed, in the account's own currency. */
struct credit_figures {
	int64_t limit; /* 0: none */
	int64_t open;
	int64_t past_due;
	int oldest_days;
	int64_t late;   /* past due for as many days as lead to a hold */
	int64_t broken; /* promises, in a year */
	day_t next_day; /* on which this changes by itself, or DAY_NONE */
};

struct credit_state {
	enum credit_mode mode;
	enum credit_reason reason; /* of the warning or hold */
	day_t warned, held;        /* DAY_NONE: is not */
	bool tells;                /* a warning is said to somebody */
	day_t told;                /* when it was, or DAY_NONE */
	day_t excused;     /* a person let go: no hold up to that day, nor
			    * CREDIT_UNTIL_CURED; or DAY_NONE */
	int64_t announced; /* the last threshold that was told; 0: none */
	day_t reviewed;    /* or when the account began */
};
#define CREDIT_UNTIL_CURED ((day_t)INT32_MAX)

/* What happens now; of warned to released at most one. */
struct credit_turn {
	int64_t used; /* the threshold that is passed; 0: none */
	bool warned;
	bool calmed; /* it was warned, and the cause is gone */
	bool held;
	bool released;
	bool cured; /* held, without a cause, and a person has to let go */
	bool review;
	enum credit_reason reason; /* from now on */
	day_t excused;
	int64_t announced;
	day_t next_day; /* look again, or DAY_NONE */
};

void credit_measure(const struct facts_account *facts,
    const struct credit_rules *rules, struct credit_figures *out);

void credit_decide(const struct credit_figures *f,
    const struct credit_rules *rules, const struct credit_state *state,
    day_t today, struct credit_turn *out);

/* The day on which a warning becomes a hold. */
day_t credit_hold_day(
    const struct credit_rules *rules, const struct credit_state *state);

/* Days from an invoice to its payment, weighted by amount, rounded; -1: none
 * was paid. */
struct credit_paid {
	int days;
	int64_t amount;
};
int64_t credit_days_to_pay(const struct credit_paid *v, size_t count);

/* How much of the limit is used, in hundredths of a per cent; 0 without one. */
int64_t credit_used(const struct credit_figures *f);

/* "80, 100": per cent, ascending; empty: none. False: it is no such list. */
bool credit_thresholds(struct str list, struct credit_rules *out);

/* "past-due", "auto"; what is no such word is CREDIT_NONE, CREDIT_AUTO. */
const char *credit_reason_name(enum credit_reason reason);
enum credit_reason credit_reason_parse(struct str s);
const char *credit_mode_name(enum credit_mode mode);
enum credit_mode credit_mode_parse(struct str s);

#endif
