#ifndef DUNMAIL_FLOW_JUDGE_MEMO_H
#define DUNMAIL_FLOW_JUDGE_MEMO_H

#include "flow/judge_draft.h"
#include "flow/judge_staff.h"

/*
 * judge_memo: is a mail of one of our own people, which answers no mail of
 * ours to them, a note? The company's own server authenticated its sender, who
 * is registered, and no order stands at its top; or it lay in their own folder
 * of sent mail, as what we drafted. Reads only.
 */
struct judge_memo {
	bool is;
	bool met; /* the same mail came before, by another way */
	struct str by;
	struct drafts_row draft; /* touch.n > 0: what we drafted, sent */
};

/* Where it is one, *hit says whose: decide/memo, or the draft that it is. */
enum rc judge_memo(const struct judge_staff_ask *ask,
    const struct judge_draft *draft, struct thread_hit *hit,
    struct judge_memo *out, struct err *err);

#endif
