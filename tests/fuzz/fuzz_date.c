#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/day.h"
#include "mail/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An instant that was read reads the same when it is written in full. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = {(const char *)data, size};
	char text[INSTANT_TEXT];
	int64_t instant, again;
	int offset;

	if (!date_parse(s, &instant, &offset))
		return 0;
	if (offset < -24 * 60 || offset > 24 * 60)
		abort();
	/* Four digits of year, whatever the zone made of them. */
	if (instant < day_instant(day_of(1000, 1, 2)) ||
	    instant > day_instant(day_of(9999, 12, 30)))
		return 0;
	if (!date_parse(
		str_of(day_instant_iso(instant, text)), &again, &offset) ||
	    again != instant || offset != 0)
		abort();
	return 0;
}
