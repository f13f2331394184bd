#ifndef DUNMAIL_FLOW_POSTING_PARTS_H
#define DUNMAIL_FLOW_POSTING_PARTS_H

#include "decide/posting.h"
#include "flow/facts.h"
#include "model/message.h"
#include "store/posts.h"

/* posting_parts: between the files posting*.c only. */
struct posting_job {
	const struct flow *f;
	struct arena *a;
	const struct post *post;
	int64_t now;

	/* out */
	const char *answer; /* what is shown of it */
	bool refused;
};

/* One for each kind of post, in the transaction of the caller. */
typedef enum rc posting_work(struct posting_job *j, struct err *err);

posting_work posting_form, posting_link;

/* The mail that it would have been. */
struct posting_mail {
	const struct contact *who;
	struct str text;
	const struct posting_read *read;
	struct str inbox;   /* out: id of its row */
	struct str mailbox; /* out: that it lies in */
	struct message message;
};
/* Composes it and puts it into the inbox, new. RC_MISS: it is there. */
enum rc posting_mail_put(const struct posting_job *j,
    const struct facts_account *facts, struct posting_mail *m, struct err *err);

#endif
