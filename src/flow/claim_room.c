#include "flow/claim_room.h"

#include "model/limits.h"
#include "store/outbox_letters.h"

void
claim_room(struct batch *b, struct store *store)
{
	arena_reset(b->a);
	arena_reset(b->letters);
	b->kept = outbox_letters_new(store, b->a);
	b->items = arena_array(b->a, LIMIT_SEND_BATCH, sizeof(*b->items));
	b->count = b->seen = b->files = 0;
	b->down = RC_OK;
}
