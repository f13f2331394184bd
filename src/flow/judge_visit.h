#ifndef DUNMAIL_FLOW_JUDGE_VISIT_H
#define DUNMAIL_FLOW_JUDGE_VISIT_H

#include "decide/inbound.h"
#include "flow/flow.h"

/*
 * judge_visit: the talk that a calendar's answer is about, and what it
 * proposes on the account's own clock. RC_MISS: its id is none of ours, and
 * does not claim to be. Between judge.c and here only.
 */
enum rc judge_visit(const struct flow *f, struct arena *a,
    const struct message *m, const struct facts_account *facts,
    struct inbound_visit *out, struct err *err);

#endif
