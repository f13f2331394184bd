#ifndef DUNMAIL_DECIDE_DEPUTY_H
#define DUNMAIL_DECIDE_DEPUTY_H

#include "decide/marks.h"

/*
 * deputy: whom does an automatic answer name to write to meanwhile? The
 * address, in lower case, that stands closest behind such words; never one
 * the mail came from or went to. Empty when none is named. A suggestion for a
 * person: nothing is sent there by itself.
 */
struct str deputy_read(struct marks *k);

/* Only one of which such words speak. */
struct str deputy_named(struct marks *k);

#endif
