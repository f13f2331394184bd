#ifndef DUNMAIL_DECIDE_POSTING_VALUE_H
#define DUNMAIL_DECIDE_POSTING_VALUE_H

#include <stdbool.h>

#include "base/day.h"
#include "base/money.h"

/* posting_value: what people type into a field for an amount or a day, in the
 * way of their locale. Pure. */

/* "1.234,50", "1,234.50", "1 234,5", "EUR 12": false if it is no amount of
 * that currency, or could be two. */
bool posting_value_amount(struct str typed, struct str locale,
    struct str currency, struct money *out);

/* "2026-12-04", "4.12.2026", "04/12/26": DAY_NONE if it is no day. */
day_t posting_value_day(struct str typed, struct str locale);

/* "09:30" as minutes; false if it is none. 24:00 is the end of a day. */
bool posting_value_time(struct str typed, int *out);

#endif
