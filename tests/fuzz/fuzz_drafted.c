#include <stddef.h>
#include <stdint.h>

#include "decide/drafted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte says where the draft ends and what was sent begins. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = {(const char *)data + 1, size ? size - 1 : 0};
	size_t cut = size ? data[0] : 0;
	struct str draft = str_sub(all, 0, cut);
	struct str sent = str_sub(all, cut, all.n);

	if (size == 0)
		return 0;
	drafted_same(draft, sent);
	if (!drafted_same(draft, draft))
		__builtin_trap();
	return 0;
}
