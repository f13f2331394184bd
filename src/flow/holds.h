#ifndef DUNMAIL_FLOW_HOLDS_H
#define DUNMAIL_FLOW_HOLDS_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/facts.h"

/*
 * holds: the reasons of rests as sentences that also say who wants it so and
 * until when, in the account's own days. Part of facts_load.
 */
void holds_tell(
    const struct flow *f, struct arena *a, struct facts_account *facts);

/* "REASON (by WHO, until DAY)" */
struct str holds_words(
    struct arena *a, struct str reason, struct str by, day_t until);

/*
 * One round: what ends soon is told to who looks after the account, one mail a
 * pause, on the business day before.
 */
enum rc holds_round(const struct flow *f, int64_t now, struct err *err);

#endif
