#ifndef DUNMAIL_WEB_PRESS_H
#define DUNMAIL_WEB_PRESS_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * press: documents are made here, one at a time, in a thread of its own: the
 * fonts are in memory once, and whoever asks for a hundred waits behind
 * nobody but themselves. Threads may share it.
 */
#define PRESS_PER_MINUTE 10 /* documents of one link */
#define PRESS_COLLEAGUE  60 /* ... of one of our own people */
#define PRESS_WAITING    4  /* that wait for their turn; more are sent away */

typedef enum rc press_job(void *ctx, struct err *err);

struct press_ask {
	struct str who; /* id of the link; a colleague's address */
	int64_t now;
	int most; /* a minute; one of the above */
};

/* What the job returns; RC_LATER: too many in a minute for who asks, or too
 * many who wait. The caller waits; ctx is the job's alone meanwhile. */
enum rc press_run(
    const struct press_ask *ask, press_job *job, void *ctx, struct err *err);

#endif
