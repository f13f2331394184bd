#ifndef DUNMAIL_DECIDE_COMEBACK_H
#define DUNMAIL_DECIDE_COMEBACK_H

#include "base/day.h"
#include "base/str.h"

/*
 * comeback: the date in "I am away until 16 June", "bis 16.06.", "back on
 * Monday 3 August", "8月15日まで". Only clear forms: 3/4 without a year or in
 * English says nothing certain. text is folded (decide/phrase); sent is the
 * day of the mail, or DAY_NONE. The last day of "10 to 24 August", the next
 * Monday of "back on Monday". DAY_NONE when no date stands there.
 */
day_t comeback_read(struct str text, day_t sent);

#endif
