#ifndef DUNMAIL_MAIL_REST_H
#define DUNMAIL_MAIL_REST_H

#include "mail/lines.h"

/*
 * rest: where another mail begins below the words of a writer: "Original
 * Message", the header block of a client, the history of a ticket system.
 */

/* Does everything from line i on belong to another mail? own: there were
 * words of the writer above. */
bool rest_begins(struct lines *l, size_t i, bool own);

/* The line behind a mail that is set between two lines of dashes, of which
 * line i is the first; the end of all if it is not. */
size_t rest_end(struct lines *l, size_t i);

/* "Jo Hill" and a time below it, above what Jo wrote to a ticket: how many
 * lines that is, 0 if line i is none. */
size_t rest_comment(struct lines *l, size_t i);
/* The same in a line that nobody types: time, name and "Work notes". */
bool rest_journal(struct lines *l, size_t i);

#endif
