#ifndef DUNMAIL_MAIL_DATE_H
#define DUNMAIL_MAIL_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * date: the Date header: RFC 5322 with its obsolete zones and two-digit
 * years, comments, asctime's order, ISO 8601, numbers with dots or slashes,
 * and month names of the languages of our customers. False when no day can be
 * made out; a day without a time is its noon. *offset is minutes east of UTC.
 */
bool date_parse(struct str s, int64_t *instant, int *offset);

#endif
