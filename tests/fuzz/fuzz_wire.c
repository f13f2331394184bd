#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/wire.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the parent accepts from its child is clean. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct str raw = {(const char *)data, size};
	struct message *m;
	struct err err;

	if (wire_get(a, raw, &m, &err) == RC_OK &&
	    (!str_is_utf8(m->text) || !str_is_utf8(m->subject)))
		abort();
	arena_free(&a);
	return 0;
}
