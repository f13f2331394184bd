#ifndef DUNMAIL_MAIL_TICKET_H
#define DUNMAIL_MAIL_TICKET_H

#include "mail/run.h"

/*
 * ticket: what ticket systems put around the words of a writer.
 */

/* Is there nothing in it but what a system says of itself? */
bool ticket_is_headline(const struct run *r);
/* Above them: fields, headlines, the label of the comment; and the fields
 * below that go with a headline. */
void ticket_mark_head(struct run *r);
/* From the end upwards, as long as nothing else stands there: feet, links. */
void ticket_mark_tail(struct run *r);

#endif
