#ifndef DUNMAIL_MAIL_DATE_H
#define DUNMAIL_MAIL_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * date: the Date header: RFC 5322 with its obsolete zones and two-digit
 * years, comments, asctime's order and ISO 8601. False when no day and no
 * time can be made out. *offset is minutes east of UTC.
 */
bool date_parse(struct str s, int64_t *instant, int *offset);

#endif
