#ifndef DUNMAIL_PORT_SMTP_ENVELOPE_H
#define DUNMAIL_PORT_SMTP_ENVELOPE_H

#include "base/buf.h"
#include "port/smtp.h"
#include "port/smtp_reply.h"
#include "port/smtp_text.h"

/*
 * smtp_envelope: whether a mail may go to a server that offers this, and the
 * commands in front of it. No I/O.
 */
struct smtp_envelope {
	struct smtp_text_body body;
	bool utf8; /* an address needs SMTPUTF8 */
};

/* Static reason why it may not, or NULL. */
const char *smtp_envelope_check(const struct smtp_mail *mail,
    const struct smtp_offer *offer, struct smtp_envelope *out);

void smtp_envelope_mail(struct buf *out, const struct smtp_mail *mail,
    const struct smtp_offer *offer, const struct smtp_envelope *e);
void smtp_envelope_rcpt(struct buf *out, const struct smtp_mail *mail);

#endif
