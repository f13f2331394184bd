#ifndef DUNMAIL_APP_ROLE_H
#define DUNMAIL_APP_ROLE_H

#include "app/app.h"

/* role: what one process of the gateway does until it is told to stop. */
enum role_kind {
	ROLE_FETCH,
	ROLE_RECEIVE,
	ROLE_SEND,
	ROLE_DRAFTS,
	ROLE_PORTAL,
	ROLE_PAY,
};

struct role {
	const char *name; /* static */
	enum role_kind kind;
	const struct mailbox_settings *box; /* fetch */
	int wake_in;                        /* readable: look now; -1: none */
	int wake_out; /* a byte wakes the next stage; -1: none */
};

/* In the child: open what the role needs and nothing else, then work. */
int role_run(struct app *app, const struct role *role);

#endif
