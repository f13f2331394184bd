#ifndef DUNMAIL_FLOW_HAPPEN_H
#define DUNMAIL_FLOW_HAPPEN_H

#include "base/arena.h"
#include "decide/advance.h"
#include "flow/flow.h"
#include "model/course.h"
#include "model/facts.h"
#include "store/courses.h"
#include "store/deed.h"

/*
 * happen: what time and the ledger bring about in the courses of an account,
 * without anybody doing anything: a month ends, a limit is passed, a promise
 * is broken. It reads and says; the planner writes the events down in its
 * transaction, and the rehearsal keeps them in memory. One file a kind of
 * sequence, happen_<kind>.c.
 */
struct happen_ask {
	const struct flow *f;
	struct arena *a;
	const struct facts_account *facts; /* of the moment that is asked for */
	const struct sequence *seq;
	const struct course *courses; /* those that are not over */
	size_t course_count;
};

struct happen {
	struct courses_event *events; /* new ones */
	size_t count;
	day_t next_day;          /* look again on that day, or DAY_NONE */
	int64_t next_at;         /* or at that instant; 0: none */
	struct deed_task *tasks; /* work for a person that came of it */
	size_t task_count;
	struct str held; /* not empty: nothing is said in this sequence now,
			  * and why not */
	void *memo;      /* what its kind writes down beside the events (see
			  * happen_settle); NULL: nothing */
};

typedef enum rc happen_look(
    const struct happen_ask *ask, struct happen *out, struct err *err);

/* Writes the memo and what else belongs to the events, in the transaction that
 * wrote these; the rehearsal leaves it out. */
typedef enum rc happen_note(
    const struct happen_ask *ask, const struct happen *h, struct err *err);

/* By the kind of ask->seq. */
enum rc happen_now(
    const struct happen_ask *ask, struct happen *out, struct err *err);

/* What is held says nothing: each message waits, with the reason. */
void happen_hold(const struct happen *h, struct advance *plan);

/* The same, and writes it down. The caller holds the transaction. */
enum rc happen_settle(
    const struct happen_ask *ask, struct happen *out, struct err *err);

/* One more, on the day of the facts unless it says another. */
struct courses_event *happen_add(const struct happen_ask *ask,
    struct happen *out, struct str subject, enum step_anchor what);

/* Put into the courses what was added, as the store would. */
void happen_remember(struct arena *a, const struct happen *h,
    struct course **courses, size_t *count);

/* Is this kind looked at again when an import changed an account? */
bool happen_wakes(enum sequence_kind kind);

/* The kinds. */
happen_look happen_month_end;
happen_look happen_credit_look;
happen_note happen_credit_note;
happen_look happen_onboarding;
happen_look happen_white_glove;
happen_note happen_white_glove_note;
happen_look happen_promise, happen_disputes;

#endif
