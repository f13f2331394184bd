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

/* The first usable address in a field such as X-Failed-Recipients. */
struct str rcpt_first(struct str field);

/* The next address in s from *at on, which moves behind it; or empty. */
struct str rcpt_next(struct str s, size_t *at);

/* local@domain, with something on both sides and no blank. */
bool rcpt_is_address(struct str s);

/* Length of the part before the returned mail, which the report shows. */
size_t rcpt_report_length(struct str text);

#endif
