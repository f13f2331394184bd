#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/limits.h"
#include "port/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes, on any base, said to be of any size; and what was packed comes
 * back. The first four bytes: the length of the base and the size. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char room[LIMIT_PACK];
	struct arena *a = arena_new(4 << 20);
	struct str rest, base, bytes, out;
	struct pack_base *b;
	int64_t said;
	struct err err;
	size_t n;

	if (size >= 4) {
		rest = (struct str){(const char *)data + 4, size - 4};
		said = (int64_t)data[2] << 8 | data[3];
		base = str_sub(rest, 0, (size_t)data[0] << 8 | data[1]);
		bytes = str_sub(rest, base.n, rest.n);
		if (pack_open(a, base, bytes, said, &out, &err) == RC_OK &&
		    (int64_t)out.n != said)
			abort();
		b = pack_base_new(a, base);
		n = b ? pack_make(b, bytes, room, sizeof(room)) : 0;
		if (n > 0 && (pack_open(a, base, (struct str){room, n},
				  (int64_t)bytes.n, &out, &err) != RC_OK ||
				 !str_eq(out, bytes)))
			abort();
	}
	arena_free(&a);
	return 0;
}
