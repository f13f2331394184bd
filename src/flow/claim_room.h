#ifndef DUNMAIL_FLOW_CLAIM_ROOM_H
#define DUNMAIL_FLOW_CLAIM_ROOM_H

#include "flow/claim.h"

/* claim_room: an empty batch, with room for what one may hold. */
void claim_room(struct batch *b, struct store *store);

#endif
