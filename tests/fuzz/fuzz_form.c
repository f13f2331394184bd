#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "decide/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Up to the first NUL the reply, behind it the whole text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64 << 20);
	struct str all = {(const char *)data, size};
	size_t cut = str_chr(all, '\0');
	struct str reply = str_sub(all, 0, cut == STR_NPOS ? size : cut);
	struct str text = str_sub(all, cut == STR_NPOS ? 0 : cut + 1, size);
	struct form f;

	form_read(a, reply, text, &f);
	if (f.filled > f.labels || f.labels > FORM_FIELDS ||
	    f.rest.n > reply.n + 1 || f.from < 0 || f.to > 1440 ||
	    (f.to > 0 && f.from >= f.to))
		abort();
	for (int i = 0; i < FORM_FIELDS; i++)
		if (f.value[i].n > FORM_VALUE)
			abort();
	arena_free(&a);
	return 0;
}
