#ifndef DUNMAIL_DECIDE_PROMISE_H
#define DUNMAIL_DECIDE_PROMISE_H

#include "decide/reading.h"
#include "model/intent.h"

/*
 * promise: the payments that a reply announces, one entry each, with the day
 * and the sum that stand with it. Fills ->promises of an intent that is a
 * promise.
 */
void promise_collect(struct reading *r, struct intent *out);

#endif
