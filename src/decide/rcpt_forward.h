#ifndef DUNMAIL_DECIDE_RCPT_FORWARD_H
#define DUNMAIL_DECIDE_RCPT_FORWARD_H

#include "model/message.h"

/*
 * rcpt_forward: a server behind a forwarding names the address it forwards
 * to, which we never knew. The returned mail, or the words beside that
 * address, still show the one we wrote to. Borrows from the message.
 */

/* Of one block of a report; empty when it names none. */
struct str rcpt_reported(const struct message *m, const struct message_dsn *d);

/* found, or the address the returned mail went to when found is not among
 * its recipients. */
struct str rcpt_before_forward(const struct message *m, struct str found);

/* The same from a returned mail in the text of the report. */
struct str rcpt_in_text(const struct message *m, struct str found);

/* "(generated from a@b)" beside found; or found. */
struct str rcpt_expanded(const struct message *m, struct str found);

#endif
