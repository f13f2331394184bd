#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "decide/desk_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_rest(const struct desk_lines *l, struct str text)
{
	if (l->rest.n > 0 &&
	    (l->rest.p < text.p || l->rest.p + l->rest.n > text.p + text.n))
		abort();
}

static void
check_codes(const struct desk_lines *l, struct str text, size_t count)
{
	int last = 0;

	check_rest(l, text);
	for (size_t i = 0; i < l->n; i++) {
		const struct desk_code_line *x = &l->codes[i];

		if (x->line <= last || x->number == 0 || x->number > count ||
		    x->code >= DESK_CODES)
			abort();
		if ((x->order.n == 0) != (x->code == DESK_SNOOZE) ||
		    (x->code == DESK_SNOOZE && x->days < 1))
			abort();
		last = x->line;
	}
}

static void
check_words(const struct desk_lines *l, struct str text)
{
	check_rest(l, text);
	for (size_t i = 0; i < l->n; i++)
		if (l->words[i].word == DESK_SKIP &&
		    l->words[i].what_count == 0)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena *a = arena_new(64u << 20);
	struct desk_lines l;

	if (size <= 8000) {
		desk_line_codes(a, text, size & 31, &l);
		check_codes(&l, text, size & 31);
		desk_line_words(a, text, &l);
		check_words(&l, text);
	}
	arena_free(&a);
	return 0;
}
