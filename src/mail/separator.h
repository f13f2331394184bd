#ifndef DUNMAIL_MAIL_SEPARATOR_H
#define DUNMAIL_MAIL_SEPARATOR_H

#include <stdbool.h>

#include "base/str.h"

/*
 * separator: the lines by which mail programs part a mail from the one it
 * answers or forwards, in some twenty languages. All take a key of
 * mail/quoteword.
 */

/* "-----Original Message-----", "---------- Forwarded message ---------",
 * "Begin forwarded message:"; a header may follow on the same line. */
bool separator_is(struct str key);
/* The same words without any dash. */
bool separator_is_bare(struct str key);
/* "----- End of forwarded message -----" */
bool separator_ends(struct str key);
/* "Please type your reply above this line" */
bool separator_reply_above(struct str key);

#endif
