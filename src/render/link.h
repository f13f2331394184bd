#ifndef DUNMAIL_RENDER_LINK_H
#define DUNMAIL_RENDER_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "port/seal.h"

/*
 * link: signed links, both ways. A token is base64url of
 *   version | key id | purpose | expiry | token id | account | contact |
 *   invoice | Ed25519 signature over all before it
 * Only one canonical form verifies; purpose is in the URL's path and in the
 * token, and the two must agree.
 */
enum link_purpose {
	LINK_PAY,
	LINK_DISPUTE,
	LINK_ACCOUNT,
	LINK_DOCUMENT,
	LINK_PURPOSES
};

struct link {
	enum link_purpose purpose;
	int64_t expires; /* instant */
	struct str account;
	struct str contact; /* contact id, may be empty */
	struct str invoice; /* may be empty */
	struct str id;      /* token id (hex): what logs and revocation name */
};

const char *link_purpose_name(enum link_purpose purpose); /* "pay" */
bool link_purpose_parse(struct str s, enum link_purpose *out);

/* "<base>/<purpose>/<token>"; ids over 64 bytes are RC_BAD. ->id is set. */
enum rc link_make(struct arena *a, const struct seal_key *key, struct str base,
    struct link *link, struct str *url, struct err *err);

/* RC_BAD: not ours, altered, wrong purpose; RC_MISS: expired at now. */
enum rc link_read(struct arena *a, const struct seal_key *key,
    enum link_purpose purpose, struct str token, int64_t now, struct link *out,
    struct err *err);

#endif
