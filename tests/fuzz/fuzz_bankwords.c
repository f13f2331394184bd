#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "decide/bankwords.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is found stands in the text, on a line that it has. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = {(const char *)data, size}, ours = {NULL, 0};
	size_t cut = str_chr(all, '\0');
	struct bankwords hit;

	if (cut != STR_NPOS) {
		ours = str_sub(all, cut + 1, size);
		all = str_sub(all, 0, cut);
	}
	if (bankwords_find(all, ours, &hit) &&
	    (hit.line < 1 || hit.words.n == 0 || hit.words.p < all.p ||
		hit.words.p + hit.words.n > all.p + all.n))
		abort();
	return 0;
}
