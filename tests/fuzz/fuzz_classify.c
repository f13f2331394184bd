#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "decide/classify.h"
#include "english.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct classify_context ctx = {STR("en-US"), 0.6};
	struct message m = {
	    .reply = {(const char *)data, size}, .date = INT64_C(1794900000)};
	struct arena *a = arena_new(64u << 20);
	struct intent got;

	if (size <= 4000) {
		classify_message(english(), a, &m, &ctx, &got);
		if (got.confidence < 0 || got.confidence > 1)
			abort();
		for (size_t i = 0; i < got.promise_count; i++) {
			if (got.promises[i].has_amount &&
			    got.promises[i].amount_minor < 0)
				abort();
		}
	}
	arena_free(&a);
	return 0;
}
