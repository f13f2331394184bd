#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "decide/order.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct orders *o, struct str text)
{
	int last = 0;

	if (o->n > 0 && o->mistake_count > 0)
		abort();
	if (o->rest.n > 0 &&
	    (o->rest.p < text.p || o->rest.p + o->rest.n > text.p + text.n))
		abort();
	if (order_is_first(text) != (o->n + o->mistake_count > 0))
		abort();
	if (order_is_first(o->rest) && o->mistake_count == 0)
		abort();
	for (size_t i = 0; i < o->n; i++) {
		const struct order *x = &o->v[i];

		if (x->line <= last || x->kind >= ORDER_KINDS ||
		    (x->has_amount && x->amount.minor <= 0))
			abort();
		last = x->line;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const locales[] = {"en-US", "de-DE", "fr-CH", ""};
	struct str text = {(const char *)data, size};
	struct order_context ctx = {
	    20774, str_of(locales[size & 3]), STR("USD")};
	struct arena *a = arena_new(64u << 20);
	struct orders out;

	if (size <= 8000) {
		order_read(a, text, &ctx, &out);
		check(&out, text);
	}
	arena_free(&a);
	return 0;
}
