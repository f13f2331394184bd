#ifndef DUNMAIL_DECIDE_WHEN_NAME_H
#define DUNMAIL_DECIDE_WHEN_NAME_H

#include "base/str.h"

/* when_name: the kinds of dates as a rule file names them. */

/* WHEN_DAY to WHEN_NOTHING of rulebook.h, or -1. */
int when_named(struct str name);

#endif
