#ifndef DUNMAIL_APP_PORTAL_H
#define DUNMAIL_APP_PORTAL_H

#include "app/app.h"

/*
 * portal: the one process that strangers talk to. It opens what it needs, the
 * public keys of links among it and nothing that could make one, gives up the
 * rest, and serves until SIGTERM or SIGINT, which the caller has blocked. No
 * store is open before: its threads open their own.
 */
int portal_run(struct app *app);

/* Its status when it has to be started again at once: a key was added. */
#define PORTAL_AGAIN 75

#endif
