#ifndef DUNMAIL_STORE_STOP_H
#define DUNMAIL_STORE_STOP_H

/*
 * stop: ends the process before or after a chosen commit, in test builds
 * only (-DDUNMAIL_STOP_POINTS); otherwise these do nothing. store.h says how
 * it is used.
 */
#define STOP_STATUS 86

/* Static text; starts the count again (a role is a process of its own). */
void stop_set_role(const char *role);
void stop_before_commit(void);
void stop_after_commit(void);

#endif
