#ifndef DUNMAIL_RENDER_LINK_H
#define DUNMAIL_RENDER_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "port/seal.h"

/*
 * link: signed links, both ways. All links of one mail share one Ed25519
 * signature, and each verifies alone: the links are the leaves of a hash tree
 * whose root is signed, and each carries the hashes beside its way up.
 *
 * A token is base64url of
 *   version | key id | count | index | purpose | expiry (5) | token id (8) |
 *   account | contact | invoice (each with its length before it) |
 *   sibling hashes (16 each, as many as count and index ask for) |
 *   signature (64)
 *   leaf = BLAKE2b-128(0x00 | version .. invoice)
 *   node = BLAKE2b-128(0x01 | left | right); an odd last node goes up as is
 *   signed: "dunmail link set" | version | key id | count | root
 * so count, index, purpose and key are bound, a leaf is never taken for a
 * node, and a single link is a set of one. Only one spelling verifies;
 * purpose is in the URL's path and in the token, and the two must agree.
 */
#define LINK_SET_MAX 255 /* links of one signature */
#define LINK_ID_MAX  64  /* bytes of account, contact, invoice */

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
	struct str url;     /* set by link_make_set */
};

const char *link_purpose_name(enum link_purpose purpose); /* "pay" */
bool link_purpose_parse(struct str s, enum link_purpose *out);

/* "<base>/<purpose>/<token>"; ids over LINK_ID_MAX, an empty account or an
 * expiry before 1970 are RC_BAD. ->id is set: new at every call. */
enum rc link_make(struct arena *a, const struct seal_key *key, struct str base,
    struct link *link, struct str *url, struct err *err);

/* All links of one mail under one signature; sets ->id and ->url of each. */
enum rc link_make_set(struct arena *a, const struct seal_key *key,
    struct str base, struct link *links, size_t count, struct err *err);

/* RC_BAD: not ours, altered, wrong purpose; RC_MISS: expired at now. */
enum rc link_read(struct arena *a, const struct seal_key *key,
    enum link_purpose purpose, struct str token, int64_t now, struct link *out,
    struct err *err);

#endif
