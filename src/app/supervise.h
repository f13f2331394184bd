#ifndef DUNMAIL_APP_SUPERVISE_H
#define DUNMAIL_APP_SUPERVISE_H

#include "app/app.h"

/*
 * supervise: one process a role, each with only the secrets that it needs;
 * they meet in the store alone. A pipe between them says "look now" and
 * nothing else. A role that ends is started again; SIGTERM lets each finish
 * what it holds.
 *
 *   fetch    a mailbox each: its password, no key
 *   receive  the key of tags, the rules, the parser child; no password
 *   send     the keys, the texts, the passwords of sending; plans too
 *   pay      the payment provider's key; no key of ours, no password
 *   portal   the public key of links, a handle that reads and one that writes
 *            posts; no password
 */
int supervise(struct app *app);

#endif
