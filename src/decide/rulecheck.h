#ifndef DUNMAIL_DECIDE_RULECHECK_H
#define DUNMAIL_DECIDE_RULECHECK_H

#include "decide/ruleload.h"

/*
 * rulecheck: do the rules do what their own examples say, and does none of
 * them run away on text that was made to hurt? Mistakes go to the loader.
 */
void rulecheck_book(struct ruleload *l);

#endif
