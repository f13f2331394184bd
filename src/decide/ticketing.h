#ifndef DUNMAIL_DECIDE_TICKETING_H
#define DUNMAIL_DECIDE_TICKETING_H

#include "decide/guard.h"
#include "decide/marks.h"

/*
 * ticketing: what a customer's ticket system sends is its own acknowledgement,
 * or the words of a person who answered in it.
 */

/* Not a machine: the words of a person, sent by a ticket system. Returns true
 * when it knows so and has filled *out. */
bool ticketing_passed_on(struct marks *k, struct guard *out);

/* Says that our mail arrived and what becomes of it, whatever it quotes. */
bool ticketing_acknowledges(struct marks *k);

#endif
