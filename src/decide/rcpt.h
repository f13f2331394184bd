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

/* "(generated from a@b)" beside found; or found. */
struct str rcpt_expanded(const struct message *m, struct str found);

/*
 * The same from a block of the report. A server behind a forwarding names the
 * address it forwards to; the returned mail still shows ours.
 */
struct str rcpt_reported(const struct message *m, const struct message_dsn *d);

/* found, or the address the returned mail went to when it is not among its
 * recipients: found is then where that one is forwarded to. */
struct str rcpt_before_forward(const struct message *m, struct str found);

/* The first usable address in a field such as X-Failed-Recipients. */
struct str rcpt_first(struct str field);

/* The next address in s from *at on, which moves behind it; or empty. */
struct str rcpt_next(struct str s, size_t *at);

/* local@domain, with something on both sides and no blank. */
bool rcpt_is_address(struct str s);

/* Length of the part before the returned mail, which the report shows. */
size_t rcpt_report_length(struct str text);

#endif
