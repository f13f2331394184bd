#ifndef DUNMAIL_FLOW_JUDGE_STAFF_H
#define DUNMAIL_FLOW_JUDGE_STAFF_H

#include "flow/gather.h"
#include "store/outbox.h"

/*
 * judge_staff: is a mail of one of our own people proven? The company's own
 * server authenticated its sender, who is registered, and it answers a mail of
 * ours that went to this very person, lately and for the first time. Reads
 * only.
 */
struct judge_staff {
	bool proven;
	struct str why; /* not proven: in words */
	struct str by;  /* their address, as it is registered */
	unsigned rights;
	struct outbox_touch answers; /* the mail of ours */
	bool again; /* by way of our answer to an earlier try of theirs */
};

/* Is the sender one of ours at all? */
enum rc judge_staff_rights(
    const struct gather *g, unsigned *rights, struct err *err);

struct judge_staff_ask {
	const struct gather *g;
	enum authres auth;
	const struct thread_hit *thread;
	unsigned rights;
	int64_t now;
};
enum rc judge_staff(const struct judge_staff_ask *ask, struct judge_staff *out,
    struct err *err);

#endif
