#ifndef DUNMAIL_PORT_SMTP_LINK_H
#define DUNMAIL_PORT_SMTP_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "port/connect.h"
#include "port/smtp.h"
#include "port/smtp_envelope.h"

/*
 * smtp_link: one connection and where its conversation stands: one mail at a
 * time, and the envelope of the next behind it. Moves the bytes when told by
 * whoever polls; smtp_talk knows what they mean. Knows no other link.
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
	struct smtp_envelope envelope;
	struct smtp_mail *next; /* its envelope stands behind the dot */
	struct smtp_envelope next_envelope;
	size_t pos;     /* in the mail's bytes */
	bool dotted;    /* final dot is in out */
	size_t dot_end; /* where it ends there */
	bool held;      /* the dot waits to be let go: clear, then flush */
	bool dirty;     /* a transaction may be open: RSET first */
	bool rested;    /* was idle for long: may be stale */
	bool behind;    /* told behind a dot, and not a word about it yet */
	bool again;     /* gone, but the mail was not touched: try another */
	int code;       /* of the first refusal; 0: none yet */
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
 * Move as far as goes without blocking. Afterwards look at what was in hand,
 * mail and next: settled or not. GONE: so is mail, unless `again` is set:
 * outcome SMTP_DEFERRED is filled in, settled is not; next was never begun.
 */
void smtp_link_pump(struct smtp_link *l);

/* Only write what can be written: after begin(), nothing can be there yet. */
void smtp_link_flush(struct smtp_link *l);

short smtp_link_events(const struct smtp_link *l);

#endif
