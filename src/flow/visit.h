#ifndef DUNMAIL_FLOW_VISIT_H
#define DUNMAIL_FLOW_VISIT_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/course.h"
#include "model/visit.h"

/*
 * visit: the names of a proposed talk. Each time that it is moved it goes on
 * as a new course, for what was said of its old day is said no more.
 */
struct str visit_subject(struct arena *a, const struct visit *v);
/* Details of its course, which name the visit. */
struct str visit_detail(struct arena *a, const struct visit *v);

/* The visit that a course is about; empty: it is about none. */
struct str visit_of_course(struct arena *a, const struct course *c);

/* The unique id of its calendar event, which only we can make; and back to
 * what the ledger keeps of it. */
struct str visit_uid(const struct flow *f, struct arena *a, struct str kept);
struct str visit_kept(const struct flow *f, struct arena *a, struct str id);

#endif
