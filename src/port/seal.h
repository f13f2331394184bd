#ifndef DUNMAIL_PORT_SEAL_H
#define DUNMAIL_PORT_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * seal: libsodium. Signatures (Ed25519) for links, keyed BLAKE2b for reply
 * tags and Message-IDs, SHA-256 for identity. Secrets live in locked memory
 * that is wiped on free. Call seal_start() once before anything else.
 *
 * Keys in keys_dir: master.key (32 secret bytes, the mail side), which keys
 * tags and Message-IDs and, while there is no links.key, links too; links.key
 * (the same form), made by seal_key_rotate, which signs links alone; and one
 * links-<id>.pub for each signing key, <id> in 0..255 and bound to the key, as
 * 64 hex digits and a LF. Old links verify for as long as their .pub stays
 * there; links-<id>.old says until when there may be any. What is out of tags
 * and Message-IDs hangs on master.key, which therefore never changes.
 */
#define SEAL_HASH    32
#define SEAL_SIG     64
#define SEAL_PUBLIC  32
#define SEAL_TAG_MAX 32
#define SEAL_IDS     256 /* of signing keys */

struct seal_key; /* master secret of the mail side and what it derives */

enum rc seal_start(struct err *err);

/*
 * Load keys_dir/master.key (0600, 32 bytes). With `create`, make it (and
 * links-<id>.pub beside it) when absent. RC_BAD for loose modes or a wrong
 * size, naming the file and the cure.
 */
enum rc seal_key_load(
    const char *keys_dir, bool create, struct seal_key **out, struct err *err);
/* The web side: public keys only. Such a key verifies; asking it for a
 * signature or a tag ends the process. RC_BAD if there is none. */
enum rc seal_key_load_public(
    const char *keys_dir, struct seal_key **out, struct err *err);
void seal_key_free(struct seal_key **key);

/*
 * Links are signed with a new key from the next load on; tags and Message-IDs
 * stay as they are. Processes that loaded before go on with the old one. *out
 * is the key as it will be loaded.
 */
enum rc seal_key_rotate(
    const char *keys_dir, struct seal_key **out, struct err *err);

/* Notes of every key here that no longer signs, when nobody has before, that
 * links of it may be out until then. For whoever signs, when it begins. */
enum rc seal_key_retire(const char *keys_dir, const struct seal_key *key,
    int64_t until, struct err *err);
/* RC_MISS: that key signs, is not here, or was not noted yet. */
enum rc seal_key_retired(const char *keys_dir, const struct seal_key *key,
    unsigned id, int64_t *until, struct err *err);

/* Was its .pub there at the load? */
bool seal_key_knows(const struct seal_key *key, unsigned id);

/* Id of the signing key, 0..255, carried by every token. */
unsigned seal_key_id(const struct seal_key *key);

void seal_sign(
    const struct seal_key *key, struct str bytes, unsigned char sig[SEAL_SIG]);
/* By our own signing key; by any key whose .pub was there at the load. */
bool seal_verify(const struct seal_key *key, struct str bytes,
    const unsigned char sig[SEAL_SIG]);
bool seal_verify_id(const struct seal_key *key, unsigned id, struct str bytes,
    const unsigned char sig[SEAL_SIG]);

/*
 * Keyed BLAKE2b under a key derived for `purpose` (8 characters, one purpose
 * one key). n is 8..32; under 16 it is the front of a tag of 16.
 * seal_tag_check takes the same lengths and compares in constant time.
 */
void seal_tag(const struct seal_key *key, const char *purpose, struct str bytes,
    unsigned char *tag, size_t n);
bool seal_tag_check(const struct seal_key *key, const char *purpose,
    struct str bytes, struct str tag);

/* HMAC-SHA-256 by a key of any length, over the parts one behind the other:
 * what others sign with. */
void seal_hmac_sha256(struct str key, const struct str *parts, size_t n,
    unsigned char out[SEAL_HASH]);
/* In constant time for texts of one length. */
bool seal_equal(struct str a, struct str b);

void seal_sha256(struct str bytes, unsigned char out[SEAL_HASH]);
/* BLAKE2b without a key; n is 16..32. */
void seal_blake2b(struct str bytes, unsigned char *out, size_t n);

/* Lower-case hex, and base32 (a-z2-7, no padding) both ways. */
void seal_hex(const unsigned char *bytes, size_t n, char *out); /* 2n+1 */
/* out: (8n + 4) / 5 + 1; returns the length. Back: exactly n bytes, either
 * case, no stray bits. */
size_t seal_base32(const unsigned char *bytes, size_t n, char *out);
bool seal_unbase32(struct str s, unsigned char *out, size_t n);
/* URL-safe base64 without padding, canonical form only on the way back. */
void seal_base64url(
    const unsigned char *bytes, size_t n, char *out, size_t out_size);
bool seal_unbase64url(struct str s, unsigned char *out, size_t room, size_t *n);

void seal_random(unsigned char *out, size_t n);

#endif
