/* Stands in for render/locale.c in a test that only needs texts. */
#include <stdlib.h>

#include "render/locale.h"

struct str
locale_date(struct arena *a, struct str locale, day_t day)
{
	char iso[DAY_TEXT];

	(void)locale;
	return arena_fmt(a, "%s", day_iso(day, iso));
}

struct str
locale_money(struct arena *a, struct str locale, struct money m)
{
	uint64_t v = m.minor < 0 ? 0 - (uint64_t)m.minor : (uint64_t)m.minor;
	char digits[32], out[48];
	size_t k = 0, n;

	(void)locale;
	n = (size_t)snprintf(
	    digits, sizeof(digits), "%llu", (unsigned long long)(v / 100));
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	out[k] = '\0';
	return arena_fmt(a, "%s%s%s.%02u", m.minor < 0 ? "-" : "",
	    strcmp(m.currency, "USD") == 0 ? "$" : m.currency, out,
	    (unsigned)(v % 100));
}

struct str
locale_language(struct str locale)
{
	return str_sub(locale, 0, 2);
}
