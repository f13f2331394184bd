#ifndef DUNMAIL_DECIDE_WORKLIST_H
#define DUNMAIL_DECIDE_WORKLIST_H

#include "base/arena.h"
#include "model/facts.h"

/*
 * worklist: whom a collector speaks with first. Pure. An account weighs what a
 * word from a person is expected to bring in: of each invoice that is past due
 * a share, by how late it is; more where promises were broken, nobody was in
 * touch for long or a call is asked for, less where somebody was just now.
 * What is disputed, promised or paid without being matched counts nothing.
 */
struct worklist_ask {
	const struct facts_account *facts;
	int64_t broken; /* promises within a year */
	int64_t calls;  /* open tasks to telephone */
	int64_t tasks;  /* other open ones */
};

struct worklist_weight {
	struct money due;      /* past due and to be asked for; of several
				* currencies the one that weighs most */
	struct money expected; /* of it */
	int64_t percent;       /* the same as a share */
	int64_t late;          /* days, the oldest of them */
	int64_t open_tasks;
	bool any;       /* there is something to do */
	struct str why; /* the rank in words, without the sums */
};

void worklist_weigh(struct arena *a, const struct worklist_ask *ask,
    struct worklist_weight *out);

/* Below 0: x comes first. Amounts of different currencies are compared by
 * their number of whole units: no rate is known here. */
int worklist_compare(
    const struct worklist_weight *x, const struct worklist_weight *y);

#endif
