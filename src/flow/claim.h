#ifndef DUNMAIL_FLOW_CLAIM_H
#define DUNMAIL_FLOW_CLAIM_H

#include "flow/deliver.h"
#include "flow/send.h"

/*
 * claim: takes what may go now. In the caller's transaction the balance is
 * read again, what is paid, disputed or promised since is skipped, and the
 * rest is written, frozen and in state sending. The letters of some touches
 * are written by a second thread while the facts of the next are read.
 */
struct claim;

struct batch {
	struct arena *a;       /* of the caller, both; emptied by claim_batch */
	struct arena *letters; /* the second thread's */
	struct outbox_letters *kept;
	struct deliver_item *items;
	size_t count;
	size_t seen;  /* touches looked at; fewer than LIMIT_SEND_BATCH: there
		       * were no more, and files are not too many */
	size_t files; /* attached to them */

	enum rc down; /* what deliver_all said, and why */
	struct err why;
};

/* For one round at one moment, counted in *stats. */
struct claim *claim_new(const struct flow *f, struct journal *journal,
    int64_t now, struct send_stats *stats);
void claim_free(struct claim **c);

/* All rows until the next call get one owner; the journal is begun for them
 * with the first. Nothing may be on its way. */
void claim_start(struct claim *c);

/* What else belongs into the transaction. */
struct claim_also {
	enum rc (*work)(void *ctx, struct err *err);
	void *ctx;
};

/* Nothing of *b counts unless the transaction is committed. What is also to be
 * done is done once, while the last letters are written. */
enum rc claim_batch(struct claim *c, struct batch *b,
    const struct claim_also *also, struct err *err);

#endif
