#ifndef DUNMAIL_RENDER_LINK_ID_H
#define DUNMAIL_RENDER_LINK_ID_H

#include "base/str.h"

/*
 * link_id: an id of the ledger within a token. Its length stands before it;
 * an even number of hex digits, as in the ids that we make and in many numbers
 * of accounts, is packed into half as many bytes, and 0x80 is added to their
 * number.
 */
#define LINK_ID_MAX  64 /* bytes of an id */
#define LINK_ID_ROOM (1 + LINK_ID_MAX)

/* At most LINK_ID_ROOM bytes; returns how many. The id is none too long. */
size_t link_id_put(unsigned char *to, struct str id);

/* Takes one off the front of *rest; false when there is none. What was packed
 * is unpacked into `room`; `packed` says whether it may be. */
bool link_id_take(
    struct str *rest, bool packed, char room[LINK_ID_MAX], struct str *id);

#endif
