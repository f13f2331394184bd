#ifndef DUNMAIL_FLOW_APPLY_COURSES_H
#define DUNMAIL_FLOW_APPLY_COURSES_H

#include "flow/apply.h"
#include "store/deed.h"

/*
 * apply_courses: a dispute or promise that a mail makes, and the course that
 * begins with it. What an answer of the same mail says already is not said
 * again. Between apply.c and here only.
 */
enum rc apply_courses_dispute(
    const struct apply *ap, const struct deed_dispute *d, struct err *err);
enum rc apply_courses_promise(
    const struct apply *ap, const struct deed_promise *p, struct err *err);

#endif
