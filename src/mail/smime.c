#include "mail/smime.h"

#include <string.h>

/* DER of OBJECT IDENTIFIER pkcs7-signedData and pkcs7-data. */
#define OID_SIGNED STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02")
#define OID_DATA   STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01")
#define OID_NEAR   64 /* the outer type stands at the very front */

#define TAG_OCTETS       0x04
#define TAG_OCTETS_PARTS 0x24
#define TAG_EXPLICIT     0xa0

/* Tag and length at the front of *s, which then is the content; an indefinite
 * length gives all there is. False when the bytes do not fit. */
static bool
enter(struct str *s, unsigned char tag, bool *indefinite)
{
	size_t n, bytes, i = 2;

	if (s->n < 2 || (unsigned char)s->p[0] != tag)
		return false;
	n = (unsigned char)s->p[1];
	*indefinite = n == 0x80;
	if (*indefinite) {
		n = s->n - 2;
	} else if (n > 0x80) {
		bytes = n & 0x7f;
		if (bytes > 4 || s->n < 2 + bytes)
			return false;
		for (n = 0; bytes > 0; bytes--)
			n = n << 8 | (unsigned char)s->p[i++];
	}
	/* A cut mail gives what is there. */
	*s = str_sub(*s, i, n);
	return true;
}

/* OCTET STRING in parts, as streaming signers make it. */
static struct str
join_parts(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n) {
		struct str part = s;
		bool indefinite;

		if (!enter(&part, TAG_OCTETS, &indefinite) || indefinite)
			break;
		memcpy(out + n, part.p, part.n);
		n += part.n;
		s = str_sub(s, (size_t)(part.p - s.p) + part.n, s.n);
	}
	return (struct str){out, n};
}

bool
smime_content(struct arena *a, struct str der, struct str *out)
{
	size_t at = str_find(str_sub(der, 0, OID_NEAR), OID_SIGNED);
	bool indefinite;

	if (at == STR_NPOS)
		return false;
	der = str_sub(der, at + OID_SIGNED.n, der.n);
	at = str_find(der, OID_DATA);
	if (at == STR_NPOS)
		return false;
	der = str_sub(der, at + OID_DATA.n, der.n);
	if (!enter(&der, TAG_EXPLICIT, &indefinite))
		return false;
	*out = der;
	if (enter(out, TAG_OCTETS, &indefinite))
		return !indefinite;
	if (!enter(&der, TAG_OCTETS_PARTS, &indefinite))
		return false;
	*out = join_parts(a, der);
	return true;
}
