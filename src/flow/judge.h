#ifndef DUNMAIL_FLOW_JUDGE_H
#define DUNMAIL_FLOW_JUDGE_H

#include "decide/classify.h"
#include "decide/inbound.h"
#include "flow/flow.h"
#include "flow/judge_memo.h"
#include "flow/judge_staff.h"
#include "model/facts.h"
#include "model/thread.h"

/*
 * judge: one parsed mail against the ledger: guard, thread, classify, decide.
 * Reads only; receive applies what comes out, a dry run prints it.
 */
struct judge_in {
	const struct message *message;
	struct str mailbox; /* that it came to */
	struct str inbox;   /* its id there; may be empty */
	int64_t now;
	int64_t came_at; /* when the mail came to us */
	/* Of one that we made ourselves of a form: the row of the inbox says
	 * whose it is, and no header does. Empty: none of these. */
	struct str made_of; /* "portal", "text" */
	bool doubted;       /* of a text: who sent it can be forged */
	struct str account, contact;
};

struct judge {
	struct guard guard;
	bool human;
	bool own; /* a mail of ours that came back */
	struct intent intent;
	struct thread_hit thread;
	struct str made_of;  /* as handed in */
	struct str exchange; /* names it: its first mail's id */
	bool has_account;
	struct facts_account facts;
	const struct str *touch_invoices; /* of the mail that it answers */
	size_t touch_invoice_count;
	/* A proven mail of our own people is for flow/desk: nothing is decided
	 * about it here. */
	struct judge_staff staff;
	struct judge_memo memo; /* one that becomes a note */
	struct inbound_result result;
};

enum rc judge_mail(const struct flow *f, struct arena *a,
    const struct judge_in *in, struct judge *out, struct err *err);

/*
 * The same in three parts. That in the middle is most of the work and knows
 * nothing but the mail, the rules and what the first part found: another
 * thread may do it, best for many mails at once (JUDGE_MANY at most), while
 * this one asks the ledger about other mails. The arena is that thread's
 * meanwhile, and the rules are used by one thread at a time.
 */
#define JUDGE_MANY CLASSIFY_MANY
struct judge_work;

enum rc judge_begin(const struct flow *f, struct arena *a,
    const struct judge_in *in, struct judge_work **out, struct err *err);
void judge_understand(struct judge_work *const *v, size_t n);
enum rc judge_end(struct judge_work *w, struct judge *out, struct err *err);

#endif
