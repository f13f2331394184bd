#ifndef DUNMAIL_DECIDE_RCPT_ADDRESS_H
#define DUNMAIL_DECIDE_RCPT_ADDRESS_H

#include "model/message.h"

/*
 * rcpt_address: addresses in the words of a report, also with a quoted local
 * part or in other scripts (RFC 6532). Borrows from what it reads.
 */

/* local@domain, with something on both sides and no blank. */
bool rcpt_is_address(struct str s);

/* The address around the '@' at `at`; empty if there is none. */
struct str rcpt_at(struct str s, size_t at);

/* The next address in s from *at on, which moves behind it; or empty. */
struct str rcpt_next(struct str s, size_t *at);

/* The first usable address in a field such as X-Failed-Recipients. */
struct str rcpt_first(struct str field);

bool rcpt_is_among(const struct message_addresses *list, struct str address);

/* The mail is from it or to it. */
bool rcpt_is_own(const struct message *m, struct str address);

#endif
