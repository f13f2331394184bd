#include "decide/smsparts.h"

#include <stdbool.h>
#include <stdint.h>

/* 3GPP TS 23.038, 6.2.1: characters that are not of ASCII. */
static const uint16_t basic[] = {0xa3, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7,
    0xd8, 0xf8, 0xc5, 0xe5, 0x394, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8,
    0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9, 0xa4, 0xa1, 0xc4, 0xd6, 0xd1,
    0xdc, 0xa7, 0xbf, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0};

/* Seven-bit places that a character takes; 0: it has none. */
static size_t
places(uint32_t c)
{
	if (c == '\n' || c == '\r')
		return 1;
	if (c == 0x20ac || c == '^' || c == '{' || c == '}' || c == '\\' ||
	    c == '[' || c == '~' || c == ']' || c == '|')
		return 2;
	if (c == '`' || c < ' ' || c == 0x7f)
		return 0;
	if (c < 0x7f)
		return 1;
	for (size_t i = 0; i < sizeof(basic) / sizeof(*basic); i++)
		if (basic[i] == c)
			return 1;
	return 0;
}

static size_t
parts_of(size_t n, size_t one, size_t each)
{
	return n <= one ? 1 : (n + each - 1) / each;
}

size_t
smsparts(struct str text)
{
	size_t seven = 0, sixteen = 0;
	bool wide = false;

	for (size_t i = 0; i < text.n;) {
		const unsigned char *p = (const unsigned char *)text.p + i;
		size_t n = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : *p >= 0xc0 ? 2 : 1;
		uint32_t c = n == 1 ? *p : *p & (0xffu >> (n + 1));

		for (size_t k = 1; k < n && i + k < text.n; k++)
			c = c << 6 | (p[k] & 0x3f);
		seven += places(c);
		sixteen += n == 4 ? 2 : 1;
		wide |= places(c) == 0;
		i += n;
	}
	return wide ? parts_of(sixteen, 70, 67) : parts_of(seven, 160, 153);
}
