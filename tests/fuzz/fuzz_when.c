#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "decide/rulebook.h"
#include "decide/when.h"
#include "english.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct when_context ctx = {
	    english()->books[0], 20774, size && data[0] & 1};
	struct arena *a = arena_new(16u << 20);
	struct sieve_text bits = {{0}};
	struct whens found;

	if (size <= 2000) {
		sieve_read(&bits, text);
		when_find(&ctx, a, text, &bits, NULL, &found);
		for (size_t i = 0; i < found.n; i++) {
			const struct when *w = &found.v[i];

			if (w->text.p < text.p ||
			    w->text.p + w->text.n > text.p + text.n ||
			    (i && w->text.p < w[-1].text.p + w[-1].text.n))
				abort();
		}
	}
	arena_free(&a);
	return 0;
}
