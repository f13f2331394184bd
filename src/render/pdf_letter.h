#ifndef DUNMAIL_RENDER_PDF_LETTER_H
#define DUNMAIL_RENDER_PDF_LETTER_H

#include "port/markdown.h"
#include "render/pdf.h"

/*
 * pdf_letter: a letter on paper. Sender and addressee stand where an envelope
 * with a window shows them (DIN 5008 form B on A4, a number 10 envelope on US
 * letter, folded in three), beside them date, account and the way to
 * pay online as a code, then subject and text with its tables. Values in, bytes
 * out, as render/pdf.h.
 */
struct pdf_letter {
	struct pdf_party seller;
	struct str customer_name, customer_account;
	struct str contact_name; /* may be empty */
	day_t date;
	struct str subject;
	const struct markdown *text;
	struct str pay_url;   /* as a code; may be empty */
	struct str reference; /* of a payment */
	struct str locale;
};

enum rc pdf_letter(
    const struct pdf_letter *doc, struct buf *out, struct err *err);

#endif
