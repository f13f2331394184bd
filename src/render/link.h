#ifndef DUNMAIL_RENDER_LINK_H
#define DUNMAIL_RENDER_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "port/seal.h"
#include "render/link_id.h"

/*
 * link: signed links, both ways. Links that are made together share one
 * Ed25519 signature, and each verifies alone: they are the leaves of a hash
 * tree (link_tree.h) whose root is signed, and each carries the hashes beside
 * its way up.
 *
 * A token is base64url of
 *   version | key id | count | index | purpose | expiry (5) | salt (16) |
 *   account | contact | invoice (link_id.h; each at most LINK_ID_MAX) |
 *   hashes beside the way up (as many as count and index ask for) |
 *   signature (64)
 *   leaf: version .. invoice
 *   signed: "dunmail link set" | version | key id | count | root
 * so count, index, purpose and key are bound, and a single link is a set of
 * one. Only one spelling verifies; purpose is in the URL's path and in the
 * token, and the two must agree.
 *
 * A set may hold links of several accounts. Who has one token of it has the
 * signature, which is the same for all, and hashes of the tree: of the leaf
 * next to theirs, all that leads from it to the root. The fields of that leaf
 * can be guessed. Its salt cannot: 16 random bytes, as many as a hash has,
 * that stand in its own token only. Without them there is nothing to put
 * under those hashes. So the salt is a secret as the token itself is, and
 * ->id, which logs and revocation name, is the leaf's hash instead: it tells
 * nobody more than a neighbour knows.
 *
 * That is version 2. In version 1 the salt had 8 bytes and was the id, for
 * each set went to one reader, and no id was packed. Such tokens are out: they
 * are read, not made.
 */
#define LINK_SET_MAX 255 /* links of one signature */

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
	struct str id;      /* of the token (hex, 32 digits; 16 in version 1):
			     * what logs and revocation name */
	struct str url;     /* set by link_make_set */
};

const char *link_purpose_name(enum link_purpose purpose); /* "pay" */
bool link_purpose_parse(struct str s, enum link_purpose *out);

/* "<base>/<purpose>/<token>"; ids over LINK_ID_MAX, an empty account or an
 * expiry before 1970 are RC_BAD. ->id is set: new at every call. */
enum rc link_make(struct arena *a, const struct seal_key *key, struct str base,
    struct link *link, struct str *url, struct err *err);

/* All these links under one signature; sets ->id and ->url of each. */
enum rc link_make_set(struct arena *a, const struct seal_key *key,
    struct str base, struct link *links, size_t count, struct err *err);

/* RC_BAD: not ours, altered, wrong purpose; RC_MISS: expired at now. */
enum rc link_read(struct arena *a, const struct seal_key *key,
    enum link_purpose purpose, struct str token, int64_t now, struct link *out,
    struct err *err);

#endif
