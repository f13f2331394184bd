#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/lzfu.h"
#include "mail/rtf.h"
#include "mail/tnef.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as a winmail.dat, as compressed RTF and as RTF. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct str bytes = {(const char *)data, size};
	struct tnef t;

	if (tnef_read(a, bytes, &t)) {
		if (!str_is_utf8(t.text) || t.n > LIMIT_MAIL_PARTS)
			abort();
		for (size_t i = 0; i < t.n; i++)
			if (!str_is_utf8(t.files[i].name) ||
			    t.files[i].data.n > size)
				abort();
	}
	if (lzfu_read(a, bytes, 100000).n > 100000)
		abort();
	if (!str_is_utf8(rtf_text(a, bytes)))
		abort();
	arena_free(&a);
	return 0;
}
