#ifndef DUNMAIL_MAIL_LABEL_H
#define DUNMAIL_MAIL_LABEL_H

#include "base/str.h"

/*
 * label: the names of header fields as mail clients print them above a quoted
 * mail, in their languages. key is that of mail/quoteword.
 */
enum label {
	LABEL_NONE,
	LABEL_FROM,
	LABEL_DATE,
	LABEL_TO,
	LABEL_CC,
	LABEL_SUBJECT,
	LABEL_OTHER, /* Importance:, Attachments:, Reply-To: */
};

/* The label a key starts with ("from: ...", "objet : ..."). */
enum label label_of(struct str key);

#endif
