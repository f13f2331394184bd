#include "render/run.h"

#include <string.h>

#define STEP 8

size_t
run_length(const unsigned char care[256], struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	/* Eight at once: no jump between them that could be guessed wrong. */
	for (; i + STEP <= s.n; i += STEP)
		if ((care[p[i]] | care[p[i + 1]] | care[p[i + 2]] |
			care[p[i + 3]] | care[p[i + 4]] | care[p[i + 5]] |
			care[p[i + 6]] | care[p[i + 7]]) != 0)
			break;
	while (i < s.n && care[p[i]] == 0)
		i++;
	return i;
}

size_t
run_ascii(struct str s)
{
	size_t i = 0;

	for (; i + STEP <= s.n; i += STEP) {
		uint64_t v;

		memcpy(&v, s.p + i, STEP);
		if (v & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}
