#ifndef DUNMAIL_RENDER_STAFFLINK_H
#define DUNMAIL_RENDER_STAFFLINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "port/seal.h"

/*
 * stafflink: a link that signs one of our own people in. Another signed text
 * than that of customers' links (render/link.h), so that neither passes for
 * the other.
 *
 * A token is base64url of
 *   version | key id | expiry (5) | salt (16) | address | signature (64)
 *   signed: "dunmail staff link" | version .. address
 * Only one spelling verifies. ->id is a hash of what is signed and says
 * nothing of the token.
 */
#define STAFFLINK_SECONDS 900
#define STAFFLINK_ADDRESS 254 /* bytes */

struct stafflink {
	struct str address;
	int64_t expires; /* instant */
	struct str id;   /* hex, 32 digits */
};

/* "<base>/staff/in/<token>"; sets ->id, new at every call. RC_BAD: no address,
 * or too long a one. */
enum rc stafflink_make(struct arena *a, const struct seal_key *key,
    struct str base, struct stafflink *link, struct str *url, struct err *err);

/* RC_BAD: not ours, altered; RC_MISS: expired at now. */
enum rc stafflink_read(struct arena *a, const struct seal_key *key,
    struct str token, int64_t now, struct stafflink *out, struct err *err);

#endif
