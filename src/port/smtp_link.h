#ifndef DUNMAIL_PORT_SMTP_LINK_H
#define DUNMAIL_PORT_SMTP_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "port/connect.h"
#include "port/smtp.h"
#include "port/smtp_reply.h"
#include "port/smtp_text.h"

/*
 * smtp_link: the conversation over one connection as a state machine: one
 * mail at a time, moved on by whoever polls. Knows no other link.
 */
enum smtp_stage {
	SMTP_EHLO, /* waits for the reply to EHLO */
	SMTP_IDLE, /* may be given a mail */
	SMTP_RSET, /* each: waits for that command's reply; in this order */
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_BODY,  /* sending */
	SMTP_DOT,   /* all of the mail and the final dot are handed over */
	SMTP_EMPTY, /* DATA was taken though nobody receives: "." alone */
	SMTP_GONE,  /* connection closed */
};

struct smtp_link {
	struct connect *c;
	enum smtp_stage stage;

	struct smtp_offer offer;

	struct buf out;
	size_t sent; /* of out */
	struct buf in;
	size_t read; /* of in */

	struct smtp_mail *mail; /* being sent; NULL when idle */
	struct smtp_text_body body;
	size_t pos;  /* in the mail's bytes */
	bool dotted; /* final dot is in out */
	bool holds;  /* wants to be asked before a final dot leaves */
	bool held;   /* waits for it: clear, then smtp_link_flush */
	bool dirty;  /* a transaction may be open: RSET first */
	bool rested; /* was idle for long: may be stale */
	bool again;  /* gone, but the mail was not touched: try another */
	int code;    /* of the first refusal; 0: none yet */
	char text[200];
	unsigned decided; /* mails whose outcome the server decided */

	int64_t timeout; /* milliseconds without a byte */
	int64_t deadline;
};

/* Takes the connection and says EHLO. */
void smtp_link_init(
    struct smtp_link *l, struct connect *c, struct str helo, int64_t timeout);

/* Says QUIT if it may, closes, frees. A mail being sent is settled first. */
void smtp_link_fini(struct smtp_link *l);

/*
 * Start a mail on an idle link. False: it cannot be sent this way, is settled
 * as SMTP_FAILED, and the link is still idle.
 */
bool smtp_link_begin(struct smtp_link *l, struct smtp_mail *mail);

/*
 * Move as far as goes without blocking. Afterwards look at stage: IDLE, then
 * the mail given to begin() is settled; GONE, then it is settled too, unless
 * `again` is set: outcome SMTP_DEFERRED is filled in, settled is not.
 */
void smtp_link_pump(struct smtp_link *l);

/* Only write what can be written: after begin(), nothing can be there yet. */
void smtp_link_flush(struct smtp_link *l);

short smtp_link_events(const struct smtp_link *l);

/* Close with a reason, as when nothing came for too long. */
void smtp_link_lose(struct smtp_link *l, const char *why);

#endif
