#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "port/itip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64 << 20);
	struct itip_answer out;

	itip_read(a, (struct str){(const char *)data, size}, &out);
	if (!str_is_utf8(out.uid) || out.uid.n > 255 || out.start.n > 255 ||
	    out.zone.n > 255 || out.state.n > 255)
		abort();
	arena_free(&a);
	return 0;
}
