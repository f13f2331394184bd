#ifndef DUNMAIL_FLOW_STAFF_H
#define DUNMAIL_FLOW_STAFF_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/course.h"

/*
 * staff: who of our own people gets what. Roles: collector (of the account),
 * orders (the order desk), credit (who decides about limits), escalation,
 * stakeholder (who can settle a dispute for its reason), fallback. A role that
 * nobody holds falls to the next of the list, then to the fallback; for who is
 * away their deputy gets it.
 */
struct str staff_address(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str roles,
    const struct course *about);

/* The account's own collector, by address; empty: none that is known. */
struct str staff_collector(
    const struct flow *f, const struct facts_account *facts);

/* A text of the course's details; empty: it has none of that name. */
struct str staff_detail(
    struct arena *a, const struct course *c, const char *name);

/* Who settles disputes of that reason; empty: nobody is named. */
struct str staff_stakeholder(const struct flow *f, struct str reason);

#endif
