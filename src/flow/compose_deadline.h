#ifndef DUNMAIL_FLOW_COMPOSE_DEADLINE_H
#define DUNMAIL_FLOW_COMPOSE_DEADLINE_H

#include "flow/compose_rows.h"

/* compose_deadline: the day by which a firm letter wants to be paid, into
 * j->deadline. Between compose.c and here only. */
void compose_deadline_set(struct compose *j);

#endif
