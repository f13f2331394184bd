#ifndef DUNMAIL_FLOW_CONTEST_H
#define DUNMAIL_FLOW_CONTEST_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/course.h"
#include "store/disputes.h"

/*
 * contest: what a person does about a dispute: opens it, answers it, ends it.
 * The commands and the orders by mail share it. In the caller's transaction;
 * RC_BAD and RC_MISS say why not.
 */
struct contest {
	const struct flow *f;
	struct arena *a;
	struct str invoice;
	struct str by, text; /* who, and in what words */
	struct str inbox;    /* the mail that said it; may be empty */
	int64_t now;
};

/* Amount: as it was typed; empty: all that is open. */
enum rc contest_open(const struct contest *c, struct str reason,
    struct str amount, struct err *err);

enum rc contest_answered(const struct contest *c, struct err *err);

/* Outcome: credited, upheld, withdrawn, part; amount: as it was typed, may be
 * empty. Two steps, so that what would be credited can be judged first. */
struct contest_end {
	struct disputes_row dispute;
	struct str outcome;
	int64_t credited; /* minor units */
};
enum rc contest_weigh(const struct contest *c, struct str outcome,
    struct str amount, struct contest_end *out, struct err *err);
enum rc contest_end(
    const struct contest *c, const struct contest_end *end, struct err *err);

/* RC_MISS: nothing of that invoice is in dispute. */
enum rc contest_find(
    const struct contest *c, struct disputes_row *out, struct err *err);

#endif
