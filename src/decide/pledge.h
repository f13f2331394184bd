#ifndef DUNMAIL_DECIDE_PLEDGE_H
#define DUNMAIL_DECIDE_PLEDGE_H

#include "model/facts.h"

/*
 * pledge: what became of a promise, decided from applied payments alone.
 */
enum pledge {
	PLEDGE_OPEN,   /* its day and grace have not passed */
	PLEDGE_KEPT,   /* all paid, or the amount promised */
	PLEDGE_PARTLY, /* something came in time, not all */
	PLEDGE_BROKEN,
};

enum pledge pledge_judge(
    const struct facts_promise *promise, day_t today, int grace_days);

const char *pledge_name(enum pledge p); /* the promise's state in words */

#endif
