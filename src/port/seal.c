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
_Static_assert(SEAL_IDS == SEAL_FILE_IDS, "ids");

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
derive_sign(struct seal_key *key, const unsigned char *from)
{
	unsigned char seed[crypto_sign_SEEDBYTES];

	crypto_kdf_derive_from_key(seed, sizeof(seed), 1, sign_context, from);
	crypto_sign_seed_keypair(key->own, key->sign, seed);
	sodium_memzero(seed, sizeof(seed));
	key->id = id_of(key->own);
	key->has_secret = true;
}

/* Links are signed from a key of their own once there is one. */
static enum rc
links_read(const char *dir, struct seal_key *key, struct err *err)
{
	unsigned char links[MASTER_SIZE];
	enum rc rc = seal_file_secret(dir, SEAL_FILE_LINKS, links, err);

	if (rc == RC_OK)
		derive_sign(key, links);
	sodium_memzero(links, sizeof(links));
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
master_read(const char *dir, struct seal_key *key, struct err *err)
{
	enum rc rc = seal_file_secret(dir, SEAL_FILE_MASTER, key->master, err);

	if (rc != RC_OK)
		return rc;
	derive_sign(key, key->master);
	return links_read(dir, key, err);
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
find_free(const char *dir, struct seal_key *key,
    unsigned char secret[MASTER_SIZE], struct err *err)
{
	int tries = 4 * SEAL_FILE_IDS;

	do {
		seal_random(secret, MASTER_SIZE);
		derive_sign(key, secret);
	} while (key->known[key->id] && --tries > 0);
	if (tries == 0)
		return err_set(err, RC_BAD,
		    "%.300s: all key ids are taken; remove old links-*.pub",
		    dir);
	return RC_OK;
}

static enum rc
master_make(const char *dir, struct seal_key *key, struct err *err)
{
	enum rc rc = find_free(dir, key, key->master, err);

	if (rc == RC_OK)
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

/* The public half first: whoever verifies can have it before the first link
 * of it is out. */
static enum rc
rotate(const char *dir, struct seal_key *key, struct err *err)
{
	unsigned char links[MASTER_SIZE];
	enum rc rc = load(dir, false, key, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "%.300s: there is no key yet", dir);
	if (rc == RC_OK)
		rc = find_free(dir, key, links, err);
	if (rc == RC_OK)
		rc = own_public(dir, key, err);
	if (rc == RC_OK)
		rc = seal_file_links_write(dir, links, err);
	sodium_memzero(links, sizeof(links));
	return rc;
}

enum rc
seal_key_rotate(const char *keys_dir, struct seal_key **out, struct err *err)
{
	struct seal_key *key = key_new();

	return settle(rotate(keys_dir, key, err), key, out);
}

bool
seal_key_knows(const struct seal_key *key, unsigned id)
{
	return id < SEAL_FILE_IDS && key->known[id];
}

enum rc
seal_key_retire(const char *keys_dir, const struct seal_key *key, int64_t until,
    struct err *err)
{
	enum rc rc = RC_OK;
	int64_t noted;

	for (unsigned id = 0; rc == RC_OK && id < SEAL_FILE_IDS; id++) {
		if (!key->known[id] || id == key->id)
			continue;
		rc = seal_file_old(keys_dir, id, &noted, err);
		if (rc == RC_MISS)
			rc = seal_file_old_write(keys_dir, id, until, err);
	}
	return rc;
}

enum rc
seal_key_retired(const char *keys_dir, const struct seal_key *key, unsigned id,
    int64_t *until, struct err *err)
{
	if (!seal_key_knows(key, id) || id == key->id)
		return RC_MISS;
	return seal_file_old(keys_dir, id, until, err);
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
seal_random(unsigned char *out, size_t n)
{
	randombytes_buf(out, n);
}
