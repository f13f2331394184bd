#ifndef DUNMAIL_FLOW_COMPOSE_COURSES_H
#define DUNMAIL_FLOW_COMPOSE_COURSES_H

#include "flow/compose_rows.h"

/*
 * compose_courses: the step that a letter says, in today's sequence for its
 * account, and the courses it speaks of with the words for them.
 */
enum rc compose_courses_load(struct compose *j, struct err *err);

#endif
