#ifndef DUNMAIL_PORT_SMTP_TEXT_H
#define DUNMAIL_PORT_SMTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * smtp_text: what may go on the wire, and in which form. No I/O.
 */
struct smtp_text_body {
	bool eight; /* has bytes above 127 */
	bool open;  /* does not end with CRLF */
	bool dots;  /* has lines that begin with a dot */
};

/*
 * Static reason why this cannot be an envelope address, or NULL. *utf8 is set
 * (never cleared) when it needs SMTPUTF8. "" is fine when `null_ok`.
 */
const char *smtp_text_address(struct str address, bool null_ok, bool *utf8);

/* Static reason why these bytes are no mail that can be sent, or NULL: bare
 * CR, bare LF and NUL are what smuggles a second mail past other readers. */
const char *smtp_text_check(struct str bytes, struct smtp_text_body *out);

/*
 * Append the next bytes of the mail, dots doubled (RFC 5321, 4.5.2), about
 * `room` at most; *pos goes on. True when the final dot is in.
 */
bool smtp_text_stuff(struct buf *out, struct str bytes,
    const struct smtp_text_body *body, size_t *pos, size_t room);

#endif
