#ifndef DUNMAIL_FLOW_DESK_H
#define DUNMAIL_FLOW_DESK_H

#include "base/arena.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "model/message.h"
#include "store/outbox.h"

/*
 * desk: a mail of one of our own people, proven: the company's own server
 * authenticated its sender, who is registered, and it answers a mail of ours
 * that went to this very person (its keyed tag or Message-ID says so). What
 * it does depends on the mail that it answers, one file a sort:
 *
 *   desk_task.c      a customer's reply, or work, that was handed to a person:
 *                    orders (#...), else an answer to the customer
 *   desk_worklist.c  the morning's worklist: one-letter codes of calls
 *   desk_digest.c    what is about to be sent: skip, hold, send
 *   desk_yes.c       something waits for a yes: approve, reject
 *   desk_draft.c     a draft that the collector sent
 *
 * All of a mail is done, or nothing of it, in the transaction of the caller;
 * its writer is answered once, with what was done or which line was wrong.
 * Anything else of staff (no token, a forged sender, orders in a quote) never
 * comes here: flow/judge sees to that.
 */
struct desk_mail {
	const struct flow *f;
	struct arena *a;
	struct str inbox;   /* id of the mail */
	struct str mailbox; /* that it came to */
	const struct message *message;
	struct str by;   /* the writer's address, as it is registered */
	unsigned rights; /* enum people_right */
	const struct outbox_touch *answers; /* the mail of ours */
	bool again; /* by way of our answer to an earlier try: what is no
		     * order goes to nobody then */
	const struct facts_account *account; /* that it was about; or NULL */
	int64_t now;
};

struct desk_result {
	struct str queue;  /* of the inbox row: "Done", or "Unsure" */
	struct str reason; /* in words, for the inbox row */
};

/* One for each template of a mail of ours that staff may answer. RC_BAD or
 * RC_MISS: not done; err says which line and why (desk_handle takes back what
 * was written and answers). RC_OK: the work has answered, or nobody need. */
typedef enum rc desk_work(
    const struct desk_mail *m, struct desk_result *out, struct err *err);

desk_work desk_task, desk_worklist, desk_digest, desk_yes, desk_draft;

/* Finds the work by the template of m->answers, does it in a savepoint and
 * sees that the writer is answered. */
enum rc desk_handle(
    const struct desk_mail *m, struct desk_result *out, struct err *err);

/* The answer to the writer: a mail "desk-answer" of kind staff; the first line
 * says it in short, the others are a list. Tells once, by the mail that it
 * answers. */
enum rc desk_answer(const struct desk_mail *m, const struct str *lines,
    size_t count, struct err *err);

/* Nothing was done, and why: one line a mistake. */
enum rc desk_refuse(const struct desk_mail *m, const struct str *why,
    size_t count, struct desk_result *out, struct err *err);

/* A word to another of ours whom it concerns: who asked for what is decided
 * now. By the natural key. */
enum rc desk_tell(const struct desk_mail *m, struct str to, struct str key,
    struct str line, struct err *err);

#endif
