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
 */
#define SEAL_HASH    32
#define SEAL_SIG     64
#define SEAL_PUBLIC  32
#define SEAL_TAG_MAX 32

struct seal_key;    /* master secret of the mail side and what it derives */
struct seal_public; /* what the web side needs to verify */

enum rc seal_start(struct err *err);

/*
 * Load keys_dir/master.key (0600, 32 bytes). With `create`, make it (and
 * links-<id>.pub beside it) when absent. RC_BAD for loose modes or a wrong
 * size, naming the file and the cure.
 */
enum rc seal_key_load(const char *keys_dir, bool create, struct seal_key **out,
    struct err *err);
void seal_key_free(struct seal_key **key);

/* Id of the signing key, 0..255, carried by every token. */
unsigned seal_key_id(const struct seal_key *key);

void seal_sign(const struct seal_key *key, struct str bytes,
    unsigned char sig[SEAL_SIG]);
bool seal_verify(const struct seal_key *key, struct str bytes,
    const unsigned char sig[SEAL_SIG]);

/*
 * Keyed BLAKE2b under a key derived for `purpose` (8 characters, one purpose
 * one key). n is 16..32. seal_tag_check compares in constant time.
 */
void seal_tag(const struct seal_key *key, const char *purpose,
    struct str bytes, unsigned char *tag, size_t n);
bool seal_tag_check(const struct seal_key *key, const char *purpose,
    struct str bytes, struct str tag);

void seal_sha256(struct str bytes, unsigned char out[SEAL_HASH]);

/* Lower-case hex, and base32 (a-z2-7, no padding) both ways. */
void seal_hex(const unsigned char *bytes, size_t n, char *out); /* 2n+1 */
size_t seal_base32(const unsigned char *bytes, size_t n, char *out);
bool seal_unbase32(struct str s, unsigned char *out, size_t n); /* exact n */
/* URL-safe base64 without padding, canonical form only on the way back. */
void seal_base64url(const unsigned char *bytes, size_t n, char *out,
    size_t out_size);
bool seal_unbase64url(struct str s, unsigned char *out, size_t room,
    size_t *n);

void seal_random(unsigned char *out, size_t n);

#endif
