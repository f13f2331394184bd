#ifndef DUNMAIL_FLOW_PLAN_COURSES_H
#define DUNMAIL_FLOW_PLAN_COURSES_H

#include "flow/plan.h"
#include "store/agenda.h"

/*
 * plan_courses: the part of planning for sequences that are not about open
 * invoices: what is due in the courses of one account becomes outbox rows, in
 * the caller's transaction.
 */
struct plan_courses_ask {
	struct str account;
	enum sequence_kind kind;
	int64_t now;
};

enum rc plan_courses(const struct flow *f, struct arena *a,
    const struct plan_courses_ask *ask, struct plan_stats *stats,
    struct err *err);

/* reminder, staff or spool: the queue in which a step's touches wait. */
struct str plan_touch_kind(const struct sequence_step *step);

/* When to look again. What is far away is looked at within LIMIT_LOOK_DAYS
 * all the same: what was missed heals, and what one tick puts off for long
 * lies together in the agenda, not scattered among all that is to come. */
enum rc plan_next(
    const struct flow *f, const struct agenda_looked *l, struct err *err);

#endif
