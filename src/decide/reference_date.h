#ifndef DUNMAIL_DECIDE_REFERENCE_DATE_H
#define DUNMAIL_DECIDE_REFERENCE_DATE_H

#include <stdbool.h>

#include "base/str.h"

/* reference_date: is this no invoice's number but a date? 03/12/2026,
 * 2026-12-03, 11/25, 12/2026 and 2026; but not 66/2019 or 19/27. */
bool reference_date_like(struct str text);

/* Do these four digits look like a year of ours? */
bool reference_date_year(const char *digits);

#endif
