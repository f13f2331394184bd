#ifndef DUNMAIL_FLOW_JUDGE_MEMO_H
#define DUNMAIL_FLOW_JUDGE_MEMO_H

#include "flow/judge_staff.h"

/*
 * judge_memo: is a mail of one of our own people, which answers no mail of
 * ours to them, a note? The company's own server authenticated its sender, who
 * is registered, and no order stands at its top. Reads only.
 */
struct judge_memo {
	bool is;
	bool met; /* the same mail came before, by another way */
	struct str by;
};

/* Where it is one, *hit says whose: decide/memo. */
enum rc judge_memo(const struct judge_staff_ask *ask, struct thread_hit *hit,
    struct judge_memo *out, struct err *err);

#endif
