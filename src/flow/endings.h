#ifndef DUNMAIL_FLOW_ENDINGS_H
#define DUNMAIL_FLOW_ENDINGS_H

#include "base/arena.h"
#include "decide/pledge.h"
#include "decide/redress.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "store/disputes.h"

/*
 * endings: promises and disputes of one account whose end the payments and
 * credit memos tell by now. The planner writes them down, with what happened
 * in their courses, in its own transaction.
 */

/* Nothing, if the kind of sequence has no such endings. *closed: how many have
 * changed what holds the account back; its facts are old then. */
enum rc endings_write(const struct flow *f, struct arena *a,
    enum sequence_kind kind, const struct facts_account *facts, size_t *closed,
    struct err *err);

/* What happens in a promise's course with that outcome: a broken one is told
 * apart from the second within a year. */
enum rc endings_of_promise(const struct flow *f,
    const struct facts_account *facts, enum pledge outcome,
    enum step_anchor *out, struct err *err);

struct redress endings_of_dispute(const struct disputes_row *d);

#endif
