#include "port/hmac.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>

void
hmac_sha1(struct str key, struct str bytes, unsigned char out[HMAC_SHA1])
{
	/* It fails where the algorithm is switched off: who cannot verify must
	 * not go on as if they had. */
	if (gnutls_hmac_fast(GNUTLS_MAC_SHA1, key.p ? key.p : "", key.n,
		bytes.p ? bytes.p : "", bytes.n, out) != 0)
		abort();
}

/* Twenty bytes are six groups of three and one of two. */
void
hmac_sha1_base64(struct str key, struct str bytes, char out[HMAC_SHA1_BASE64])
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char mac[HMAC_SHA1 + 1] = {0};
	char *to = out;

	hmac_sha1(key, bytes, mac);
	for (size_t i = 0; i < HMAC_SHA1; i += 3) {
		*to++ = digits[mac[i] >> 2];
		*to++ = digits[(mac[i] & 3) << 4 | mac[i + 1] >> 4];
		*to++ = digits[(mac[i + 1] & 15) << 2 |
			       (i + 2 < HMAC_SHA1 ? mac[i + 2] >> 6 : 0)];
		*to++ = i + 2 < HMAC_SHA1 ? digits[mac[i + 2] & 63] : '=';
	}
	*to = '\0';
}

bool
hmac_sha1_is(struct str key, struct str bytes, struct str base64)
{
	char want[HMAC_SHA1_BASE64];

	hmac_sha1_base64(key, bytes, want);
	return base64.n == HMAC_SHA1_BASE64 - 1 &&
	       gnutls_memcmp(base64.p, want, base64.n) == 0;
}
