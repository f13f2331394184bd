#include "web/nonce.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "port/seal.h"

#define RANDOM 16
#define HOUR   4
#define MAC    16
#define RAW    (RANDOM + HOUR + MAC)
#define TEXT   (RAW / 3 * 4) /* without a rest */

_Static_assert(RAW % 3 == 0, "a form's id has no padding");

struct nonce {
	unsigned char key[32];
};

struct nonce *
nonce_new(void)
{
	struct nonce *n = xcalloc(1, sizeof(*n));

	seal_random(n->key, sizeof(n->key));
	return n;
}

void
nonce_free(struct nonce **n)
{
	if (*n != NULL)
		explicit_bzero(*n, sizeof(**n));
	free(*n);
	*n = NULL;
}

/* Lengths stand before what could run into each other. */
static void
mac_of(const struct nonce *n, struct arena *a, const struct nonce_place *at,
    const unsigned char *raw, unsigned char mac[MAC])
{
	size_t room =
	    sizeof(n->key) + 8 + at->token.n + at->page.n + RANDOM + HOUR;
	unsigned char *text = arena_alloc(a, room), *p = text;

	memcpy(p, n->key, sizeof(n->key));
	p += sizeof(n->key);
	for (int i = 0; i < 4; i++)
		*p++ = (unsigned char)(at->token.n >> 8 * i);
	for (int i = 0; i < 4; i++)
		*p++ = (unsigned char)(at->page.n >> 8 * i);
	if (at->token.n > 0)
		memcpy(p, at->token.p, at->token.n);
	p += at->token.n;
	if (at->page.n > 0)
		memcpy(p, at->page.p, at->page.n);
	p += at->page.n;
	memcpy(p, raw, RANDOM + HOUR);
	seal_blake2b((struct str){(char *)text, room}, mac, MAC);
	explicit_bzero(text, sizeof(n->key));
}

static uint32_t
hour_of(int64_t now)
{
	return (uint32_t)(now / 3600);
}

struct str
nonce_make(const struct nonce *n, struct arena *a, const struct nonce_place *at)
{
	unsigned char raw[RAW];
	char *text = arena_alloc(a, TEXT + 1);

	seal_random(raw, RANDOM);
	for (int i = 0; i < HOUR; i++)
		raw[RANDOM + i] = (unsigned char)(hour_of(at->now) >> 8 * i);
	mac_of(n, a, at, raw, raw + RANDOM + HOUR);
	seal_base64url(raw, RAW, text, TEXT + 1);
	return (struct str){text, TEXT};
}

static bool
same(const unsigned char *a, const unsigned char *b)
{
	unsigned char differs = 0;

	for (int i = 0; i < MAC; i++)
		differs |= a[i] ^ b[i];
	return differs == 0;
}

enum rc
nonce_check(const struct nonce *n, struct arena *a,
    const struct nonce_place *at, struct str text, struct str *id)
{
	unsigned char raw[RAW], mac[MAC];
	uint32_t hour = 0, now = hour_of(at->now);
	size_t got = 0;
	char *hex;

	if (text.n != TEXT || !seal_unbase64url(text, raw, RAW, &got) ||
	    got != RAW)
		return RC_BAD;
	mac_of(n, a, at, raw, mac);
	if (!same(mac, raw + RANDOM + HOUR))
		return RC_BAD;
	for (int i = 0; i < HOUR; i++)
		hour |= (uint32_t)raw[RANDOM + i] << 8 * i;
	hex = arena_alloc(a, 2 * RANDOM + 1);
	seal_hex(raw, RANDOM, hex);
	*id = (struct str){hex, 2 * (size_t)RANDOM};
	return hour > now || now - hour > NONCE_HOURS ? RC_MISS : RC_OK;
}
