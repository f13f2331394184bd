#include "port/smtp_envelope.h"

const char *
smtp_envelope_check(const struct smtp_mail *mail,
    const struct smtp_offer *offer, struct smtp_envelope *out)
{
	const char *why;

	out->utf8 = false;
	why = smtp_text_address(mail->from, true, &out->utf8);
	if (!why)
		why = smtp_text_address(mail->to, false, &out->utf8);
	if (!why)
		why = smtp_text_check(mail->bytes, &out->body);
	if (!why && out->utf8 && !offer->utf8)
		why = "the server takes no UTF-8 addresses";
	if (!why && offer->size > 0 && mail->bytes.n > offer->size)
		why = "larger than the server takes";
	return why;
}

void
smtp_envelope_mail(struct buf *out, const struct smtp_mail *mail,
    const struct smtp_offer *offer, const struct smtp_envelope *e)
{
	buf_adds(out, "MAIL FROM:<");
	buf_add_str(out, mail->from);
	buf_adds(out, ">");
	if (offer->sized)
		buf_fmt(out, " SIZE=%zu", mail->bytes.n);
	if (offer->eightbit && (e->body.eight || e->utf8))
		buf_adds(out, " BODY=8BITMIME");
	buf_adds(out, e->utf8 ? " SMTPUTF8\r\n" : "\r\n");
}

void
smtp_envelope_rcpt(struct buf *out, const struct smtp_mail *mail)
{
	buf_adds(out, "RCPT TO:<");
	buf_add_str(out, mail->to);
	buf_adds(out, ">\r\n");
}
