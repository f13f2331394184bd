#include "port/seal.h"

#include <sodium.h>
#include <string.h>

#include "base/xalloc.h"
#include "port/seal_file.h"

#define MASTER_SIZE crypto_kdf_KEYBYTES

/* The signing key is derived under this context, tags under their purpose. */
static const char sign_context[crypto_kdf_CONTEXTBYTES + 1] = "dmlinks1";

struct seal_key {
	bool has_secret;
	unsigned id;
	unsigned char master[MASTER_SIZE];
	unsigned char sign[crypto_sign_SECRETKEYBYTES];
	unsigned char own[SEAL_PUBLIC];
	bool known[SEAL_FILE_IDS];
	unsigned char public[SEAL_FILE_IDS][SEAL_PUBLIC];
};

_Static_assert(SEAL_SIG == crypto_sign_BYTES, "signature size");
_Static_assert(SEAL_PUBLIC == crypto_sign_PUBLICKEYBYTES, "public key size");
_Static_assert(SEAL_HASH == crypto_hash_sha256_BYTES, "hash size");
_Static_assert(MASTER_SIZE == SEAL_FILE_BYTES, "master size");
_Static_assert(SEAL_TAG_MAX == 32, "tag size");

enum rc
seal_start(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, RC_BAD, "libsodium does not start");
	return RC_OK;
}

static const unsigned char *
bytes_of(struct str s)
{
	return (const unsigned char *)(s.p ? s.p : "");
}

/* The id is a hash of the key, so that a file cannot claim another's. */
static unsigned
id_of(const unsigned char public[SEAL_PUBLIC])
{
	unsigned char h[16];

	crypto_generichash(h, sizeof(h), public, SEAL_PUBLIC, NULL, 0);
	return h[0];
}

static struct seal_key *
key_new(void)
{
	struct seal_key *key = sodium_malloc(sizeof(*key));

	if (key == NULL)
		xdie("no locked memory for a key");
	memset(key, 0, sizeof(*key));
	return key;
}

void
seal_key_free(struct seal_key **key)
{
	if (*key == NULL)
		return;
	sodium_mprotect_readwrite(*key);
	sodium_free(*key);
	*key = NULL;
}

static void
derive_sign(struct seal_key *key)
{
	unsigned char seed[crypto_sign_SEEDBYTES];

	crypto_kdf_derive_from_key(
	    seed, sizeof(seed), 1, sign_context, key->master);
	crypto_sign_seed_keypair(key->own, key->sign, seed);
	sodium_memzero(seed, sizeof(seed));
	key->id = id_of(key->own);
	key->has_secret = true;
}

static enum rc
master_read(const char *dir, struct seal_key *key, struct err *err)
{
	enum rc rc = seal_file_master(dir, key->master, err);

	if (rc == RC_OK)
		derive_sign(key);
	return rc;
}

static enum rc
publics_read(const char *dir, struct seal_key *key, struct err *err)
{
	for (unsigned id = 0; id < SEAL_FILE_IDS; id++) {
		unsigned char *to = key->public[id];
		enum rc rc = seal_file_public(dir, id, to, err);

		if (rc == RC_MISS)
			continue;
		if (rc != RC_OK)
			return rc;
		if (id_of(to) != id)
			return err_set(err, RC_BAD,
			    "%.300s/links-%u.pub: not the key of that id; "
			    "move it away",
			    dir, id);
		key->known[id] = true;
	}
	return RC_OK;
}

/* A new key must not share its id with one whose links are still out. */
static enum rc
master_make(const char *dir, struct seal_key *key, struct err *err)
{
	int tries = 4 * SEAL_FILE_IDS;
	enum rc rc;

	do {
		seal_random(key->master, MASTER_SIZE);
		derive_sign(key);
	} while (key->known[key->id] && --tries > 0);
	if (tries == 0)
		return err_set(err, RC_BAD,
		    "%.300s: all key ids are taken; remove old links-*.pub",
		    dir);
	rc = seal_file_master_write(dir, key->master, err);
	return rc == RC_OK ? master_read(dir, key, err) : rc;
}

/* Our own .pub is written again when it was lost or is another's. */
static enum rc
own_public(const char *dir, struct seal_key *key, struct err *err)
{
	unsigned char *known = key->public[key->id];

	if (key->known[key->id] && memcmp(known, key->own, SEAL_PUBLIC) == 0)
		return RC_OK;
	memcpy(known, key->own, SEAL_PUBLIC);
	key->known[key->id] = true;
	return seal_file_public_write(dir, key->id, key->own, err);
}

static enum rc
load(const char *dir, bool create, struct seal_key *key, struct err *err)
{
	enum rc rc = publics_read(dir, key, err);

	if (rc == RC_OK)
		rc = master_read(dir, key, err);
	if (rc == RC_MISS && create)
		rc = master_make(dir, key, err);
	if (rc == RC_OK)
		rc = own_public(dir, key, err);
	return rc;
}

static enum rc
load_public(const char *dir, struct seal_key *key, struct err *err)
{
	enum rc rc = publics_read(dir, key, err);

	if (rc != RC_OK)
		return rc;
	for (size_t id = 0; id < SEAL_FILE_IDS; id++)
		if (key->known[id])
			return RC_OK;
	return err_set(err, RC_BAD,
	    "%.300s: no links-<id>.pub here; start the mail side once, or "
	    "copy it over",
	    dir);
}

/* *key goes to *out, or is wiped when the load failed. */
static enum rc
settle(enum rc rc, struct seal_key *key, struct seal_key **out)
{
	if (rc != RC_OK) {
		seal_key_free(&key);
		return rc;
	}
	sodium_mprotect_readonly(key);
	*out = key;
	return RC_OK;
}

enum rc
seal_key_load(
    const char *keys_dir, bool create, struct seal_key **out, struct err *err)
{
	struct seal_key *key = key_new();

	return settle(load(keys_dir, create, key, err), key, out);
}

enum rc
seal_key_load_public(
    const char *keys_dir, struct seal_key **out, struct err *err)
{
	struct seal_key *key = key_new();

	return settle(load_public(keys_dir, key, err), key, out);
}

static void
want_secret(const struct seal_key *key)
{
	if (!key->has_secret)
		xdie("a public key cannot sign");
}

unsigned
seal_key_id(const struct seal_key *key)
{
	return key->id;
}

void
seal_sign(
    const struct seal_key *key, struct str bytes, unsigned char sig[SEAL_SIG])
{
	want_secret(key);
	crypto_sign_detached(sig, NULL, bytes_of(bytes), bytes.n, key->sign);
}

bool
seal_verify_id(const struct seal_key *key, unsigned id, struct str bytes,
    const unsigned char sig[SEAL_SIG])
{
	return id < SEAL_FILE_IDS && key->known[id] &&
	       crypto_sign_verify_detached(
		   sig, bytes_of(bytes), bytes.n, key->public[id]) == 0;
}

bool
seal_verify(const struct seal_key *key, struct str bytes,
    const unsigned char sig[SEAL_SIG])
{
	return key->has_secret && seal_verify_id(key, key->id, bytes, sig);
}

void
seal_tag(const struct seal_key *key, const char *purpose, struct str bytes,
    unsigned char *tag, size_t n)
{
	unsigned char sub[crypto_generichash_KEYBYTES], full[SEAL_TAG_MAX];
	size_t made =
	    n < crypto_generichash_BYTES_MIN ? crypto_generichash_BYTES_MIN : n;

	want_secret(key);
	if (strlen(purpose) != crypto_kdf_CONTEXTBYTES || n < 8 ||
	    n > SEAL_TAG_MAX)
		xdie("seal_tag: bad purpose or length");
	crypto_kdf_derive_from_key(sub, sizeof(sub), 2, purpose, key->master);
	crypto_generichash(
	    full, made, bytes_of(bytes), bytes.n, sub, sizeof(sub));
	memcpy(tag, full, n);
	sodium_memzero(sub, sizeof(sub));
}

bool
seal_tag_check(const struct seal_key *key, const char *purpose,
    struct str bytes, struct str tag)
{
	unsigned char want[SEAL_TAG_MAX];

	if (tag.n < 8 || tag.n > SEAL_TAG_MAX)
		return false;
	seal_tag(key, purpose, bytes, want, tag.n);
	return sodium_memcmp(want, tag.p, tag.n) == 0;
}

void
seal_hmac_sha256(struct str key, const struct str *parts, size_t n,
    unsigned char out[SEAL_HASH])
{
	crypto_auth_hmacsha256_state st;

	crypto_auth_hmacsha256_init(&st, (const unsigned char *)key.p, key.n);
	for (size_t i = 0; i < n; i++)
		crypto_auth_hmacsha256_update(
		    &st, (const unsigned char *)parts[i].p, parts[i].n);
	crypto_auth_hmacsha256_final(&st, out);
	sodium_memzero(&st, sizeof(st));
}

bool
seal_equal(struct str a, struct str b)
{
	return a.n == b.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}

void
seal_sha256(struct str bytes, unsigned char out[SEAL_HASH])
{
	crypto_hash_sha256(out, bytes_of(bytes), bytes.n);
}

void
seal_blake2b(struct str bytes, unsigned char *out, size_t n)
{
	if (n < 16 || n > 32)
		xdie("seal_blake2b: bad length");
	crypto_generichash(out, n, bytes_of(bytes), bytes.n, NULL, 0);
}

void
seal_hex(const unsigned char *bytes, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

size_t
seal_base32(const unsigned char *bytes, size_t n, char *out)
{
	static const char digit[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned acc = 0;
	size_t bits = 0, w = 0;

	for (size_t i = 0; i < n; i++) {
		acc = (acc << 8 | bytes[i]) & 0xffff;
		for (bits += 8; bits >= 5; bits -= 5)
			out[w++] = digit[acc >> (bits - 5) & 31];
	}
	if (bits > 0)
		out[w++] = digit[acc << (5 - bits) & 31];
	out[w] = '\0';
	return w;
}

static int
base32_value(char c)
{
	c = str_lower(c);
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool
seal_unbase32(struct str s, unsigned char *out, size_t n)
{
	unsigned acc = 0;
	size_t bits = 0, w = 0;

	if (s.n != (8 * n + 4) / 5)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int v = base32_value(s.p[i]);

		if (v < 0)
			return false;
		acc = (acc << 5 | (unsigned)v) & 0xffff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[w++] = (unsigned char)(acc >> bits);
		}
	}
	return (acc & ((1u << bits) - 1)) == 0;
}

void
seal_base64url(const unsigned char *bytes, size_t n, char *out, size_t out_size)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t i = 0;

	/* libsodium's takes the same time for all bytes, thrice as much: for
	 * secrets, which what stands in a mail is not. */
	if (out_size < n / 3 * 4 + (n % 3 ? n % 3 + 1 : 0) + 1)
		xdie("seal_base64url: no room");
	for (; i + 2 < n; i += 3) {
		unsigned v = (unsigned)bytes[i] << 16 |
			     (unsigned)bytes[i + 1] << 8 | bytes[i + 2];

		*out++ = digit[v >> 18];
		*out++ = digit[v >> 12 & 63];
		*out++ = digit[v >> 6 & 63];
		*out++ = digit[v & 63];
	}
	if (i < n) {
		unsigned v = (unsigned)bytes[i] << 16 |
			     (i + 1 < n ? (unsigned)bytes[i + 1] << 8 : 0);

		*out++ = digit[v >> 18];
		*out++ = digit[v >> 12 & 63];
		if (i + 1 < n)
			*out++ = digit[v >> 6 & 63];
	}
	*out = '\0';
}

/* libsodium 1.0.18 takes bytes over 0x7f for '-' or '_': it sees none. */
bool
seal_unbase64url(struct str s, unsigned char *out, size_t room, size_t *n)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n > 0 && sodium_base642bin(out, room, s.p, s.n, NULL, n, NULL,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

void
seal_random(unsigned char *out, size_t n)
{
	randombytes_buf(out, n);
}
