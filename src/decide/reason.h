#ifndef DUNMAIL_DECIDE_REASON_H
#define DUNMAIL_DECIDE_REASON_H

#include "base/arena.h"
#include "decide/phrase.h"
#include "model/intent.h"

/*
 * reason: why a mail came back, from the status code and the words of the
 * refusing server. Hard means that this address will never take mail: unknown
 * user, unknown host, moved away, host takes no mail. All else is soft. Words
 * that say full or blocked win over the code; a code that says unknown user
 * wins over vague words.
 */
enum reason {
	REASON_UNDECIDED,
	REASON_FULL,
	REASON_MOVED,
	REASON_BLOCKED, /* policy, reputation, content, relaying, rate */
	REASON_SENDER,  /* our address or host is what they refuse */
	REASON_SIZE,
	REASON_EXPIRED,
	REASON_SUSPENDED,
	REASON_RETRY, /* greylisted, deferred */
	REASON_UNKNOWN_USER,
	REASON_UNKNOWN_HOST,
	REASON_REFUSES, /* the host takes no mail at all */
	REASON_SYSTEM,
};

struct reason_result {
	enum reason reason;
	struct str evidence; /* the words or the code */
};

/*
 * status "5.1.1" or empty; diagnostic as the server said it; text the whole
 * report, folded, asked last.
 */
struct reason_result reason_read(
    struct arena *a, struct str status, struct str diagnostic, struct str text);

enum bounce_severity reason_severity(enum reason reason);

/* First enhanced status ("5.1.1") in text, or the class of an SMTP reply
 * ("550" gives "550"); empty when there is none. Borrows from text. */
struct str reason_status(struct str text);

#endif
