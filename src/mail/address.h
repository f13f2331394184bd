#ifndef DUNMAIL_MAIL_ADDRESS_H
#define DUNMAIL_MAIL_ADDRESS_H

#include "base/arena.h"
#include "model/message.h"

/*
 * address: the value of an address header (unfolded, still encoded) to a
 * list, appended to *out. Groups are flattened, comments become the name of
 * an address that has none, what is no address is kept as a name with an
 * empty address. At most LIMIT_MAIL_ADDRESSES in all. Linear; no recursion.
 */
void address_list(
    struct arena *a, struct str value, struct message_addresses *out);

/* Message ids of a header: in <>, or bare, parted by blanks or commas.
 * At most LIMIT_MAIL_REFS: the first and the last ones. */
struct str *address_ids(struct arena *a, struct str value, size_t *count);

#endif
