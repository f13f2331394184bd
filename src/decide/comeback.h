#ifndef DUNMAIL_DECIDE_COMEBACK_H
#define DUNMAIL_DECIDE_COMEBACK_H

#include <stdbool.h>

#include "base/day.h"
#include "base/str.h"

/*
 * comeback: the date in "I am away until 16 June", "bis 16.06.", "back on
 * Monday 3 August", "8月15日まで". Only clear forms: 3/4 in English
 * counts where another date or the sender's clock shows the order, or where
 * only one of its two readings is near. The last day of "10 to 24 August",
 * the next Monday of "back on Monday". DAY_NONE when no date stands there.
 */
struct comeback_mail {
	struct str text; /* folded (decide/phrase) */
	day_t sent;      /* the day of the mail, or DAY_NONE */
	bool american;   /* by a clock between Newfoundland and Hawaii */
};

day_t comeback_read(const struct comeback_mail *m);

/*
 * Of an absence whose words are not known: its latest date with a year or the
 * name of a month. Or DAY_NONE.
 */
day_t comeback_latest(const struct comeback_mail *m);

#endif
