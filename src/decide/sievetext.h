#ifndef DUNMAIL_DECIDE_SIEVETEXT_H
#define DUNMAIL_DECIDE_SIEVETEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * sievetext: a text as a bitmap of its groups of three letters, which is what
 * a sieve asks about. Anything but an ASCII letter or digit counts as a blank;
 * the text went through sentence_fold().
 */
#define SIEVE_BITS 2048

struct sieve_text {
	uint64_t bits[SIEVE_BITS / 64];
};

/* Adds the groups of this text to those in `t`. */
void sieve_read(struct sieve_text *t, struct str text);

static inline char
sieve_plain(char c)
{
	if (c >= 'a' && c <= 'z')
		return c;
	return str_is_alnum(c) ? str_lower(c) : ' ';
}

/* Of three letters, one a byte. */
static inline uint16_t
sieve_code(uint32_t three)
{
	return (uint16_t)(three * UINT32_C(2654435761) >> 21);
}

/* A character that is no letter and yet tells something, or 0. */
static inline uint16_t
sieve_sign(char c)
{
	if (str_is_digit(c))
		c = '0';
	else if (c != '?' && c != '@' && c != '$')
		return 0;
	return sieve_code((unsigned char)c * UINT32_C(0x010101));
}

static inline bool
sieve_has(const struct sieve_text *t, uint16_t code)
{
	return t->bits[code >> 6] >> (code & 63) & 1;
}

#endif
