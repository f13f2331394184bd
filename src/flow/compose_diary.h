#ifndef DUNMAIL_FLOW_COMPOSE_DIARY_H
#define DUNMAIL_FLOW_COMPOSE_DIARY_H

#include "flow/compose_rows.h"

/* compose_diary: the talks that a mail of flow/diary brings, as invitations or
 * as calls to take them out; any other touch: nothing. Between compose.c and
 * here only. */
enum rc compose_diary_load(struct compose *j, struct err *err);

#endif
