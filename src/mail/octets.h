#ifndef DUNMAIL_MAIL_OCTETS_H
#define DUNMAIL_MAIL_OCTETS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * octets: a reader over foreign bytes with little-endian numbers. What is not
 * there reads as 0 or as a shorter span, and `bad` is set for good.
 */
struct octets {
	struct str s; /* what is left */
	bool bad;
};

static inline struct str
octets_take(struct octets *o, size_t n)
{
	struct str got = str_sub(o->s, 0, n);

	o->bad |= got.n < n;
	o->s = str_sub(o->s, got.n, o->s.n);
	return got;
}

/* Of 1 to 4 bytes. */
static inline uint32_t
octets_number(struct octets *o, size_t bytes)
{
	struct str s = octets_take(o, bytes);
	uint32_t v = 0;

	if (s.p == NULL || s.n < bytes)
		return 0;
	for (size_t i = bytes; i > 0; i--)
		v = v << 8 | (unsigned char)s.p[i - 1];
	return v;
}

#endif
