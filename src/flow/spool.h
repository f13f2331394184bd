#ifndef DUNMAIL_FLOW_SPOOL_H
#define DUNMAIL_FLOW_SPOOL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "model/sequence.h"

/*
 * spool: messages that are files, DIR/<channel>/<touch>.<ext>: letters to be
 * printed, text messages and calls for a carrier, events for a program of the
 * house, placements for an agency. Whoever takes one away has taken it. The
 * name is the key: what is delivered twice lies there once.
 */

/* "pdf" of letters, ...; NULL: the channel is none of the spool. */
const char *spool_ending(struct str channel);
bool spool_is_outward(struct str channel);

/* "DIR/letter/ID.pdf", for a channel of the spool. */
struct str spool_path(
    struct arena *a, struct str dir, struct str channel, struct str touch);

/* RC_BAD: no such channel; RC_DOWN: the disk refuses. */
enum rc spool_deliver(struct str dir, struct str channel, struct str touch,
    struct str bytes, struct err *err);

#endif
