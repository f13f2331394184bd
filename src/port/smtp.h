#ifndef DUNMAIL_PORT_SMTP_H
#define DUNMAIL_PORT_SMTP_H

#include "base/err.h"
#include "base/str.h"
#include "model/settings.h"

/*
 * smtp: hands frozen mails to one submission server over several connections
 * (RFC 5321, 2920 PIPELINING where offered, 1870 SIZE, 6531 SMTPUTF8 only
 * when needed). libcurl connects, verifies TLS and logs in; the protocol is
 * spoken here over its stream, with TCP_NODELAY and whole-message writes.
 * With PIPELINING the commands MAIL, RCPT and DATA go in one write, behind the
 * final dot of the mail before (RFC 2920, 3.1). Not a byte of the next mail
 * itself leaves before that dot was answered. A server that drops what stands
 * behind a dot, or minds it, is told so no more.
 */
enum smtp_outcome {
	SMTP_ACCEPTED,  /* 2xx to the final dot */
	SMTP_DEFERRED,  /* 4xx, or the link went before the final dot */
	SMTP_FAILED,    /* 5xx for this mail or its recipient */
	SMTP_UNCERTAIN, /* the link went between final dot and reply */
};

struct smtp_mail {
	struct str from; /* envelope; "" is the null sender */
	struct str to;
	struct str bytes; /* complete mail, CRLF line ends, not dot-stuffed */

	/* filled by smtp_send */
	enum smtp_outcome outcome;
	int code;        /* of the reply that decided; 0: link lost */
	char reply[200]; /* its text, foreign */
	bool settled;
};

struct smtp;

/* Called as each mail is settled, in any order. */
typedef void smtp_settled(void *ctx, struct smtp_mail *mail);

/*
 * Called between rounds when a mail was settled since, or when the final dots
 * of these mails are about to leave: they leave when it returns. What has to
 * be on record before a mail can have arrived is written here.
 */
typedef void smtp_round(void *ctx, struct smtp_mail *const *dots, size_t n);

/* Nothing connects before the first smtp_send. connections: 1 to 64. */
enum rc smtp_open(const struct server_settings *server, struct str helo,
    int connections, struct smtp **out, struct err *err);
void smtp_close(struct smtp **s);
void smtp_on_round(struct smtp *s, smtp_round *round, void *ctx);

/*
 * Send all mails; every one is settled when it returns RC_OK. RC_DOWN: no
 * connection could be had (log-in, TLS, name); mails not settled were never
 * begun. CR, LF or NUL in an envelope address, bare CR or LF in the bytes:
 * SMTP_FAILED with code 0 and the reason in reply. 421 closes that connection,
 * not the mail: one that the server had no byte of goes over another
 * connection, once. The reply to the final dot is waited for ten times
 * server.timeout (RFC 5321, 4.5.3.2.6: 10 minutes with the usual 60 seconds).
 */
enum rc smtp_send(struct smtp *s, struct smtp_mail *mails, size_t count,
    smtp_settled *settled, void *ctx, struct err *err);

/* Connect, log in, quit: what `check` does. */
enum rc smtp_probe(
    const struct server_settings *server, struct str helo, struct err *err);

#endif
