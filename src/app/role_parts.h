#ifndef DUNMAIL_APP_ROLE_PARTS_H
#define DUNMAIL_APP_ROLE_PARTS_H

#include "app/role.h"

/*
 * role_parts: what the loops of the roles share; one file a role,
 * role_NAME.c. Each runs until role_stops(), and returns the exit status.
 */
int role_fetch(struct app *app, const struct role *role);
int role_receive(struct app *app, const struct role *role);
int role_send(struct app *app, const struct role *role);
int role_drafts(struct app *app, const struct role *role);
int role_pay(struct app *app, const struct role *role);

/* Somebody wants this process to end. */
bool role_stops(void);
int role_stop_fd(void); /* readable from then on */

/* The next stage has something to do. */
void role_wake(const struct role *role);

/* Until woken, told to stop, or the time is up. False: it is up. */
bool role_rest(const struct role *role, int64_t seconds);

/* Seconds after so many failures in a row; one after none. */
int64_t role_backoff(int failures);

/* A failed round is logged once; RC_BAD and a lost disk end the role: false. */
bool role_survives(const char *what, enum rc rc, const struct err *err);

#define ROLE_FETCH_WAIT_SECS 540 /* IDLE is renewed every nine minutes */

#endif
