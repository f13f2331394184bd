#ifndef DUNMAIL_PORT_HMAC_H
#define DUNMAIL_PORT_HMAC_H

#include <stdbool.h>

#include "base/str.h"

/*
 * hmac: HMAC-SHA-1 (RFC 2104) by gnutls, for carriers that sign with it and
 * with nothing else. What we sign ourselves is signed by port/seal.h.
 */
#define HMAC_SHA1        20
#define HMAC_SHA1_BASE64 29 /* with NUL */

void hmac_sha1(struct str key, struct str bytes, unsigned char out[HMAC_SHA1]);
/* As base64, with padding. */
void hmac_sha1_base64(
    struct str key, struct str bytes, char out[HMAC_SHA1_BASE64]);
/* Is that its base64? In constant time for texts of its length. */
bool hmac_sha1_is(struct str key, struct str bytes, struct str base64);

#endif
