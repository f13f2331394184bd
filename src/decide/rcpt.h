#ifndef DUNMAIL_DECIDE_RCPT_H
#define DUNMAIL_DECIDE_RCPT_H

#include "model/message.h"

/*
 * rcpt: whom had we written to? From the words of a report that came without
 * (or with an unusable) machine-readable part. Each address in it is weighed
 * by the line it stands in; our own addresses never count while another one
 * is there. Empty when none is found. Borrows from the message.
 */
struct str rcpt_find(const struct message *m);

/* Length of the part before the returned mail, which the report shows. */
size_t rcpt_report_length(struct str text);

#endif
