#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/message.h"
#include "mail/wire.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A mail that was parsed goes over the wire and comes back. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct str raw = {(const char *)data, size};
	struct message *m, *back;
	struct err err;
	struct buf b;

	if (message_parse(a, raw, &m, &err) == RC_OK) {
		buf_init(&b, LIMIT_MAIL_WIRE);
		wire_put(&b, m);
		if (!b.full && wire_get(a, buf_str(&b), &back, &err) != RC_OK)
			abort();
		buf_fini(&b);
	}
	arena_free(&a);
	return 0;
}
