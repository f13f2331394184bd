#ifndef DUNMAIL_DECIDE_ADVANCE_H
#define DUNMAIL_DECIDE_ADVANCE_H

#include "base/arena.h"
#include "decide/dun.h"
#include "model/course.h"
#include "model/facts.h"

/*
 * advance: what to say to or about one account in a sequence of courses now.
 * Pure: the planner, the claim that sends, `plan` and `why` all ask this.
 *
 * A step is due since its day. Of what is due in one course the highest step
 * outward and the highest one inward are said, the ones below are passed over;
 * the same step of several courses of one group is one message. Of several
 * messages to the customer that nobody waits for, the highest goes and the
 * others wait.
 */
enum advance_verdict {
	ADVANCE_SEND,
	ADVANCE_WAIT, /* a gate is shut; next_day or next_at, in the whole */
};

struct advance_message {
	enum advance_verdict verdict;
	struct str why;
	size_t step;
	int64_t occurrence;
	const struct contact *contact; /* of an outward one */
	size_t *courses;               /* indexes */
	size_t course_count;
};

struct advance {
	struct advance_message *messages;
	size_t message_count;
	bool *over;      /* one a course: nothing can be said in it any more */
	struct str why;  /* when there is no message */
	day_t next_day;  /* DAY_NONE: none */
	int next_minute; /* of that day; 0: when the window opens */
	int64_t next_at; /* 0: none */
};

struct advance_ask {
	const struct facts_account *facts;
	const struct sequence *sequence;
	const struct dun_limits *limits;
	const struct course *courses;
	size_t course_count;
};

void advance_decide(
    struct arena *a, const struct advance_ask *ask, struct advance *out);

/* The last day on which it may be said in that course; DAY_NONE: no end. */
day_t advance_last_day(
    const struct sequence_step *step, const struct course *c);

/*
 * Is what was planned still to be said? NULL, or why not: an event of the
 * step's `until` has happened since.
 */
const char *advance_passed(
    const struct sequence_step *step, const struct course *c, day_t today);

#endif
