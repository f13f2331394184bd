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
	struct message_file *files;
	struct message *m;
	struct err err;
	size_t n;

	if (wire_get(a, raw, &m, &err) == RC_OK &&
	    (!str_is_utf8(m->text) || !str_is_utf8(m->subject)))
		abort();
	if (wire_get_files(a, raw, &files, &n, &err) == RC_OK)
		for (size_t i = 0; i < n; i++)
			if (!str_is_utf8(files[i].name) ||
			    files[i].bytes.n > size)
				abort();
	arena_free(&a);
	return 0;
}
