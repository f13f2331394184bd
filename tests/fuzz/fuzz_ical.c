#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "model/limits.h"
#include "port/ical.h"

static int heard;

static void
hear(void *ctx, int line, const char *text)
{
	(void)ctx;
	heard += line >= 0 && text[0] != '\0';
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64 << 20);
	struct ical_ask ask = {
	    .text = {(const char *)data, size},
	    .from = day_of(2000, 1, 1),
	    .to = day_of(2100, 12, 31),
	    .report = hear,
	};
	struct ical_days out;

	ical_read(a, &ask, &out);
	if (out.count > LIMIT_CALENDAR_DAYS)
		abort();
	for (size_t i = 0; i < out.count; i++)
		if (out.days[i] < ask.from || out.days[i] > ask.to ||
		    (i > 0 && out.days[i] <= out.days[i - 1]))
			abort();
	arena_free(&a);
	return 0;
}
