#include <sodium.h>

#include "base/xalloc.h"
#include "port/seal.h"

static const unsigned char *
bytes_of(struct str s)
{
	return (const unsigned char *)(s.p ? s.p : "");
}

void
seal_sha256(struct str bytes, unsigned char out[SEAL_HASH])
{
	crypto_hash_sha256(out, bytes_of(bytes), bytes.n);
}

void
seal_blake2b(struct str bytes, unsigned char *out, size_t n)
{
	if (n < 16 || n > 32)
		xdie("seal_blake2b: bad length");
	crypto_generichash(out, n, bytes_of(bytes), bytes.n, NULL, 0);
}

void
seal_hex(const unsigned char *bytes, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

size_t
seal_base32(const unsigned char *bytes, size_t n, char *out)
{
	static const char digit[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned acc = 0;
	size_t bits = 0, w = 0;

	for (size_t i = 0; i < n; i++) {
		acc = (acc << 8 | bytes[i]) & 0xffff;
		for (bits += 8; bits >= 5; bits -= 5)
			out[w++] = digit[acc >> (bits - 5) & 31];
	}
	if (bits > 0)
		out[w++] = digit[acc << (5 - bits) & 31];
	out[w] = '\0';
	return w;
}

static int
base32_value(char c)
{
	c = str_lower(c);
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool
seal_unbase32(struct str s, unsigned char *out, size_t n)
{
	unsigned acc = 0;
	size_t bits = 0, w = 0;

	if (s.n != (8 * n + 4) / 5)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int v = base32_value(s.p[i]);

		if (v < 0)
			return false;
		acc = (acc << 5 | (unsigned)v) & 0xffff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[w++] = (unsigned char)(acc >> bits);
		}
	}
	return (acc & ((1u << bits) - 1)) == 0;
}

void
seal_base64url(const unsigned char *bytes, size_t n, char *out, size_t out_size)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t i = 0;

	/* libsodium's takes the same time for all bytes, thrice as much: for
	 * secrets, which what stands in a mail is not. */
	if (out_size < n / 3 * 4 + (n % 3 ? n % 3 + 1 : 0) + 1)
		xdie("seal_base64url: no room");
	for (; i + 2 < n; i += 3) {
		unsigned v = (unsigned)bytes[i] << 16 |
			     (unsigned)bytes[i + 1] << 8 | bytes[i + 2];

		*out++ = digit[v >> 18];
		*out++ = digit[v >> 12 & 63];
		*out++ = digit[v >> 6 & 63];
		*out++ = digit[v & 63];
	}
	if (i < n) {
		unsigned v = (unsigned)bytes[i] << 16 |
			     (i + 1 < n ? (unsigned)bytes[i + 1] << 8 : 0);

		*out++ = digit[v >> 18];
		*out++ = digit[v >> 12 & 63];
		if (i + 1 < n)
			*out++ = digit[v >> 6 & 63];
	}
	*out = '\0';
}

/* libsodium 1.0.18 takes bytes over 0x7f for '-' or '_': it sees none. */
bool
seal_unbase64url(struct str s, unsigned char *out, size_t room, size_t *n)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n > 0 && sodium_base642bin(out, room, s.p, s.n, NULL, n, NULL,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}
