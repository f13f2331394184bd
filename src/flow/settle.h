#ifndef DUNMAIL_FLOW_SETTLE_H
#define DUNMAIL_FLOW_SETTLE_H

#include "flow/flow.h"
#include "flow/judge.h"

/*
 * settle: what was found in a mail, and by which rule and words, goes into its
 * row of the inbox; the mail is done.
 */
struct settle {
	const struct flow *f;
	struct arena *a;
	struct str inbox;
	const struct message *message;
	int64_t now;
};

enum rc settle_mail(
    const struct settle *s, const struct judge *j, struct err *err);

#endif
