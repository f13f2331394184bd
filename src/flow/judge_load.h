#ifndef DUNMAIL_FLOW_JUDGE_LOAD_H
#define DUNMAIL_FLOW_JUDGE_LOAD_H

#include "decide/inbound.h"
#include "flow/gather.h"

/* judge_load: what the ledger counts for a decision: automatic answers of the
 * last day, and the invoices of the mail that is answered. Between judge.c and
 * here only. */
enum rc judge_load_counts(const struct gather *g, int64_t now,
    struct str exchange, struct inbound *in, struct err *err);
enum rc judge_load_touch(
    const struct gather *g, struct inbound *in, struct err *err);

#endif
