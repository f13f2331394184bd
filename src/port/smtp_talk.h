#ifndef DUNMAIL_PORT_SMTP_TALK_H
#define DUNMAIL_PORT_SMTP_TALK_H

#include "port/smtp_link.h"

/*
 * smtp_talk: the conversation of a link as a state machine: what is said for
 * a mail, and what a reply means. Moves no byte.
 */

/*
 * Start a mail on an idle link. False: it cannot be sent this way, is settled
 * as SMTP_FAILED, and the link is still idle.
 */
bool smtp_talk_begin(struct smtp_link *l, struct smtp_mail *mail);

/*
 * While a final dot is held, on a server with PIPELINING: the envelope of the
 * next mail may leave in the same write (RFC 2920, 3.1). The link goes on with
 * that mail when the dot was answered. False as in begin().
 */
bool smtp_talk_follows(const struct smtp_link *l);
bool smtp_talk_follow(struct smtp_link *l, struct smtp_mail *mail);

/* The server said this. */
void smtp_talk_hear(struct smtp_link *l, const struct smtp_reply *reply);

/* From now on it has its time again. */
void smtp_talk_wait(struct smtp_link *l);

/* Close with a reason, as when nothing came for too long. */
void smtp_talk_lose(struct smtp_link *l, const char *why);

#endif
