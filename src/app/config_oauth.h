#ifndef DUNMAIL_APP_CONFIG_OAUTH_H
#define DUNMAIL_APP_CONFIG_OAUTH_H

#include "app/config.h"
#include "base/arena.h"

/*
 * config_oauth: what [oauth] leaves out follows from its provider and flow; a
 * server of the mailbox that has a user and no secret of its own logs in by it.
 */
void config_oauth_fill(
    struct arena *a, struct str keys_dir, struct mailbox_settings *b);

/* What does not go together. */
void config_oauth_check(const struct config *c,
    const struct mailbox_settings *b, struct mistakes *m);

#endif
